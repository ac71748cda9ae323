// Zeiler and Fergus, Visualizing and Understanding Convolutional Networks, ECCV 2014, section 4.2.

using Spotter.Media;
using Spotter.Media.Pictures;
using Spotter.Networks;
using Spotter.Vision;
using Spotter.Vision.Images;
using Spotter.Workshop.Classifiers;
using Spotter.Workshop.Explaining;

namespace Spotter.Studio.Explaining;

/// <summary>
/// What the answer of any model rests on, found out from outside: a gray patch covers one place after another, and the
/// more the score falls, the more it rests on what was there.
/// </summary>
internal static class Covering
{
    private const string Found = "found.png";
    private const string Reasons = "reasons.png";
    private const int Places = 10;
    private const int Widest = 480;
    private const int LeastSide = 320;
    private const double PatchShare = 0.3;
    private const double MarginShare = 0.4;
    private const double SameFind = 0.3;
    private const byte Gray = 114;

    // Of what falls less than this nothing is made more than it is.
    private const double LeastFall = 0.05;

    /// <summary>Draws what a detector found, and what the surest find rests on.</summary>
    public static void Write(IDetector detector, string folder, ExplainOptions options, CancellationToken stop)
    {
        BgrImage picture = Picture.Load(options.Picture!, options.Loading).Bgr.LimitWidth(Widest);
        IReadOnlyList<Detection> found = detector.Detect(new Frame(picture), options.Detection, stop);
        Save(folder, Found, picture.DrawCopy(found));
        if (found.Count == 0)
        {
            return;
        }

        Detection best = found[0];
        int margin = (int)(MarginShare * Math.Max(best.Box.Width, best.Box.Height));
        Box region = new Box(
            best.Box.X - margin,
            best.Box.Y - margin,
            best.Box.Width + 2 * margin,
            best.Box.Height + 2 * margin
        ).Intersect(new Box(0, 0, picture.Width, picture.Height));
        double[] falls = Falls(picture, region, best.Score, ScoreOf, stop);
        Save(folder, Reasons, Heat(picture.Crop(region), falls));

        double ScoreOf(BgrImage covered) =>
            detector
                .Detect(new Frame(covered), options.Detection, stop)
                .Where(again => again.Box.IntersectionOverUnion(best.Box) > SameFind)
                .Select(static again => again.Score)
                .DefaultIfEmpty(0)
                .Max();
    }

    /// <summary>Draws what a classifier's answer rests on.</summary>
    public static void Write(ImageClassifier classifier, string folder, ExplainOptions options, CancellationToken stop)
    {
        BgrImage picture = PictureFit.Fit(Picture.Load(options.Picture!, options.Loading).Bgr, classifier, false);
        string answer = classifier.Classify(picture)[0].ClassName;
        double[] falls = Falls(
            picture,
            new Box(0, 0, picture.Width, picture.Height),
            Probability(picture),
            Probability,
            stop
        );
        Save(folder, Reasons, Heat(picture, falls));

        double Probability(BgrImage of) =>
            classifier.Classify(of).First(score => score.ClassName == answer).Probability;
    }

    private static double[] Falls(
        BgrImage picture,
        Box region,
        double score,
        Func<BgrImage, double> scoreOf,
        CancellationToken stop
    )
    {
        var falls = new double[Places * Places];
        int patch = Math.Max(2, (int)(PatchShare * Math.Max(region.Width, region.Height)));
        for (int i = 0; i < falls.Length; i++)
        {
            stop.ThrowIfCancellationRequested();
            var covered = new BgrImage(picture.Width, picture.Height);
            picture.Pixels.AsSpan(0, picture.Width * picture.Height * 3).CopyTo(covered.Pixels);
            double x = region.X + (i % Places + 0.5) * region.Width / Places;
            double y = region.Y + (i / Places + 0.5) * region.Height / Places;
            Box place = new Box((int)(x - patch / 2.0), (int)(y - patch / 2.0), patch, patch).Intersect(
                new Box(0, 0, picture.Width, picture.Height)
            );
            for (int row = place.Y; row < place.Bottom; row++)
            {
                covered.Pixels.AsSpan((row * picture.Width + place.X) * 3, place.Width * 3).Fill(Gray);
            }

            falls[i] = Math.Max(0, score - scoreOf(covered));
        }

        double most = Math.Max(falls.Max(), Math.Max(LeastFall * Math.Abs(score), double.Epsilon));
        return Array.ConvertAll(falls, fall => fall / most);
    }

    // From violet over teal to yellow, over the picture in gray.
    private static BgrImage Heat(BgrImage picture, double[] falls)
    {
        double larger = Math.Max(1, LeastSide / (double)Math.Max(picture.Width, picture.Height));
        BgrImage drawn = picture.Resize((int)(picture.Width * larger), (int)(picture.Height * larger));
        for (int y = 0; y < drawn.Height; y++)
        {
            for (int x = 0; x < drawn.Width; x++)
            {
                double fall = At(falls, (x + 0.5) / drawn.Width, (y + 0.5) / drawn.Height);
                Span<byte> pixel = drawn.Pixels.AsSpan((y * drawn.Width + x) * 3, 3);
                double gray = (pixel[0] * 29 + pixel[1] * 150 + pixel[2] * 77) / 256.0;
                pixel[0] = Mixed(gray, 84 + 60 * Math.Sin(Math.PI * fall) - 47 * fall);
                pixel[1] = Mixed(gray, 1 + 230 * fall);
                pixel[2] = Mixed(gray, fall < 0.5 ? 68 - 72 * fall : 32 + 442 * (fall - 0.5));
            }
        }

        return drawn;

        static byte Mixed(double gray, double color) => (byte)Math.Clamp(0.45 * gray + 0.55 * color, 0, 255);
    }

    private static double At(double[] falls, double x, double y)
    {
        double column = Math.Clamp(x * Places - 0.5, 0, Places - 1);
        double row = Math.Clamp(y * Places - 0.5, 0, Places - 1);
        (int left, int top) = (Math.Min((int)column, Places - 2), Math.Min((int)row, Places - 2));
        (double across, double down) = (column - left, row - top);
        double above = falls[top * Places + left] * (1 - across) + falls[top * Places + left + 1] * across;
        double below = falls[(top + 1) * Places + left] * (1 - across) + falls[(top + 1) * Places + left + 1] * across;
        return above * (1 - down) + below * down;
    }

    private static void Save(string folder, string name, BgrImage picture) =>
        File.WriteAllBytes(Path.Combine(folder, name), picture.Encode(PictureFormat.Png));
}
