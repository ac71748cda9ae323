using System.Buffers;
using Spotter.Onnx.Decoders;
using Spotter.Vision;
using Spotter.Vision.Images;
using Spotter.Vision.Networks;

namespace Spotter.Onnx;

/// <summary>
/// Fits a part of a picture into a network's input, stretched or in its own proportions, and takes places back.
/// </summary>
internal sealed class Letterbox
{
    private const int Channels = 3;

    private readonly Box _region;
    private readonly NetworkInput _input;
    private readonly Box _covered;

    /// <param name="region">The part, inside the picture and not empty.</param>
    /// <param name="input">What the network takes.</param>
    public Letterbox(Box region, NetworkInput input)
    {
        _region = region;
        _input = input;
        _covered = Cover(region, input);
    }

    /// <summary>What of the input the part covers.</summary>
    internal Box Covered => _covered;

    /// <summary>How many numbers the input has.</summary>
    public int Length => Channels * _input.Width * _input.Height;

    /// <summary>The numbers of the input, in an array that is the caller's.</summary>
    public float[] Fill(BgrImage image)
    {
        float[] pixels = new float[Length];
        Fill(image, pixels);
        return pixels;
    }

    /// <summary>The numbers of the input: (1, 3, H, W), or (1, H, W, 3) where its channels come last.</summary>
    /// <param name="image">The picture of which the part is one.</param>
    /// <param name="target">At least <see cref="Length"/> numbers, whatever they were.</param>
    public void Fill(BgrImage image, Span<float> target)
    {
        // What covers the input pixel by pixel is read where it is; everything else is brought to its size first.
        target = target[..Length];
        Pad(target);
        ReadOnlySpan<byte> source = image.Pixels.AsSpan(((_region.Y * image.Width) + _region.X) * Channels);
        int stride = image.Width * Channels;
        if (_covered.Width == _region.Width && _covered.Height == _region.Height)
        {
            Convert(source, stride, target);
            return;
        }

        int row = _covered.Width * Channels;
        byte[] scaled = ArrayPool<byte>.Shared.Rent(row * _covered.Height);

        // Without smoothing, pixel centres aligned: what cv2.resize does, with which these networks were trained.
        PictureScaler.Sample(
            source,
            _region.Width,
            _region.Height,
            stride,
            new SampledPart(0, 0, _region.Width, _region.Height),
            scaled,
            _covered.Width,
            _covered.Height,
            row
        );
        Convert(scaled, row, target);
        ArrayPool<byte>.Shared.Return(scaled);
    }

    /// <summary>
    /// A box of the network in whole pixels of the picture, clipped to the part; empty where it lies outside.
    /// </summary>
    public Box ToPicture(NetworkBox box)
    {
        int left = Clip(InRegionX(box.Left), _region.Width);
        int top = Clip(InRegionY(box.Top), _region.Height);
        int right = Clip(InRegionX(box.Right), _region.Width);
        int bottom = Clip(InRegionY(box.Bottom), _region.Height);
        return right > left && bottom > top
            ? new Box(_region.X + left, _region.Y + top, right - left, bottom - top)
            : default;
    }

    /// <summary>Where the whole input lies in the picture, what is no picture of it included.</summary>
    public RealBox InputInPicture
    {
        get
        {
            Point corner = ToPicture(new Point(0, 0));
            Point end = ToPicture(new Point(_input.Width, _input.Height));
            return RealBox.FromCorner(corner.X, corner.Y, end.X - corner.X, end.Y - corner.Y);
        }
    }

    /// <summary>A place of the network in pixels of the picture.</summary>
    public Point ToPicture(Point place) => new(_region.X + InRegionX(place.X), _region.Y + InRegionY(place.Y));

    /// <summary>Places of the network in pixels of the picture.</summary>
    public FaceLandmarks ToPicture(FaceLandmarks landmarks) =>
        FaceLandmarks.Of(Array.ConvertAll(landmarks.ToArray(), ToPicture));

    // As the makers of most networks do: the scale is that of the side that fills the input, the other one is rounded.
    private static Box Cover(Box region, NetworkInput input)
    {
        if (input.Pixels.Fit == InputFit.Stretched)
        {
            return new Box(0, 0, input.Width, input.Height);
        }

        double scale = Math.Min((double)input.Width / region.Width, (double)input.Height / region.Height);
        int width = Math.Clamp((int)Math.Round(region.Width * scale), 1, input.Width);
        int height = Math.Clamp((int)Math.Round(region.Height * scale), 1, input.Height);
        return input.Pixels.Fit == InputFit.Centred
            ? new Box((input.Width - width) / 2, (input.Height - height) / 2, width, height)
            : new Box(0, 0, width, height);
    }

    private double InRegionX(double x) => (x - _covered.X) * _region.Width / _covered.Width;

    private double InRegionY(double y) => (y - _covered.Y) * _region.Height / _covered.Height;

    private static int Clip(double position, int length) =>
        double.IsNaN(position) ? 0 : (int)Math.Round(Math.Clamp(position, 0, length));

    private void Convert(ReadOnlySpan<byte> source, int stride, Span<float> target)
    {
        PixelForm form = _input.Pixels;
        int plane = _input.Width * _input.Height;

        // Of each byte of a pixel, which is blue, green and red, whatever the network's first channel is.
        (int blue, int red) = form.IsRgb ? (2, 0) : (0, 2);
        ReadOnlySpan<float> means = [form.Mean[blue], form.Mean[1], form.Mean[red]];
        ReadOnlySpan<float> scales = [form.Scale[blue], form.Scale[1], form.Scale[red]];
        for (int y = 0; y < _covered.Height; y++)
        {
            ReadOnlySpan<byte> row = source.Slice(y * stride, _covered.Width * Channels);
            int start = ((_covered.Y + y) * _input.Width) + _covered.X;
            if (_input.IsChannelsLast)
            {
                PicturePlanes.Convert(row, form.Mean, form.Scale, form.IsRgb, target[(start * Channels)..]);
            }
            else
            {
                PicturePlanes.Split(
                    row,
                    means,
                    scales,
                    target[((blue * plane) + start)..],
                    target[(plane + start)..],
                    target[((red * plane) + start)..]
                );
            }
        }
    }

    /// <summary>Fills what no picture covers: above and below, to the left and to the right.</summary>
    private void Pad(Span<float> target)
    {
        (int width, int height) = (_input.Width, _input.Height);
        PadRows(target, 0, _covered.Y, 0, width);
        PadRows(target, _covered.Bottom, height, 0, width);
        PadRows(target, _covered.Y, _covered.Bottom, 0, _covered.X);
        PadRows(target, _covered.Y, _covered.Bottom, _covered.Right, width);
    }

    private void PadRows(Span<float> target, int top, int bottom, int left, int right)
    {
        int plane = _input.Width * _input.Height;
        for (int y = top; y < bottom && left < right; y++)
        {
            for (int channel = 0; channel < Channels; channel++)
            {
                float value = (_input.Pixels.Padding - _input.Pixels.Mean[channel]) * _input.Pixels.Scale[channel];
                int start = (y * _input.Width) + left;
                if (!_input.IsChannelsLast)
                {
                    target.Slice((channel * plane) + start, right - left).Fill(value);
                    continue;
                }

                for (int i = 0; i < right - left; i++)
                {
                    target[((start + i) * Channels) + channel] = value;
                }
            }
        }
    }
}
