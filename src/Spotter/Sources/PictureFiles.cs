using Spotter.Vision.Images;

namespace Spotter.Sources;

/// <summary>
/// Which files of a folder are taken for pictures. What is in them is told by their content once they are read; the
/// name only keeps a folder's other files from being reported as broken pictures.
/// </summary>
internal static class PictureFiles
{
    /// <summary>The usual names, in words.</summary>
    public const string Described = ".jpg, .png, .webp, .bmp, .gif, .tif, .heic, .avif";

    /// <summary>Whether a file is named as pictures are.</summary>
    public static bool IsPicture(string path) => MediaExtensions.IsPicture(path);

    /// <summary>
    /// The picture of that name with another extension, or with one where the name has none; null where there is none.
    /// </summary>
    public static string? OfAnyKind(string path) =>
        MediaExtensions
            .Pictures.SelectMany(static extension => (string[])[extension, extension.ToUpperInvariant()])
            .SelectMany(extension =>
                IsPicture(path) ? (string[])[Path.ChangeExtension(path, extension)] : [path + extension]
            )
            .FirstOrDefault(File.Exists);
}
