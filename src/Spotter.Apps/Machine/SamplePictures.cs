namespace Spotter.Apps.Machine;

/// <summary>Real photographs with faces that the system's packages bring.</summary>
public static class SamplePictures
{
    /// <summary>The Debian package that brings them.</summary>
    public const string Package = "opencv-doc";

    private const string Folder = "/usr/share/doc/opencv-doc";

    private static readonly string[] Names =
        ["opencv4/html/230501201_1.jpg", "opencv4/html/227943776_1.jpg", "examples/data/basketball1.png"];

    /// <summary>Those that are there.</summary>
    public static IReadOnlyList<string> Find() =>
        [.. Names.Select(static name => Path.Combine(Folder, name)).Where(File.Exists)];
}
