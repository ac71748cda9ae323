namespace Spotter.Vision.Tests.Support;

/// <summary>What Debian's opencv-data and opencv-doc install.</summary>
internal static class OpenCvFiles
{
    public const string CascadesAbsent = "needs OpenCV's cascade files: apt-get install opencv-data";
    public const string PicturesAbsent = "needs OpenCV's sample pictures: apt-get install opencv-doc";

    private const string Cascades = "/usr/share/opencv4";
    private const string Pictures = "/usr/share/doc/opencv-doc/examples/data";

    public static bool HaveCascades => Directory.Exists(Path.Combine(Cascades, "haarcascades"));

    public static bool HavePictures => File.Exists(Picture("messi5.jpg"));

    public static string Cascade(string name) =>
        Path.Combine(
            Cascades,
            name.StartsWith("lbp", StringComparison.Ordinal) ? "lbpcascades" : "haarcascades",
            name + ".xml"
        );

    public static string Picture(string name) => Path.Combine(Pictures, name);
}
