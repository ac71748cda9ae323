using Spotter.Onnx.Decoders;
using Spotter.Vision;
using Spotter.Vision.Images;

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

    /// <summary>The numbers of the input: (1, 3, H, W), or (1, H, W, 3) where its channels come last.</summary>
    public float[] Fill(BgrImage image)
    {
        PixelForm form = _input.Pixels;
        int plane = _input.Width * _input.Height;
        (int nextPixel, int nextChannel) = _input.IsChannelsLast ? (Channels, 1) : (1, plane);
        float[] pixels = new float[Channels * plane];
        if (_covered.Width * _covered.Height < plane)
        {
            for (int i = 0; i < pixels.Length; i++)
            {
                pixels[i] = Normalize(form.Padding, _input.IsChannelsLast ? i % Channels : i / plane);
            }
        }

        LinearTap[] columns = Taps(_region.Width, _covered.Width);
        LinearTap[] rows = Taps(_region.Height, _covered.Height);
        for (int y = 0; y < _covered.Height; y++)
        {
            ReadOnlySpan<byte> upper = Row(image, rows[y].First);
            ReadOnlySpan<byte> lower = Row(image, rows[y].Second);
            int start = (((_covered.Y + y) * _input.Width) + _covered.X) * nextPixel;
            for (int x = 0; x < _covered.Width; x++)
            {
                int left = columns[x].First * Channels;
                int right = columns[x].Second * Channels;
                for (int channel = 0; channel < Channels; channel++)
                {
                    double top = columns[x].Mix(upper[left + channel], upper[right + channel]);
                    double bottom = columns[x].Mix(lower[left + channel], lower[right + channel]);
                    int target = form.IsRgb ? Channels - 1 - channel : channel;
                    pixels[start + (x * nextPixel) + (target * nextChannel)] = Normalize(
                        (float)rows[y].Mix(top, bottom),
                        target
                    );
                }
            }
        }

        return pixels;
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

    private float Normalize(float value, int channel) =>
        (value - _input.Pixels.Mean[channel]) * _input.Pixels.Scale[channel];

    // A row of the part.
    private ReadOnlySpan<byte> Row(BgrImage image, int y) =>
        image.Pixels.AsSpan((((_region.Y + y) * image.Width) + _region.X) * Channels, _region.Width * Channels);

    // Without smoothing, pixel centres aligned: what cv2.resize does, with which these networks were trained.
    private static LinearTap[] Taps(int length, int targetLength)
    {
        var taps = new LinearTap[targetLength];
        for (int i = 0; i < targetLength; i++)
        {
            taps[i] = LinearTap.Resized(i, length, targetLength);
        }

        return taps;
    }
}
