using System.Buffers.Binary;
using System.IO.Compression;

namespace Spotter.Learning.Datasets;

/// <summary>Reads a file that may be compressed, and says where it ends too early.</summary>
internal sealed class ByteReader : IDisposable
{
    private const int GzipMagic = 0x1F8B;

    private readonly string _name;
    private readonly Stream _stream;
    private long _position;

    public ByteReader(Stream stream, string name)
    {
        _stream = stream;
        _name = name;
    }

    public string Name => _name;

    /// <summary>Opens a file and looks through gzip where the content says so, whatever the name is.</summary>
    public static ByteReader Open(string path)
    {
        FileStream file;
        try
        {
            file = new FileStream(
                path,
                FileMode.Open,
                FileAccess.Read,
                FileShare.Read,
                1 << 16,
                FileOptions.SequentialScan
            );
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"{path}: {problem.Message}", problem);
        }

        Span<byte> magic = stackalloc byte[2];
        int read = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false);
        file.Position = 0;
        bool isGzip = read == 2 && BinaryPrimitives.ReadUInt16BigEndian(magic) == GzipMagic;
        return new ByteReader(isGzip ? new GZipStream(file, CompressionMode.Decompress) : file, path);
    }

    public void Fill(Span<byte> target, string what)
    {
        int read;
        try
        {
            read = _stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException problem)
        {
            throw new DatasetException(
                $"{_name}: the compressed data is damaged near byte {_position}: {problem.Message}",
                problem
            );
        }

        if (read < target.Length)
        {
            throw new DatasetException(
                $"{_name}: ends at byte {_position + read} in the middle of {what} ({target.Length} bytes expected "
                    + $"from byte {_position})"
            );
        }

        _position += read;
    }

    public int ReadInt32BigEndian(string what)
    {
        Span<byte> bytes = stackalloc byte[4];
        Fill(bytes, what);
        return BinaryPrimitives.ReadInt32BigEndian(bytes);
    }

    public void RequireEnd()
    {
        Span<byte> one = stackalloc byte[1];
        if (_stream.Read(one) != 0)
        {
            throw new DatasetException($"{_name}: more data follows byte {_position}, where the file should end");
        }
    }

    public void Dispose() => _stream.Dispose();
}
