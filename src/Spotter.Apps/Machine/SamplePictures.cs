namespace Spotter.Apps.Machine;

/// <summary>Real photographs with faces that the system's packages bring.</summary>
public static class SamplePictures
{
    /// <summary>The Debian package that brings them.</summary>
    public const string Package = "opencv-doc";

    private const string Folder = "/usr/share/doc/opencv-doc/examples/data";

    private static readonly string[] Names = ["messi5.jpg", "basketball1.png", "basketball2.png"];

    /// <summary>Those that are there.</summary>
    public static IReadOnlyList<string> Find() =>
        [.. Names.Select(static name => Path.Combine(Folder, name)).Where(File.Exists)];
}
