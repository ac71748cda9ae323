namespace Spotter.Networks.Operations;

/// <summary>Bytes of a picture become the numbers that a network takes. Workers own rows. (H, W, C)</summary>
internal sealed unsafe class ReadPictureOperation(Tensor input) : Operation(input, input)
{
    private byte* _pixels;
    private int _strideBytes;
    private bool _isBgr;
    private PixelNormalization? _normalization;

    /// <summary>Says what the next run reads; the bytes must not move until it is over.</summary>
    public void Set(byte* pixels, int strideBytes, bool isBgr, PixelNormalization normalization)
    {
        _pixels = pixels;
        _strideBytes = strideBytes;
        _isBgr = isBgr;
        _normalization = normalization;
    }

    public override void Forward(Worker worker, int samples)
    {
        int length = Input.Shape.Width * Input.Channels;
        (int start, int end) = worker.Share(Input.Shape.Height);
        for (int row = start; row < end; row++)
        {
            byte* pixels = _pixels + (nint)row * _strideBytes;
            _normalization!.Apply(pixels, Input.Data + (nint)row * length, length, _isBgr);
        }
    }
}
