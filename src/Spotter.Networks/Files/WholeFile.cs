namespace Spotter.Networks.Files;

/// <summary>
/// A file that appears whole or not at all: written under another name in the same folder, then renamed. A reader
/// never sees half of it, and an interrupted run leaves what was there before.
/// </summary>
internal sealed class WholeFile : IDisposable
{
    private readonly string _target;
    private readonly string _temporary;
    private readonly FileStream _stream;
    private bool _isCommitted;

    /// <param name="path">The target; its folder is made where it is missing, and an old file is replaced.</param>
    /// <param name="bufferSize">Of the stream, in bytes; 0 where what is written comes in large pieces.</param>
    public WholeFile(string path, int bufferSize = 0)
    {
        _target = Path.GetFullPath(path);
        string folder = Path.GetDirectoryName(_target) ?? throw new IOException("names no file");
        if (Directory.Exists(_target))
        {
            throw new IOException("is a folder");
        }

        Directory.CreateDirectory(folder);

        // The name stays short and begins with a dot: a name that just fits the file system must not fail for the
        // sake of its temporary one, and listings do not show it.
        _temporary = Path.Combine(folder, $".{Guid.NewGuid():N}.tmp");
        _stream = new FileStream(_temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize);
    }

    /// <summary>Where the content goes.</summary>
    public Stream Stream => _stream;

    /// <summary>Writes a file of which all the content is known.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        using var file = new WholeFile(path);
        file.Stream.Write(content);
        file.Commit();
    }

    /// <summary>Gives the file its name. What is not committed is removed on disposal.</summary>
    /// <param name="isDurable">Whether the content is on the disk before, so that it outlives a power cut.</param>
    public void Commit(bool isDurable = false)
    {
        if (isDurable)
        {
            _stream.Flush(flushToDisk: true);
        }

        _stream.Dispose();
        File.Move(_temporary, _target, overwrite: true);
        _isCommitted = true;
    }

    public void Dispose()
    {
        if (_isCommitted)
        {
            return;
        }

        try
        {
            _stream.Dispose();
            File.Delete(_temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The failure that led here is the one to report.
        }
    }
}
