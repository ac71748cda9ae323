using System.Globalization;

namespace Spotter.Onnx;

/// <summary>What a network takes and gives.</summary>
/// <param name="Inputs">Its inputs.</param>
/// <param name="Outputs">Its outputs, in their order.</param>
internal sealed record NetworkShape(IReadOnlyList<TensorInfo> Inputs, IReadOnlyList<TensorInfo> Outputs)
{
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
/// <param name="IsFloat">Whether its elements are 32-bit floats.</param>
internal sealed record TensorInfo(string Name, int[] Dimensions, bool IsFloat)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({string.Join('x', Dimensions.Select(SizeText))})";

    private static string SizeText(int size) => size < 0 ? "?" : size.ToString(CultureInfo.InvariantCulture);
}
