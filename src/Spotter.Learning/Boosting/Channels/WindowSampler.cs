using Spotter.Vision;
using Spotter.Vision.Channels;
using Spotter.Vision.Images;

namespace Spotter.Learning.Boosting.Channels;

/// <summary>Turns crops and scenes into windows of cells. Belongs to one thread.</summary>
internal sealed class WindowSampler
{
    // Cells around the window that smoothing and the evening out of gradients read.
    private const int Border = 2;

    private readonly ChannelTrainingOptions _options;
    private readonly WindowChannels _channels;
    private readonly GrayImage _picture;

    public WindowSampler(ChannelTrainingOptions options)
    {
        _options = options;
        _channels = new WindowChannels(options.Geometry);
        BoxSize size = _channels.PictureSize(Border);
        _picture = new GrayImage(size.Width, size.Height);
    }

    public int Length => _channels.Length;

    /// <summary>A variant of a crop; variant 0 is the crop as it is, variant 1 its mirror image.</summary>
    public void Crop(GrayImage crop, int index, int variant, Span<sbyte> target)
    {
        BoxSize window = _options.Geometry.WindowSize;
        double width = _options.WindowInCrop.Width * crop.Width;
        double height = _options.WindowInCrop.Height * crop.Height;
        var warp = new CropWarp(
            (_options.WindowInCrop.X * crop.Width) + (width / 2),
            (_options.WindowInCrop.Y * crop.Height) + (height / 2),
            width / window.Width,
            height / window.Height);
        Draw(crop, Jitter(warp, index, variant), target);
    }

    /// <summary>A window anywhere in a scene, of any size that fits.</summary>
    public void Scene(GrayImage scene, int index, Span<sbyte> target)
    {
        var random = new RandomStream(_options.Seed, index, SceneStream);
        BoxSize window = _options.Geometry.WindowSize;
        double largest = Math.Min((double)scene.Width / window.Width, (double)scene.Height / window.Height);
        double smallest = Math.Min(0.7, largest);
        double step = smallest * Math.Pow(largest / smallest, random.NextDouble());
        double width = step * window.Width;
        double height = step * window.Height;
        var warp = new CropWarp(
            (width / 2) + (random.NextDouble() * (scene.Width - width)),
            (height / 2) + (random.NextDouble() * (scene.Height - height)),
            step,
            step) { IsFlipped = random.NextInt(2) == 1 };
        Draw(scene, warp, target);
    }

    private const long SceneStream = 0x5CE7E;

    private const long JitterStream = 0x11773;

    private void Draw(GrayImage source, in CropWarp warp, Span<sbyte> target)
    {
        warp.Draw(source, _picture);
        _channels.Compute(_picture.View, Border, target);
    }

    private CropWarp Jitter(CropWarp warp, int index, int variant)
    {
        CropJitter jitter = _options.Jitter;
        if (variant == 0 || (variant == 1 && jitter.Flips))
        {
            return warp with { IsFlipped = variant == 1 };
        }

        var random = new RandomStream(_options.Seed, index, JitterStream + variant);
        BoxSize window = _options.Geometry.WindowSize;
        double size = 1 + random.NextDouble(-jitter.Scale, jitter.Scale);
        double stretch = 1 + random.NextDouble(-jitter.Stretch, jitter.Stretch);
        return new CropWarp(
            warp.CenterX + (random.NextDouble(-jitter.Shift, jitter.Shift) * window.Width * warp.StepX),
            warp.CenterY + (random.NextDouble(-jitter.Shift, jitter.Shift) * window.Height * warp.StepY),
            warp.StepX * size * stretch,
            warp.StepY * size / stretch)
        {
            Rotation = random.NextDouble(-jitter.Rotation, jitter.Rotation),
            IsFlipped = jitter.Flips && random.NextInt(2) == 1,
            Contrast = Math.Exp(random.NextDouble(-jitter.Contrast, jitter.Contrast)),
            Brightness = random.NextDouble(-jitter.Brightness, jitter.Brightness),
            IsBlurred = random.NextDouble() < jitter.Blurred,
        };
    }
}
