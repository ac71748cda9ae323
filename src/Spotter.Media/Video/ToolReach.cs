namespace Spotter.Media.Video;

/// <summary>
/// What a program may touch that reads bytes of others: its pipes, this and nothing else, where the system can see
/// to it (<see cref="Sandbox"/>).
/// </summary>
internal sealed record ToolReach
{
    /// <summary>Its pipes alone.</summary>
    public static ToolReach Pipes { get; } = new();

    /// <summary>The files that it reads, as full paths.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>The folder that it writes its result to, as a full path; null for none.</summary>
    public string? Folder { get; init; }

    /// <summary>True where an address was named.</summary>
    public bool Network { get; init; }

    /// <summary>True where hardware decodes.</summary>
    public bool Graphics { get; init; }

    public static ToolReach File(string path) => new() { Files = [Path.GetFullPath(path)] };
}
