using Spotter.Vision;

namespace Spotter.Onnx.Decoders;

/// <summary>
/// How the answer of a network is read: where its numbers are and what they mean. Every family is a way to make one of
/// the names and shapes of a network's outputs.
/// </summary>
/// <param name="Family">What the family is called.</param>
/// <param name="Input">What the network takes.</param>
/// <param name="Blocks">The rows in which it answers.</param>
/// <param name="Boxes">What the numbers of a box mean.</param>
/// <param name="Scores">What the numbers of scores mean.</param>
/// <param name="Labels">The names of its classes.</param>
internal sealed record Reading(
    string Family,
    NetworkInput Input,
    IReadOnlyList<RowBlock> Blocks,
    BoxCoding Boxes,
    ScoreForm Scores,
    IReadOnlyList<string> Labels
)
{
    /// <summary>The score from which its makers count a detection.</summary>
    public double UsualMinScore { get; init; } = 0.25;

    /// <summary>The overlap (IoU) from which its makers count two boxes as one; null where the network itself leaves
    /// one of them.</summary>
    public float? MaxOverlap { get; init; }

    /// <summary>Whether boxes of different classes suppress each other too.</summary>
    public bool IsSuppressedAcrossClasses { get; init; }

    /// <summary>What the network calls its first class where it tells classes by number.</summary>
    public int FirstClass { get; init; }

    /// <summary>What its points are; null where it tells none.</summary>
    public PointForm? Points { get; init; }

    /// <summary>The output with the maps of which masks are mixed, (1, maps, H, W); null where there is none.</summary>
    public int? Prototypes { get; init; }

    /// <summary>Whether its families' boxes lie around their places, as those of a trained network do.</summary>
    public bool IsNearPlaces { get; init; } = true;

    /// <summary>What else its family knows of its numbers: why they are not its own; null where they are.</summary>
    public Func<IReadOnlyList<NetworkOutput>, string?>? Objection { get; init; }

    /// <summary>Pixels of both sides of the input where a network leaves them open.</summary>
    public int UsualSize { get; init; } = 640;
}

/// <summary>Rows of an answer, each of which may be a box.</summary>
/// <param name="Scores">A column a class, or a single one where the class is told apart.</param>
/// <param name="Boxes">What the coding of boxes takes.</param>
internal sealed record RowBlock(Table Scores, Table Boxes)
{
    /// <summary>How many rows; -1 where that changes from picture to picture.</summary>
    public int Rows { get; init; } = -1;

    /// <summary>From where the boxes are told, a place a row; null where they stand for themselves.</summary>
    public PlaceGrid? Grid { get; init; }

    /// <summary>A score of there being anything at all.</summary>
    public Table? Objects { get; init; }

    /// <summary>The number of the class, where the network has chosen it.</summary>
    public Table? Classes { get; init; }

    /// <summary>How many rows count, in its first number.</summary>
    public Table? Counted { get; init; }

    /// <summary>(number in the batch, class, row) of what the network has chosen among the rows.</summary>
    public Table? Selected { get; init; }

    /// <summary>Points of each row.</summary>
    public Table? Points { get; init; }

    /// <summary>The shares of the masks' maps.</summary>
    public Table? Coefficients { get; init; }

    /// <summary>Columns that add up to 1.</summary>
    public Table? Distribution { get; init; }

    /// <summary>How many rows there are in an answer.</summary>
    public int RowsIn(IReadOnlyList<NetworkOutput> outputs)
    {
        int rows = Rows;
        if (rows < 0)
        {
            // Of the first picture, where a network must be given several.
            NetworkOutput boxes = outputs[Boxes.Output];
            rows = boxes.Dimensions is [_, var own, _] ? own : boxes.Data.Length / Boxes.NextRow;
            rows = Math.Min(rows, outputs[Scores.Output].Data.Length / Scores.NextRow);
            rows = Classes is { } classes
                ? Math.Min(rows, outputs[classes.Output].Data.Length / classes.NextRow)
                : rows;
        }

        return Counted is { } counted && outputs[counted.Output].Data is [var count, ..]
            ? Math.Clamp((int)count, 0, rows)
            : rows;
    }

    /// <summary>From where a row tells its box.</summary>
    public Place PlaceOf(int row) => Grid is null ? default : Grid[row];
}

/// <summary>What points are told.</summary>
/// <param name="Count">How many.</param>
/// <param name="Numbers">Numbers a point: 2, or 3 with how sure it is.</param>
/// <param name="Coding">What they mean.</param>
internal sealed record PointForm(int Count, int Numbers, PointCoding Coding)
{
    /// <summary>
    /// What they are called; null where they are eyes, nose and corners of the mouth, beginning at the left of the
    /// picture.
    /// </summary>
    public KeypointSkeleton? Skeleton { get; init; }

    /// <summary>Places of a number that is all that the network says of them.</summary>
    public static PointForm Places(int count, int numbers, PointCoding coding) =>
        new(count, numbers, coding) { Skeleton = KeypointSkeleton.Of(count) };
}
