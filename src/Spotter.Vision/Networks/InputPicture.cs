using Spotter.Vision.Images;

namespace Spotter.Vision.Networks;

/// <summary>Room for what goes into a network and comes out, used again and again.</summary>
internal sealed class InputPicture
{
    /// <summary>What lies beside the picture, as in training.</summary>
    public const byte Surroundings = 114;

    private byte[] _pixels = [];
    private byte[] _half = [];
    private byte[] _quarter = [];
    private float[][] _outputs = [];

    /// <summary>BGR rows of the input, without padding; at least as many as it has.</summary>
    public ReadOnlySpan<byte> Pixels => _pixels;

    /// <summary>Brings a part of a picture to the size of an input.</summary>
    public void Fill(BgrImage picture, in SearchedPart part)
    {
        int stride = part.InputWidth * 3;
        Grow(ref _pixels, stride * part.InputHeight);
        ReadOnlySpan<byte> source = picture.Pixels.AsSpan(((part.Part.Y * picture.Width) + part.Part.X) * 3);
        int sourceStride = picture.Width * 3;
        int width = part.Part.Width;
        int height = part.Part.Height;
        while (width >= 2 * part.Width && height >= 2 * part.Height)
        {
            Grow(ref _half, width / 2 * (height / 2) * 3);
            PictureScaler.Halve(source, width, height, sourceStride, _half);
            (_half, _quarter) = (_quarter, _half);
            source = _quarter;
            (width, height) = (width / 2, height / 2);
            sourceStride = width * 3;
        }

        PictureScaler.Sample(
            source,
            width,
            height,
            sourceStride,
            new SampledPart(0, 0, width, height),
            _pixels,
            part.Width,
            part.Height,
            stride
        );
        for (int y = 0; y < part.Height && part.Width < part.InputWidth; y++)
        {
            _pixels.AsSpan((y * stride) + (part.Width * 3), (part.InputWidth - part.Width) * 3).Fill(Surroundings);
        }

        _pixels.AsSpan(part.Height * stride, (part.InputHeight - part.Height) * stride).Fill(Surroundings);
    }

    /// <summary>Arrays for the outputs of a model, each long enough.</summary>
    public float[][] RoomFor(NetworkDetectorModel model, in SearchedPart part)
    {
        Array.Resize(ref _outputs, model.Head.Strides.Count);
        for (int i = 0; i < _outputs.Length; i++)
        {
            _outputs[i] ??= [];
            Grow(ref _outputs[i], model.OutputLength(i, part));
        }

        return _outputs;
    }

    private static void Grow<T>(ref T[] buffer, int length)
    {
        if (buffer.Length < length)
        {
            buffer = new T[length];
        }
    }
}
