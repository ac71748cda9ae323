using Spotter.Onnx.Decoders;

namespace Spotter.Onnx.Families;

/// <summary>What is known of a network by what it answered once: names and extents, no numbers.</summary>
/// <param name="Inputs">Its inputs.</param>
/// <param name="Outputs">Its outputs in their order, none of whose extents is open any more.</param>
/// <param name="Width">Pixels a row of the picture that it was given.</param>
/// <param name="Height">Rows of that picture.</param>
internal sealed record NetworkAnswer(
    IReadOnlyList<TensorInfo> Inputs,
    IReadOnlyList<TensorInfo> Outputs,
    int Width,
    int Height
)
{
    /// <summary>Whether the picture's channels come last.</summary>
    public bool IsChannelsLast { get; init; }

    /// <summary>What the file says of itself.</summary>
    public NetworkMetadata Metadata { get; init; } = NetworkMetadata.None;

    /// <summary>The family that the user named; null where nobody did.</summary>
    public string? AskedFamily { get; init; }

    /// <summary>How many operators of each name it consists of.</summary>
    public IReadOnlyDictionary<string, int> Operators { get; init; } =
        new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>The names that the user gave the classes; null where nobody did.</summary>
    public GivenClassNames? GivenNames { get; init; }

    /// <summary>How many classes there are, where anybody said so.</summary>
    public int? ClassCount => GivenNames?.Names.Count ?? Metadata.Names?.Count;

    /// <summary>What a network of this size takes.</summary>
    public NetworkInput Input(PixelForm pixels) => new(Width, Height, pixels) { IsChannelsLast = IsChannelsLast };

    /// <summary>The rows and columns of an output, without those of the batch; none where it is no table.</summary>
    public (int Rows, int Columns) TableOf(int output) =>
        Outputs[output].Dimensions switch
        {
            [var rows, var columns] => (rows, columns),
            [_, var rows, var columns] => (rows, columns),
            [_, 1, var rows, var columns] => (rows, columns),
            _ => (-1, -1),
        };

    /// <summary>The outputs that are tables, with their extents.</summary>
    public IEnumerable<OutputTable> Tables()
    {
        for (int i = 0; i < Outputs.Count; i++)
        {
            (int rows, int columns) = TableOf(i);
            if (rows >= 0)
            {
                yield return new OutputTable(i, rows, columns);
            }
        }
    }

    /// <summary>
    /// The tables that may be all that counts: beside each there is nothing but outputs of the same shape, as training
    /// leaves them, or maps.
    /// </summary>
    public IEnumerable<OutputTable> OnlyTables() =>
        Tables()
            .Where(table =>
                Outputs.All(other =>
                    other.Dimensions.Length > 3 || other.Dimensions.SequenceEqual(Outputs[table.Output].Dimensions)
                )
            );

    /// <summary>How many numbers an output has that is a list; -1 where it is none.</summary>
    public int ListOf(int output) =>
        Outputs[output].Dimensions switch
        {
            [] => 1,
            [var count] => count,
            [1, var count] => count,
            [1, var count, 1] => count,
            _ => -1,
        };

    /// <summary>The output of a name; -1 where there is none.</summary>
    public int OutputOf(string name)
    {
        for (int i = 0; i < Outputs.Count; i++)
        {
            if (Outputs[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Whether an input's name is one of some.</summary>
    public bool TakesAny(params string[] names) =>
        Inputs.Any(input => names.Contains(input.Name, StringComparer.OrdinalIgnoreCase));

    /// <summary>Whether an output's name holds a word.</summary>
    public bool IsNamed(int output, params string[] words) =>
        Array.Exists(words, word => Outputs[output].Name.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>The maps of which masks are mixed, (1, maps, H / 4, W / 4): their output and number.</summary>
    public (int Output, int Maps)? Prototypes()
    {
        for (int i = 0; i < Outputs.Count; i++)
        {
            if (
                Outputs[i].Dimensions is [1, var maps, var height, var width]
                && maps is >= 4 and <= 256
                && height == Height / 4
                && width == Width / 4
            )
            {
                return (i, maps);
            }
        }

        return null;
    }

    /// <summary>The names of so many classes: the user's, the file's, those of COCO, or numbers.</summary>
    /// <exception cref="OnnxModelException">The user gave another number of names.</exception>
    public IReadOnlyList<string> Labels(int count, string single = "object")
    {
        if (GivenNames is { } given)
        {
            return given.For(count);
        }

        return Metadata.Names is { } names && names.Count == count ? names
            : count == 1 ? [single]
            : CocoClasses.For(count);
    }

    /// <summary>The names of classes that the network tells by number and does not count.</summary>
    public IReadOnlyList<string> UncountedLabels(IReadOnlyList<string> usual) =>
        GivenNames?.Names ?? Metadata.Names ?? usual;
}

/// <summary>An output that is a table.</summary>
/// <param name="Output">Which.</param>
/// <param name="Rows">Without those of the batch.</param>
/// <param name="Columns">Numbers a row.</param>
internal readonly record struct OutputTable(int Output, int Rows, int Columns)
{
    /// <summary>Where there is none.</summary>
    public static OutputTable None { get; } = new(-1, 0, 0);
}
