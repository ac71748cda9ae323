namespace Spotter.Networks.Operations;

/// <summary>Rows of bytes that become the input of a network.</summary>
/// <param name="pixels">Rows of pixels.</param>
/// <param name="strideBytes">Bytes from a row to the next.</param>
/// <param name="isBgr">Whether blue comes first; networks take red first.</param>
internal readonly ref struct PictureBytes(ReadOnlySpan<byte> pixels, int strideBytes, bool isBgr)
{
    public readonly ReadOnlySpan<byte> Pixels = pixels;
    public readonly int StrideBytes = strideBytes;
    public readonly bool IsBgr = isBgr;
}
