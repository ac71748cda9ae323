using System.Globalization;
using SkiaSharp;
using Spotter.Media;
using Spotter.Media.Drawing;
using Spotter.Media.Pictures;
using Spotter.Vision;
using Spotter.Vision.Cascades;
using Spotter.Vision.Images;

namespace Spotter.Workshop.Explaining;

/// <summary>
/// Draws a cascade's window onto a picture, with a feature of the stage that decided about it: in its place, and larger
/// in a corner.
/// </summary>
internal sealed class WindowPainter(CascadeModel model, BgrImage picture) : IDisposable
{
    // The part of the picture's shorter side that the enlarged window takes.
    private const double CornerPart = 0.3;
    private const int Margin = 8;

    private readonly Dictionary<int, SKImage> _features = [];
    private readonly int[][] _byStage =
    [
        .. model.Stages.ToArray().Select(stage => StageFeatures.ByVotes(model, stage)),
    ];

    /// <param name="image">Changed in place.</param>
    /// <param name="box">The window, in pixels of the picture.</param>
    /// <param name="passed">How many stages it passed; below 0 where none looked at it.</param>
    /// <param name="moment">Which of the stage's features is shown: one after another.</param>
    public void Paint(BgrImage image, Box box, int passed, int moment)
    {
        int stages = model.Stages.Length;
        string text =
            string.Create(CultureInfo.InvariantCulture, $"{box.Width}x{box.Height}: ")
            + (
                passed < 0 ? "too flat"
                : passed == stages ? "passed all stages"
                : string.Create(CultureInfo.InvariantCulture, $"rejected in stage {passed + 1} of {stages}")
            );
        SKColor color = DepthColors.At((double)Math.Max(passed, 0) / stages);
        int[] features = _byStage[Math.Clamp(passed, 0, stages - 1)];
        SKImage? feature = passed < 0 ? null : FeatureOf(features[moment % Math.Min(features.Length, 6)]);
        using (RegionCanvas canvas = RegionCanvas.Rent())
        {
            Box corner = CornerFor(box);
            Enlarge(image, box, corner);
            foreach (Box place in (Box[])[box, corner])
            {
                Lay(canvas, image, place, feature);
            }

            new Annotator(new AnnotatorOptions { Color = DrawColor.FromRgb(color.Red, color.Green, color.Blue) }).Draw(
                image,
                [new Detection(corner, 0, "")]
            );
        }

        new Annotator(
            new AnnotatorOptions
            {
                Color = DrawColor.FromRgb(color.Red, color.Green, color.Blue),
                Label = LabelTemplate.Parse("{label}"),
            }
        ).Draw(image, [new Detection(box, 0, text)]);
    }

    public void Dispose()
    {
        foreach (SKImage image in _features.Values)
        {
            image.Dispose();
        }
    }

    private static void Lay(RegionCanvas canvas, BgrImage image, Box place, SKImage? feature)
    {
        if (feature is not null)
        {
            canvas.Draw(image, place, (place, feature), static (canvas, paint, state) =>
            {
                paint.Color = SKColors.White;
                canvas.DrawImage(
                    state.feature,
                    new SKRect(state.place.X, state.place.Y, state.place.Right, state.place.Bottom),
                    new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear),
                    paint
                );
            });
        }
    }

    private void Enlarge(BgrImage image, Box box, Box corner)
    {
        Box part = box.Intersect(new Box(0, 0, picture.Width, picture.Height));
        if (part.IsEmpty)
        {
            return;
        }

        BgrImage large = picture.Crop(part).Resize(corner.Width, corner.Height);
        PictureGeometry.Paste(image, large, corner.X, corner.Y);
    }

    // Top right, or top left where the window itself is there.
    private Box CornerFor(Box box)
    {
        int height = Math.Max(1, (int)(CornerPart * Math.Min(picture.Width, picture.Height)));
        int width = Math.Clamp(height * model.WindowSize.Width / model.WindowSize.Height, 1, picture.Width);
        int margin = Math.Min(Margin, Math.Min(picture.Width - width, picture.Height - height));
        var right = new Box(picture.Width - width - margin, margin, width, height);
        return right.Intersect(box).IsEmpty ? right : right with { X = margin };
    }

    private SKImage FeatureOf(int feature)
    {
        if (!_features.TryGetValue(feature, out SKImage? image))
        {
            using SKBitmap bitmap = FeatureBitmap.Of(model, feature);
            image = SKImage.FromBitmap(bitmap);
            _features[feature] = image;
        }

        return image;
    }
}
