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
    /// <param name="picture">The pixels.</param>
    /// <param name="part">In pixels of the picture as shown.</param>
    /// <param name="reducedBy">By what the sides of the pixels are divided.</param>
    public void Fill(BgrImage picture, in SearchedPart part, int reducedBy = 1)
    {
        int stride = part.InputWidth * 3;
        Grow(ref _pixels, stride * part.InputHeight);
        (int top, int rowsAbove) = Math.DivRem(part.Part.Y, reducedBy);
        (int left, int columnsBefore) = Math.DivRem(part.Part.X, reducedBy);
        ReadOnlySpan<byte> source = picture.Pixels.AsSpan(((top * picture.Width) + left) * 3);
        int sourceStride = picture.Width * 3;

        // Sides are divided as halving does.
        int width = part.Part.Width / reducedBy;
        int height = part.Part.Height / reducedBy;
        double step = reducedBy;
        while (width >= 2 * part.Width && height >= 2 * part.Height)
        {
            Grow(ref _half, width / 2 * (height / 2) * 3);
            PictureScaler.Halve(source, width, height, sourceStride, _half);
            (_half, _quarter) = (_quarter, _half);
            source = _quarter;
            (width, height) = (width / 2, height / 2);
            sourceStride = width * 3;
            step *= 2;
        }

        PictureScaler.Sample(
            source,
            width,
            height,
            sourceStride,
            new SampledPart(columnsBefore / step, rowsAbove / step, width, height),
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
