// Zeiler and Fergus, Visualizing and Understanding Convolutional Networks, ECCV 2014, section 4.2.

using Spotter.Vision;
using Spotter.Vision.Images;
using Spotter.Vision.Networks;

namespace Spotter.Workshop.Explaining;

/// <summary>
/// What a find rests on: a gray patch covers one place after another around it, and the more the score falls, the more
/// the find rests on what was there.
/// </summary>
internal sealed class Occlusion
{
    /// <summary>Places a side of the part that is covered.</summary>
    public const int Places = 12;

    // Of the longer side of what was found: a mouth or both eyes. A quarter hides so little that scores hardly fall.
    private const double PatchShare = 1.0 / 3;

    // What is looked at reaches so far beyond the box on each side, in its longer sides.
    private const double MarginShare = 0.4;

    // A smaller part of the picture is searched faster, if it is scored about the same there.
    private const double MostDifference = 0.015;

    private readonly double[] _scores = new double[Places * Places];

    private Occlusion(double score, Box region, int patch)
    {
        Score = score;
        Region = region;
        Patch = patch;
    }

    /// <summary>The score while nothing is covered.</summary>
    public double Score { get; }

    /// <summary>The part around the find in which places were covered, in pixels of what went in.</summary>
    public Box Region { get; }

    /// <summary>The side of the patch, in pixels of what went in.</summary>
    public int Patch { get; }

    /// <summary>The lowest score with a patch anywhere.</summary>
    public double Lowest => _scores.Min();

    /// <summary>Covers all places, one after another.</summary>
    public static Occlusion Measure(NetworkTrace trace, in TracedFind find, CancellationToken cancellationToken)
    {
        SearchedPart part = trace.Part;
        CellBox cell = find.Cell;
        double side = Math.Max(cell.Right - cell.Left, cell.Bottom - cell.Top);
        double margin = side * MarginShare;
        Box region = Outward(cell, margin).Intersect(new Box(0, 0, part.Width, part.Height));
        Box place = Aligned(Outward(cell, margin + trace.Model.Step), trace);
        double score = trace.ScoreOf(find, trace.Pixels, place);
        if (Math.Abs(score - find.Detection.Score) > MostDifference)
        {
            place = new Box(0, 0, part.InputWidth, part.InputHeight);
            score = trace.ScoreOf(find, trace.Pixels, place);
        }

        var occlusion = new Occlusion(score, region, Math.Max(2, (int)Math.Round(side * PatchShare)));
        byte[] covered = [.. trace.Pixels];
        for (int i = 0; i < Places * Places; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Box patch = occlusion.PatchAt(i % Places, i / Places).Intersect(new Box(0, 0, part.Width, part.Height));
            for (int y = patch.Y; y < patch.Bottom; y++)
            {
                int start = ((y * part.InputWidth) + patch.X) * 3;
                covered.AsSpan(start, patch.Width * 3).Fill(InputPicture.Surroundings);
            }

            occlusion._scores[i] = trace.ScoreOf(find, covered, place);
            for (int y = patch.Y; y < patch.Bottom; y++)
            {
                int start = ((y * part.InputWidth) + patch.X) * 3;
                trace.Pixels.AsSpan(start, patch.Width * 3).CopyTo(covered.AsSpan(start));
            }
        }

        return occlusion;
    }

