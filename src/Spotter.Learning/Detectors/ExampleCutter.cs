using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Learning.Detectors;

/// <summary>
/// Makes pictures small enough to keep many of them, the way the engine makes pictures small: gray, bilinear and
/// without smoothing. What is learned then looks like what a search will see.
/// </summary>
public static class ExampleCutter
{
    // Room for small shifts and turns, and for trainers that look around the object.
    private const double Margin = 0.3;

    /// <summary>Cuts an object out with some of what is around it.</summary>
    /// <param name="name">What messages call it.</param>
    /// <param name="picture">The whole picture.</param>
    /// <param name="box">The object, inside the picture.</param>
    /// <param name="longestSide">The longer side of the object in the example, at most, in pixels.</param>
    /// <exception cref="ArgumentException">The box reaches outside the picture.</exception>
    public static ObjectExample Cut(string name, Frame picture, Box box, int longestSide)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var all = new Box(0, 0, picture.Width, picture.Height);
        if (box.IsEmpty || !all.Contains(box))
        {
            throw new ArgumentException(
                $"box {box} reaches outside the {picture.Width}x{picture.Height} picture",
                nameof(box)
            );
        }

        Box part = box == all ? all : box.Inflate(Margin).Intersect(all);
        double factor = Math.Max((double)Math.Max(box.Width, box.Height) / longestSide, 1);
        (Frame frame, double x, double y) = Reduce(picture, part, factor);
        if (part == box)
        {
            return new ObjectExample(name, frame, new Box(0, 0, frame.Width, frame.Height));
        }

        int left = (int)Math.Round((box.X - part.X) / x);
        int top = (int)Math.Round((box.Y - part.Y) / y);
        int right = Math.Clamp((int)Math.Round((box.Right - part.X) / x), left + 1, frame.Width);
        int bottom = Math.Clamp((int)Math.Round((box.Bottom - part.Y) / y), top + 1, frame.Height);
        return new ObjectExample(name, frame, new Box(left, top, right - left, bottom - top));
    }

    /// <summary>Makes a scene small.</summary>
    /// <param name="scene">The scene as it is.</param>
    /// <param name="longestSide">Its longer side, at most, in pixels.</param>
    public static Scene Reduce(Scene scene, int longestSide)
    {
        ArgumentNullException.ThrowIfNull(scene);
        Frame frame = scene.Frame;
        double factor = Math.Max((double)Math.Max(frame.Width, frame.Height) / longestSide, 1);
        (Frame reduced, double x, double y) = Reduce(frame, new Box(0, 0, frame.Width, frame.Height), factor);
        Box[] objects =
        [
            .. scene.Objects.Select(box => new Box(
                (int)Math.Round(box.X / x),
                (int)Math.Round(box.Y / y),
                (int)Math.Ceiling(box.Width / x),
                (int)Math.Ceiling(box.Height / y)
            )),
        ];
        return new Scene(scene.Name, reduced, objects);
    }

    private static (Frame Frame, double StepX, double StepY) Reduce(Frame source, Box part, double factor)
    {
        int width = Math.Max((int)Math.Round(part.Width / factor), 1);
        int height = Math.Max((int)Math.Round(part.Height / factor), 1);
        var grid = new Grid(part, width, height);
        var frame = new Frame(new GrayImage(grid.Sample(source.Gray.Pixels, source.Width), width, height));
        return (frame, (double)part.Width / width, (double)part.Height / height);
    }

    // Pixels of a part of a picture at evenly spaced places.
    private sealed class Grid(Box part, int width, int height)
    {
        public byte[] Sample(byte[] pixels, int pixelsARow)
        {
            byte[] result = new byte[width * height];
            for (int y = 0; y < height; y++)
            {
                (int top, int bottom, float down) = Neighbours(y, height, part.Height);
                ReadOnlySpan<byte> above = pixels.AsSpan(((part.Y + top) * pixelsARow) + part.X);
                ReadOnlySpan<byte> below = pixels.AsSpan(((part.Y + bottom) * pixelsARow) + part.X);
                for (int x = 0; x < width; x++)
                {
                    (int left, int right, float across) = Neighbours(x, width, part.Width);
                    float a = Between(above[left], above[right], across);
                    float b = Between(below[left], below[right], across);
                    result[(y * width) + x] = (byte)(Between(a, b, down) + 0.5f);
                }
            }

            return result;
        }

        private static (int First, int Second, float Weight) Neighbours(int target, int targets, int sources)
        {
            float position = Math.Clamp(((target + 0.5f) * sources / targets) - 0.5f, 0, sources - 1);
            int first = (int)position;
            return (first, Math.Min(first + 1, sources - 1), position - first);
        }

        private static float Between(float a, float b, float weight) => a + ((b - a) * weight);
    }
}
