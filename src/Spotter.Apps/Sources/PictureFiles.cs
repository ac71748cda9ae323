namespace Spotter.Apps.Sources;

/// <summary>
/// Which files of a folder are taken for pictures. What is in them is told by their content once they are read; the
/// name only keeps a folder's other files from being reported as broken pictures.
/// </summary>
internal static class PictureFiles
{
    private static readonly string[] Extensions =
        [".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".bmp", ".dib", ".gif"];

    public const string Described = ".jpg, .png, .webp, .bmp, .gif";

    public static bool IsPicture(string path)
    {
        ReadOnlySpan<char> extension = Path.GetExtension(path.AsSpan());
        foreach (string known in Extensions)
        {
            if (extension.Equals(known, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The picture of that name with another extension, or with one where the name has none; null where there is none.</summary>
    public static string? OfAnyKind(string path) =>
        Extensions.SelectMany(static extension => (string[])[extension, extension.ToUpperInvariant()])
            .SelectMany(extension => IsPicture(path) ? (string[])[Path.ChangeExtension(path, extension)] : [path + extension])
            .FirstOrDefault(File.Exists);
}