    /// <summary>Covers all places around something in a picture, one after another, whatever scores it.</summary>
    /// <param name="picture">What is looked at; it is as before afterwards.</param>
    /// <param name="find">What was found, in pixels of the picture.</param>
    /// <param name="scoreOf">The score of the find in a picture.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static Occlusion Measure(
        BgrImage picture,
        Box find,
        Func<BgrImage, double> scoreOf,
        CancellationToken cancellationToken
    )
    {
        int side = Math.Max(find.Width, find.Height);
        Box region = find.Inflate(MarginShare * side / Math.Max(1, Math.Min(find.Width, find.Height)));
        return Measure(picture, region, (int)Math.Round(side * PatchShare), scoreOf, cancellationToken);
    }

    /// <summary>Covers all places of a part of a picture, one after another.</summary>
    /// <param name="picture">What is looked at; it is as before afterwards.</param>
    /// <param name="region">The part; what lies beside the picture is left out.</param>
    /// <param name="patch">The side of what covers, in pixels.</param>
    /// <param name="scoreOf">The score in a picture.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static Occlusion Measure(
        BgrImage picture,
        Box region,
        int patch,
        Func<BgrImage, double> scoreOf,
        CancellationToken cancellationToken
    )
    {
        var all = new Box(0, 0, picture.Width, picture.Height);
        var occlusion = new Occlusion(scoreOf(picture), region.Intersect(all), Math.Max(2, patch));
        var covered = new BgrImage([.. picture.Pixels], picture.Width, picture.Height);
        for (int i = 0; i < Places * Places; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Box place = occlusion.PatchAt(i % Places, i / Places).Intersect(all);
            for (int y = place.Y; y < place.Bottom; y++)
            {
                covered
                    .Pixels.AsSpan(((y * picture.Width) + place.X) * 3, place.Width * 3)
                    .Fill(InputPicture.Surroundings);
            }

            occlusion._scores[i] = scoreOf(covered);
            for (int y = place.Y; y < place.Bottom; y++)
            {
                int start = ((y * picture.Width) + place.X) * 3;
                picture.Pixels.AsSpan(start, place.Width * 3).CopyTo(covered.Pixels.AsSpan(start));
            }
        }

        return occlusion;
    }

    /// <summary>How far the score falls with a patch around a place of the region, 0 for not at all.</summary>
    /// <param name="x">0 to 1 across the region; between the places that were covered lie straight lines.</param>
    /// <param name="y">0 to 1 down the region.</param>
    public double FallAt(double x, double y)
    {
        double column = Math.Clamp((x * Places) - 0.5, 0, Places - 1);
        double row = Math.Clamp((y * Places) - 0.5, 0, Places - 1);
        (int left, int top) = (Math.Min((int)column, Places - 2), Math.Min((int)row, Places - 2));
        (double across, double down) = (column - left, row - top);
        double above = (Fall(left, top) * (1 - across)) + (Fall(left + 1, top) * across);
        double below = (Fall(left, top + 1) * (1 - across)) + (Fall(left + 1, top + 1) * across);
        return (above * (1 - down)) + (below * down);
    }

    private double Fall(int column, int row) => Math.Max(0, Score - _scores[(row * Places) + column]);

    private Box PatchAt(int column, int row)
    {
        double x = Region.X + ((column + 0.5) * Region.Width / Places);
        double y = Region.Y + ((row + 0.5) * Region.Height / Places);
        return new Box((int)Math.Round(x - (Patch / 2.0)), (int)Math.Round(y - (Patch / 2.0)), Patch, Patch);
    }

    private static Box Outward(in CellBox cell, double margin)
    {
        int left = (int)Math.Floor(cell.Left - margin);
        int top = (int)Math.Floor(cell.Top - margin);
        return new Box(
            left,
            top,
            (int)Math.Ceiling(cell.Right + margin) - left,
            (int)Math.Ceiling(cell.Bottom + margin) - top
        );
    }

    // On the model's step, so that cells lie where they lay.
    private static Box Aligned(Box box, NetworkTrace trace)
    {
        int step = trace.Model.Step;
        int left = Math.Max(box.X, 0) / step * step;
        int top = Math.Max(box.Y, 0) / step * step;
        int right = Math.Min(RoundUp(box.Right, step), trace.Part.InputWidth);
        int bottom = Math.Min(RoundUp(box.Bottom, step), trace.Part.InputHeight);
        return new Box(left, top, right - left, bottom - top);
    }

    private static int RoundUp(int value, int step) => (value + step - 1) / step * step;
}
