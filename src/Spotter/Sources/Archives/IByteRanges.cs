namespace Spotter.Sources.Archives;

/// <summary>Bytes of known length that can be read from any place: a file, what a server gives in parts.</summary>
internal interface IByteRanges
{
    /// <summary>How many there are.</summary>
    long Length { get; }

    /// <summary>Reads a part, which lies within the whole. Safe to call from several threads.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    void Read(long offset, Span<byte> destination, CancellationToken cancellationToken);
}

/// <summary>A file on a disk.</summary>
internal sealed class FileRanges(string path) : IByteRanges
{
    public long Length { get; } = new FileInfo(path).Length;

    public void Read(long offset, Span<byte> destination, CancellationToken cancellationToken)
    {
        using FileStream file = new(
            path,
            FileMode.Open,
            FileAccess.Read,
            FileShare.ReadWrite | FileShare.Delete,
            bufferSize: 0
        );
        file.Position = offset;
        file.ReadExactly(destination);
    }
}
