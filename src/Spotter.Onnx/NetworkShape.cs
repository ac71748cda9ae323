using System.Globalization;
using Spotter.Onnx.Graphs;

namespace Spotter.Onnx;

/// <summary>What a network takes and gives.</summary>
/// <param name="Inputs">Its inputs.</param>
/// <param name="Outputs">Its outputs, in their order.</param>
internal sealed record NetworkShape(IReadOnlyList<TensorInfo> Inputs, IReadOnlyList<TensorInfo> Outputs)
{
    /// <summary>The program that wrote the file, with its version; empty where the file does not say.</summary>
    public string Producer { get; init; } = "";

    /// <summary>What the file says of itself by name, such as <c>names</c>, <c>stride</c> and <c>imgsz</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>How many operators of each name it consists of, those in functions and loops left out.</summary>
    public IReadOnlyDictionary<string, int> Operators { get; init; } =
        new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>Pixels a row of the picture that it takes; 0 where it takes no picture of a fixed size.</summary>
    public int Width => TakesPicture ? Inputs[0].Dimensions[3] : 0;

    /// <summary>Rows of the picture that it takes; 0 where it takes no picture of a fixed size.</summary>
    public int Height => TakesPicture ? Inputs[0].Dimensions[2] : 0;

    /// <summary>Whether it takes pictures of any size, as an export with open dimensions does.</summary>
    public bool IsOpen =>
        Inputs is [{ IsFloat: true, Dimensions: [_, 3, var height, var width] }] && (height < 0 || width < 0);

    // (N, 3, H, W); a batch size left open serves one picture as well.
    private bool TakesPicture => Inputs is [{ IsFloat: true, Dimensions: [1 or -1, 3, > 0, > 0] }];

    /// <inheritdoc/>
    public override string ToString() => $"takes {string.Join(", ", Inputs)} and gives {string.Join(", ", Outputs)}";
}

/// <summary>A tensor by name.</summary>
/// <param name="Name">As the network has it.</param>
/// <param name="Dimensions">-1 for one that is left open.</param>
/// <param name="Type">What its elements are; whatever they are, they go in and come out as floats. Undefined for what
/// is no tensor: the sequence of maps that scikit-learn's classifiers give.</param>
internal sealed record TensorInfo(string Name, int[] Dimensions, ElementType Type = ElementType.Float)
{
    /// <summary>Whether its elements are 32-bit floats.</summary>
    public bool IsFloat => Type == ElementType.Float;

    /// <summary>Whether its elements are numbers with a fraction: floats of 16, 32 or 64 bits.</summary>
    public bool IsReal => Type is ElementType.Float or ElementType.Half or ElementType.BFloat16 or ElementType.Double;

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({string.Join('x', Dimensions.Select(SizeText))})";

    private static string SizeText(int size) => size < 0 ? "?" : size.ToString(CultureInfo.InvariantCulture);
}
