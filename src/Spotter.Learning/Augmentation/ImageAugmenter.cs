using Spotter.Networks;
using Spotter.Networks.Layers;
using Spotter.Vision.Images;

namespace Spotter.Learning.Augmentation;

/// <summary>
/// Draws the changes for a picture and applies them: one bilinear resampling, then light, then the rectangle.
/// </summary>
internal sealed class ImageAugmenter(ImageAugmentation options, TensorShape shape)
{
    public void Apply(ReadOnlySpan<byte> source, Span<byte> target, RandomStream random)
    {
        Transform transform = Draw(ref random);
        if (transform.IsIdentity)
        {
            source.CopyTo(target);
        }
        else if (transform.MovesWholePixels)
        {
            Move(source, target, transform);
        }
        else
        {
            Resample(source, target, transform);
        }

        if (options.Brightness > 0 || options.Contrast > 0)
        {
            ChangeLight(target, ref random);
        }

        if (options.EraseChance > 0 && random.NextDouble() < options.EraseChance)
        {
            Erase(target, ref random);
        }
    }

    // The transform maps positions of the target, measured from the centre, to positions of the source.
    private Transform Draw(ref RandomStream random)
    {
        double mirrorX = options.FlipHorizontally && (random.Next() & 1) != 0 ? -1 : 1;
        double mirrorY = options.FlipVertically && (random.Next() & 1) != 0 ? -1 : 1;
        double angle = random.NextDouble(-options.RotationDegrees, options.RotationDegrees) * (Math.PI / 180);
        double scale = random.NextDouble(1 - options.Scale, 1 + options.Scale);
        double kept = 1 - options.Crop * random.NextDouble();
        double zoom = kept / scale;
        double cropX = random.NextDouble(-0.5, 0.5) * (1 - kept) * shape.Width;
        double cropY = random.NextDouble(-0.5, 0.5) * (1 - kept) * shape.Height;
        double shiftX = random.NextDouble(-options.Shift, options.Shift) * shape.Width;
        double shiftY = random.NextDouble(-options.Shift, options.Shift) * shape.Height;
        if (options is { RotationDegrees: 0, Scale: 0, Crop: 0 })
        {
            // Whole pixels keep the picture sharp where nothing else changes it.
            return new Transform(mirrorX, 0, 0, mirrorY, Math.Round(shiftX), Math.Round(shiftY));
        }

        (double sin, double cos) = Math.SinCos(angle);
        return new Transform(
            zoom * cos * mirrorX,
            zoom * sin * mirrorX,
            -zoom * sin * mirrorY,
            zoom * cos * mirrorY,
            cropX + shiftX,
            cropY + shiftY
        );
    }

    private void Move(ReadOnlySpan<byte> source, Span<byte> target, Transform transform)
    {
        int channels = shape.Channels;
        for (int y = 0; y < shape.Height; y++)
        {
            int fromY = (transform.YY < 0 ? shape.Height - 1 - y : y) + (int)transform.ShiftY;
            for (int x = 0; x < shape.Width; x++)
            {
                int fromX = (transform.XX < 0 ? shape.Width - 1 - x : x) + (int)transform.ShiftX;
                Span<byte> pixel = target.Slice((y * shape.Width + x) * channels, channels);
                if (options.RepeatEdges)
                {
                    (fromX, fromY) = (Math.Clamp(fromX, 0, shape.Width - 1), Math.Clamp(fromY, 0, shape.Height - 1));
                }

                if ((uint)fromX < (uint)shape.Width && (uint)fromY < (uint)shape.Height)
                {
                    source.Slice((fromY * shape.Width + fromX) * channels, channels).CopyTo(pixel);
                }
                else
                {
                    pixel.Fill(options.Fill);
                }
            }
        }
    }

    private void Resample(ReadOnlySpan<byte> source, Span<byte> target, Transform transform)
    {
        double centreX = (shape.Width - 1) / 2.0;
        double centreY = (shape.Height - 1) / 2.0;
        for (int y = 0; y < shape.Height; y++)
        {
            for (int x = 0; x < shape.Width; x++)
            {
                double fromX = transform.XX * (x - centreX) + transform.XY * (y - centreY) + transform.ShiftX + centreX;
                double fromY = transform.YX * (x - centreX) + transform.YY * (y - centreY) + transform.ShiftY + centreY;
                Sample(source, fromX, fromY, target.Slice((y * shape.Width + x) * shape.Channels, shape.Channels));
            }
        }
    }

    private void Sample(ReadOnlySpan<byte> source, double x, double y, Span<byte> pixel)
    {
        LinearTap across = Between(x);
        LinearTap down = Between(y);
        for (int channel = 0; channel < pixel.Length; channel++)
        {
            double gray = down.Share(
                across.Share(
                    At(source, across.First, down.First, channel),
                    At(source, across.Second, down.First, channel)
                ),
                across.Share(
                    At(source, across.First, down.Second, channel),
                    At(source, across.Second, down.Second, channel)
                )
            );
            pixel[channel] = (byte)(gray + 0.5);
        }
    }

    // Also outside the picture: what goes on there is for options to say.
    private static LinearTap Between(double position)
    {
        int first = (int)Math.Floor(position);
        return new LinearTap(first, first + 1, position - first);
    }

    private byte At(ReadOnlySpan<byte> source, int x, int y, int channel)
    {
        if (options.RepeatEdges)
        {
            (x, y) = (Math.Clamp(x, 0, shape.Width - 1), Math.Clamp(y, 0, shape.Height - 1));
        }

        return (uint)x < (uint)shape.Width && (uint)y < (uint)shape.Height
            ? source[(y * shape.Width + x) * shape.Channels + channel]
            : options.Fill;
    }

    private void ChangeLight(Span<byte> target, ref RandomStream random)
    {
        const double MidGray = 127.5;
        double factor = random.NextDouble(1 - options.Contrast, 1 + options.Contrast);
        double shift = random.NextDouble(-options.Brightness, options.Brightness) * byte.MaxValue;
        foreach (ref byte value in target)
        {
            value = (byte)(Math.Clamp((value - MidGray) * factor + MidGray + shift, 0, byte.MaxValue) + 0.5);
        }
    }

    private void Erase(Span<byte> target, ref RandomStream random)
    {
        double area = random.NextDouble(0.02, Math.Max(0.02, options.EraseArea)) * shape.Height * shape.Width;
        double ratio = Math.Exp(random.NextDouble(-1, 1));
        int height = Math.Clamp((int)Math.Round(Math.Sqrt(area * ratio)), 1, shape.Height);
        int width = Math.Clamp((int)Math.Round(Math.Sqrt(area / ratio)), 1, shape.Width);
        int top = random.NextInt(shape.Height - height + 1);
        int left = random.NextInt(shape.Width - width + 1);
        for (int y = top; y < top + height; y++)
        {
            target.Slice((y * shape.Width + left) * shape.Channels, width * shape.Channels).Fill(options.Fill);
        }
    }

    private readonly record struct Transform(double XX, double XY, double YX, double YY, double ShiftX, double ShiftY)
    {
        public bool IsIdentity => this == new Transform(1, 0, 0, 1, 0, 0);

        public bool MovesWholePixels =>
            Math.Abs(XX) == 1
            && Math.Abs(YY) == 1
            && XY == 0
            && YX == 0
            && ShiftX == Math.Round(ShiftX)
            && ShiftY == Math.Round(ShiftY);
    }
}
