using Spotter.Vision.Images;

namespace Spotter.Media.Pictures;

/// <summary>The bytes of a picture file in memory, read only once their beginning is that of a picture.</summary>
internal sealed class EncodedPicture : IDisposable
{
    private readonly Scratch _scratch;
    private readonly string _name;

    private EncodedPicture(Scratch scratch, int length, string format, string name)
    {
        _scratch = scratch;
        _name = name;
        Length = length;
        Format = format;
    }

    public unsafe byte* Pointer => _scratch.Pointer;

    public int Length { get; }

    /// <summary>What the file says it is.</summary>
    public string Format { get; }

    /// <param name="stream">Read from where it stands to its end; not closed.</param>
    /// <param name="name">What messages call the picture.</param>
    /// <param name="options">The limit on pixels bounds the bytes, too.</param>
    public static EncodedPicture Read(Stream stream, string name, PictureLoadOptions options)
    {
        var head = new byte[PictureSignature.Length];
        int headLength = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        if (headLength == 0)
        {
            throw PictureException.About(name, "is empty (0 bytes); get the file again");
        }

        ReadOnlySpan<byte> start = head.AsSpan(0, headLength);
        string format = PictureSignature.Recognise(start)
            ?? throw PictureException.About(name, PictureSignature.Refuse(start));
        return ReadAll(stream, start, name, format, MostBytes(options));
    }

    public void Dispose() => _scratch.Dispose();

    /// <summary>The picture.</summary>
    /// <param name="options">How to read it.</param>
    /// <param name="defers">
    /// Whether pixels are decoded when somebody asks for them, and no more than are needed, where the format can do so.
    /// </param>
    /// <exception cref="PictureException">It is damaged or too large; of what is deferred the header tells.</exception>
    public unsafe Frame Decode(PictureLoadOptions options, bool defers) =>
        defers && PictureDecoder.Reduces(Format)
            ? DeferredPicture.Open(_scratch.Slice(0, Length).ToArray(), Format, _name, options)
            : PictureDecoder.Decode(Pointer, Length, Format, _name, options);

    // No format that can be read stores more than 8 bytes a pixel (16-bit colour with alpha), filters and
    // metadata aside: without a bound an endless stream would take all memory.
    public static int MostBytes(PictureLoadOptions options) =>
        (int)Math.Min(options.MaxPixels * 8 + (64 << 20), Array.MaxLength);

    private static EncodedPicture ReadAll(
        Stream stream,
        ReadOnlySpan<byte> head,
        string name,
        string format,
        int mostBytes
    )
    {
        // One byte beyond the expected end: reading it is how the end shows itself.
        long expected = stream.CanSeek ? Math.Max(stream.Length - stream.Position, 0) + head.Length + 1 : 1 << 16;
        var scratch = new Scratch(Math.Min(expected, mostBytes + 1L));
        try
        {
            head.CopyTo(scratch.Slice(0, head.Length));
            int length = head.Length;
            while (true)
            {
                if (length == scratch.Length)
                {
                    scratch =
                        length <= mostBytes
                            ? Grow(scratch, Math.Min(length * 2L, mostBytes + 1L))
                            : throw PictureException.TooLarge(
                                name,
                                $"holds more than {mostBytes >> 20} MB, too much for a picture of the allowed size; "
                                    + $"make it smaller or raise the limit on pixels"
                            );
                }

                int read = stream.Read(scratch.Slice(length, (int)Math.Min(scratch.Length - length, 1 << 20)));
                if (read == 0)
                {
                    return new EncodedPicture(scratch, length, format, name);
                }

                length += read;
            }
        }
        catch
        {
            scratch.Dispose();
            throw;
        }
    }

    private static Scratch Grow(Scratch scratch, long length)
    {
        var larger = new Scratch(length);
        scratch.Slice(0, (int)scratch.Length).CopyTo(larger.Slice(0, (int)scratch.Length));
        scratch.Dispose();
        return larger;
    }
}
