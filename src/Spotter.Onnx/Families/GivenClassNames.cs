namespace Spotter.Onnx.Families;

/// <summary>The names of classes that the user gave.</summary>
/// <param name="Names">In the order of their numbers.</param>
/// <param name="Source">Where they come from, for messages.</param>
internal sealed record GivenClassNames(IReadOnlyList<string> Names, string Source)
{
    /// <inheritdoc cref="NetworkClassNames.Load"/>
    public static GivenClassNames Read(string path) => new(NetworkClassNames.Load(path), path);

    /// <summary>The names, of which there must be so many.</summary>
    /// <exception cref="OnnxModelException">There are more or fewer.</exception>
    public IReadOnlyList<string> For(int count) =>
        Names.Count == count
            ? Names
            : throw new OnnxModelException(
                $"{Source}: names {Names.Count} classes where the network tells {count} apart"
            );
}
