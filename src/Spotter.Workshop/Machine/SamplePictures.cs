namespace Spotter.Workshop.Machine;

/// <summary>Real photographs with faces, and a film of a street, that the system's packages bring.</summary>
public static class SamplePictures
{
    /// <summary>The Debian package that brings them.</summary>
    public const string Package = "opencv-doc";

    private const string Folder = "/usr/share/doc/opencv-doc";

    private static readonly string[] Names =
    [
        "opencv4/html/230501201_1.jpg",
        "opencv4/html/227943776_1.jpg",
        "examples/data/basketball1.png",
    ];

    private const string Street = "examples/data/vtest.avi";

    /// <summary>A film of people who walk along a street; null where it is not there.</summary>
    public static string? FindStreet() => Path.Combine(Folder, Street) is var path && File.Exists(path) ? path : null;

    /// <summary>The photographs that are there.</summary>
    public static IReadOnlyList<string> Find() =>
        [.. Names.Select(static name => Path.Combine(Folder, name)).Where(File.Exists)];
}
