using System.Buffers.Binary;
using System.IO.Compression;

namespace Spotter.Learning.Datasets;

/// <summary>Reads a file that may be compressed, and says where it ends too early.</summary>
internal sealed class ByteReader : IDisposable
{
    private const int GzipMagic = 0x1F8B;

    // Deflate makes at most so many bytes of one.
    private const int MostExpansion = 1032;

    private readonly string _name;
    private readonly Stream _stream;
    private readonly long _most;
    private long _position;

    /// <param name="stream">What is read.</param>
    /// <param name="name">For messages.</param>
    /// <param name="packedBytes">Bytes of the file behind the stream, compressed or not: no more can come of it than
    /// deflate makes of them.</param>
    public ByteReader(Stream stream, string name, long packedBytes)
    {
        _stream = stream;
        _name = name;
        _most = packedBytes * MostExpansion;
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
        return new ByteReader(isGzip ? new GZipStream(file, CompressionMode.Decompress) : file, path, file.Length);
    }

    /// <summary>So many bytes, of which memory is taken only where the file can hold them.</summary>
    /// <exception cref="DatasetException">It cannot, or does not.</exception>
    public byte[] Take(long length, string what)
    {
        if (length > _most - _position)
        {
            throw new DatasetException(
                $"{_name}: is too small a file for {length} bytes of {what}, which its header tells"
            );
        }

        var bytes = new byte[length];
        Fill(bytes, what);
        return bytes;
    }

    public void Fill(Span<byte> target, string what)
    {
        int read = Read(target);
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
        if (Read(one) != 0)
        {
            throw new DatasetException($"{_name}: more data follows byte {_position}, where the file should end");
        }
    }

    public void Dispose() => _stream.Dispose();

    private int Read(Span<byte> target)
    {
        try
        {
            return _stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException problem)
        {
            throw new DatasetException(
                $"{_name}: the compressed data is damaged near byte {_position}: {problem.Message}",
                problem
            );
        }
        catch (IOException problem)
        {
            throw new DatasetException($"{_name}: cannot be read: {problem.Message}", problem);
        }
    }
}
