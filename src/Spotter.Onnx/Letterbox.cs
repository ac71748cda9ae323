using Spotter.Onnx.Decoders;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Onnx;

/// <summary>
/// Fits a part of a picture into a network's input, top left, in its own proportions; the rest is black.
/// </summary>
internal sealed class Letterbox
{
    private const int Channels = 3;

    private readonly Box _region;
    private readonly NetworkInput _input;
    private readonly double _scale;

    /// <param name="region">The part, inside the picture and not empty.</param>
    /// <param name="input">What the network takes.</param>
    public Letterbox(Box region, NetworkInput input)
    {
        _region = region;
        _input = input;
        _scale = Math.Min((double)input.Width / region.Width, (double)input.Height / region.Height);
    }

    /// <summary>The numbers of the input: (1, 3, H, W).</summary>
    public float[] Fill(BgrImage image)
    {
        int width = Math.Clamp((int)Math.Round(_region.Width * _scale), 1, _input.Width);
        int height = Math.Clamp((int)Math.Round(_region.Height * _scale), 1, _input.Height);
        int plane = _input.Width * _input.Height;
        float[] pixels = new float[Channels * plane];
        for (int channel = 0; channel < Channels; channel++)
        {
            pixels.AsSpan(channel * plane, plane).Fill(Normalize(0, channel));
        }

        LinearTap[] columns = Taps(_region.Width, width);
        LinearTap[] rows = Taps(_region.Height, height);
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<byte> upper = Row(image, rows[y].First);
            ReadOnlySpan<byte> lower = Row(image, rows[y].Second);
            for (int x = 0; x < width; x++)
            {
                int left = columns[x].First * Channels;
                int right = columns[x].Second * Channels;
                for (int channel = 0; channel < Channels; channel++)
                {
                    double top = columns[x].Mix(upper[left + channel], upper[right + channel]);
                    double bottom = columns[x].Mix(lower[left + channel], lower[right + channel]);
                    int target = _input.IsRgb ? Channels - 1 - channel : channel;
                    pixels[(target * plane) + (y * _input.Width) + x] = Normalize(
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
        int left = ToPicture(box.Left, _region.Width);
        int top = ToPicture(box.Top, _region.Height);
        int right = ToPicture(box.Right, _region.Width);
        int bottom = ToPicture(box.Bottom, _region.Height);
        return right > left && bottom > top
            ? new Box(_region.X + left, _region.Y + top, right - left, bottom - top)
            : default;
    }

    /// <summary>Places of the network in pixels of the picture.</summary>
    public FaceLandmarks ToPicture(FaceLandmarks landmarks) => landmarks.Transform(1 / _scale, _region.X, _region.Y);

    private int ToPicture(float position, int length) =>
        float.IsNaN(position) ? 0 : (int)Math.Round(Math.Clamp(position / _scale, 0, length));

    private float Normalize(float value, int channel) => (value - _input.Mean[channel]) * _input.Scale[channel];

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
