using Spotter.Learning.Detectors.Mining;
using Spotter.Networks;
using Spotter.Vision;
using Spotter.Vision.Channels;
using Spotter.Vision.Detectors;
using Spotter.Vision.Images;

namespace Spotter.Learning.Detectors.Channels;

/// <summary>Turns objects and scenes into windows of cells. Belongs to one thread.</summary>
internal sealed class WindowSampler
{
    // Cells around the window that smoothing and the evening out of gradients read.
    private const int Border = 2;

    private const long JitterStream = 0x11773;

    // Windows of scenes that are enlarged to the size of the window are blurred; a little of that is what searches see.
    private const double LargestEnlargement = 1.5;

    private readonly ChannelTrainingPlan _plan;
    private readonly ChannelTrainingOptions _options;
    private readonly WindowChannels _channels;
    private readonly GrayImage _picture;

    public WindowSampler(ChannelTrainingPlan plan, ChannelTrainingOptions options)
    {
        (_plan, _options) = (plan, options);
        _channels = new WindowChannels(plan.Geometry);
        BoxSize size = _channels.PictureSize(Border);
        _picture = new GrayImage(size.Width, size.Height);
    }

    public int Length => _channels.Length;

    /// <summary>A variant of an object; variant 0 is the object as it is, variant 1 its mirror image.</summary>
    public void Object(ObjectExample example, int index, int variant, Span<sbyte> target)
    {
        BoxSize window = _plan.Geometry.WindowSize;
        Box box = example.Box;
        RelativeRegion inWindow = _plan.ObjectInWindow;
        double width = box.Width / inWindow.Width;
        double height = box.Height / inWindow.Height;
        var warp = new CropWarp(
            box.X + ((0.5 - inWindow.X) * width),
            box.Y + ((0.5 - inWindow.Y) * height),
            width / window.Width,
            height / window.Height
        );
        Draw(example.Picture.Gray, Jitter(warp, box, index, variant), target);
    }

    /// <summary>A window anywhere in a scene, of any size that fits, that does not show one of its objects.</summary>
    /// <returns>False where chance found none.</returns>
    public bool Anywhere(Scene scene, ref RandomStream random, Span<sbyte> target)
    {
        GrayImage gray = scene.Frame.Gray;
        BoxSize window = _plan.Geometry.WindowSize;
        double largest = Math.Min((double)gray.Width / window.Width, (double)gray.Height / window.Height);
        double smallest = Math.Min(1 / LargestEnlargement, largest);
        double step = smallest * Math.Pow(largest / smallest, random.NextDouble());
        double width = step * window.Width;
        double height = step * window.Height;
        var warp = new CropWarp(
            (width / 2) + (random.NextDouble() * (gray.Width - width)),
            (height / 2) + (random.NextDouble() * (gray.Height - height)),
            step,
            step
        )
        {
            IsFlipped = random.NextInt(2) == 1,
        };
        var box = new Box(
            (int)(warp.CenterX - (width / 2)),
            (int)(warp.CenterY - (height / 2)),
            (int)width,
            (int)height
        );
        if (SceneObjects.Meets(scene, _plan.ObjectInWindow.Of(box)))
        {
            return false;
        }

        Draw(gray, warp, target);
        return true;
    }

    private void Draw(GrayImage source, in CropWarp warp, Span<sbyte> target)
    {
        warp.Draw(source, _picture);
        _channels.Compute(_picture.View, Border, target);
    }

    private CropWarp Jitter(CropWarp warp, Box box, int index, int variant)
    {
        ExampleJitter jitter = _options.Jitter;
        bool mirrors = _options.IsMirrored ?? true;
        if (variant == 0 || (variant == 1 && mirrors))
        {
            return warp with { IsFlipped = variant == 1 };
        }

        var random = new RandomStream(_options.Seed, index, JitterStream + variant);
        double size = 1 + random.NextDouble(-jitter.Scale, jitter.Scale);
        double stretch = 1 + random.NextDouble(-jitter.Stretch, jitter.Stretch);
        return new CropWarp(
            warp.CenterX + (random.NextDouble(-jitter.Shift, jitter.Shift) * box.Width),
            warp.CenterY + (random.NextDouble(-jitter.Shift, jitter.Shift) * box.Height),
            warp.StepX * size * stretch,
            warp.StepY * size / stretch
        )
        {
            Rotation = random.NextDouble(-jitter.Rotation, jitter.Rotation),
            IsFlipped = mirrors && random.NextInt(2) == 1,
            Contrast = Math.Exp(random.NextDouble(-jitter.Contrast, jitter.Contrast)),
            Brightness = random.NextDouble(-jitter.Brightness, jitter.Brightness),
            IsBlurred = random.NextDouble() < jitter.Blurred,
        };
    }
}
