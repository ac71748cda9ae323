using Spotter.Onnx.Families;

namespace Spotter.Onnx;

/// <summary>What the user knows of a network and it does not say itself.</summary>
internal sealed record DetectorReading
{
    public static DetectorReading Nothing { get; } = new();

    /// <summary>Its family.</summary>
    public string? Family { get; init; }

    /// <summary>The names of its classes.</summary>
    public GivenClassNames? Names { get; init; }

    /// <summary>Width and height of its input, where it leaves them open.</summary>
    public (int Width, int Height)? InputSize { get; init; }
}
