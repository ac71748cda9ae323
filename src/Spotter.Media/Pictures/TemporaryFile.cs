namespace Spotter.Media.Pictures;

/// <summary>
/// A file that appears whole or not at all: written under another name in the same folder, then renamed. A reader
/// never sees half of it, and an interrupted run leaves what was there before.
/// </summary>
internal static class TemporaryFile
{
    /// <param name="path">The target; its folder is made where it is missing, and an old file is replaced.</param>
    /// <param name="content">What to write.</param>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        string target = Path.GetFullPath(path);
        string folder = Path.GetDirectoryName(target) ?? throw new IOException("names no file");
        if (Directory.Exists(target))
        {
            throw new IOException("is a folder");
        }

        Directory.CreateDirectory(folder);

        // The name stays short and begins with a dot: a name that just fits the file system must not fail for the
        // sake of its temporary one, and listings do not show it.
        string temporary = Path.Combine(folder, $".{Guid.NewGuid():N}.tmp");
        try
        {
            using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                file.Write(content);
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            Remove(temporary);
            throw;
        }
    }

    private static void Remove(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The first failure is the one to report.
        }
    }
}
