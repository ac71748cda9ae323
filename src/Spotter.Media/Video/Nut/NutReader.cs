using System.Buffers.Binary;

namespace Spotter.Media.Video.Nut;

/// <summary>Reads raw pictures with their times from ffmpeg's NUT output; one video stream, one thread.</summary>
internal sealed class NutReader
{
    // A handful of numbers, and the table of frames.
    private const int LongestHeader = 1 << 20;

    private readonly NutByteReader _bytes;
    private readonly FrameCode[] _frameCodes = new FrameCode[256];
    private (long Numerator, long Denominator)[] _timeBases = [];
    private int _timeBase;
    private int _ptsShift;
    private long _lastPts;
    private int _frameBytes;

    public NutReader(Stream stream)
    {
        _bytes = new NutByteReader(stream);
    }

    public int Width { get; private set; }

    public int Height { get; private set; }

    /// <summary>The shape of a pixel; 0 when the stream does not say.</summary>
    public (int Width, int Height) PixelAspect { get; private set; }

    /// <summary>Moves to the next picture; false at the end of the stream.</summary>
    /// <param name="time">When it is shown.</param>
    /// <param name="length">Its size in bytes; <see cref="ReadPicture"/> must take just as many next.</param>
    /// <exception cref="InvalidDataException">The stream is not what ffmpeg writes.</exception>
    /// <exception cref="EndOfStreamException">The stream ends within a header.</exception>
    public bool TryReadHeader(out TimeSpan time, out int length)
    {
        while (_bytes.TryReadByte() is >= 0 and int first)
        {
            if (first == 'N')
            {
                ReadPacket((byte)first);
                continue;
            }

            if (first == 'n' && Width == 0)
            {
                ReadFileId();
                continue;
            }

            length = _frameBytes = ReadFrameHeader(_frameCodes[first], out long pts);
            (long numerator, long denominator) = _timeBases[_timeBase];
            time = TimeSpan.FromTicks((long)((Int128)pts * numerator * TimeSpan.TicksPerSecond / denominator));
            return true;
        }

        (time, length) = (default, 0);
        return false;
    }

    /// <summary>Takes the bytes of the picture whose header was just read.</summary>
    public void ReadPicture(Span<byte> destination)
    {
        if (destination.Length != _frameBytes)
        {
            throw new ArgumentException(
                $"the picture has {_frameBytes} bytes, got room for {destination.Length}",
                nameof(destination)
            );
        }

        _bytes.ReadExactly(destination);
    }

    public void SkipPicture() => _bytes.Skip(_frameBytes);

    private void ReadFileId()
    {
        foreach (byte expected in NutFormat.FileId[1..])
        {
            if (_bytes.ReadByte() != expected)
            {
                throw new InvalidDataException("the decoder's output is not a NUT stream");
            }
        }
    }

    private void ReadPacket(byte first)
    {
        ulong startCode = _bytes.ReadStartCode(first);
        ulong length = _bytes.ReadNumber();
        if (length > NutFormat.LongPacket)
        {
            _bytes.ReadUInt32();
        }

        if (length is < 4 or > 64 << 20)
        {
            throw new InvalidDataException($"a packet of {length} bytes in the decoder's stream");
        }

        if (startCode is not (NutFormat.MainHeader or NutFormat.StreamHeader or NutFormat.SyncPoint))
        {
            _bytes.Skip((long)length);
            return;
        }

        if (length > LongestHeader)
        {
            throw new InvalidDataException($"a header of {length} bytes in the decoder's stream");
        }

        byte[] packet = new byte[length];
        _bytes.ReadExactly(packet);
        int content = packet.Length - 4;
        if (
            NutFormat.Checksum(packet.AsSpan(0, content))
            != BinaryPrimitives.ReadUInt32BigEndian(packet.AsSpan(content))
        )
        {
            throw new InvalidDataException("a header in the decoder's stream is damaged (checksum)");
        }

        var fields = new NutByteReader(packet, content);
        switch (startCode)
        {
            case NutFormat.MainHeader:
                ReadMainHeader(fields);
                break;
            case NutFormat.StreamHeader:
                ReadStreamHeader(fields);
                break;
            default:
                ReadSyncPoint(fields);
                break;
        }
    }

    private void ReadMainHeader(NutByteReader fields)
    {
        int version = fields.ReadInt32();
        if (version > 3)
        {
            fields.ReadNumber();
        }

        int streams = fields.ReadInt32();
        fields.ReadNumber(); // max_distance
        if (version is < 2 or > 4 || streams != 1)
        {
            throw new InvalidDataException(
                $"expected one stream of NUT version 2 to 4, got {streams} of version {version}"
            );
        }

        int timeBases = fields.ReadInt32();
        _timeBases = new (long, long)[Math.Min(timeBases, 256)];
        for (int i = 0; i < _timeBases.Length; i++)
        {
            _timeBases[i] = (fields.ReadInt32(), fields.ReadInt32());
            if (_timeBases[i].Numerator < 1 || _timeBases[i].Denominator < 1)
            {
                throw new InvalidDataException("a time base in the decoder's stream is 0");
            }
        }

        ReadFrameCodes(fields);
    }

    // The table tells for each first byte of a frame which fields follow. It is sent run by run; what a run leaves out
    // keeps the value of the run before.
    private void ReadFrameCodes(NutByteReader fields)
    {
        int multiplier = 1;
        long ptsDelta = 0;
        for (int code = 0; code < 256; )
        {
            int flags = fields.ReadInt32();
            int given = fields.ReadInt32();
            ptsDelta = given > 0 ? fields.ReadSignedNumber() : ptsDelta;
            multiplier = given > 1 ? fields.ReadInt32() : multiplier;
            if (given > 2)
            {
                fields.ReadNumber(); // stream
            }

            int size = given > 3 ? fields.ReadInt32() : 0;
            int reserved = given > 4 ? fields.ReadInt32() : 0;
            long count = given > 5 ? fields.ReadInt32() : (long)multiplier - size;
            for (int i = 6; i < given; i++)
            {
                fields.ReadNumber(); // match time, elision header, and what later versions add
            }

            for (int j = 0; j < count && code < 256; code++)
            {
                _frameCodes[code] =
                    code == 'N'
                        ? new FrameCode(NutFormat.FlagInvalid, 1, 0, 0, 0)
                        : new FrameCode(flags, multiplier, size + j++, ptsDelta, reserved);
            }

            if (count <= 0)
            {
                throw new InvalidDataException("the frame table in the decoder's stream is damaged");
            }
        }
    }

    private void ReadStreamHeader(NutByteReader fields)
    {
        fields.ReadNumber(); // stream
        fields.ReadNumber(); // class: video
        fields.Skip(fields.ReadInt32()); // four-character code: we asked for the pixel format and know it
        _timeBase = fields.ReadInt32();
        _ptsShift = fields.ReadInt32();
        fields.ReadNumber(); // max_pts_distance
        fields.ReadNumber(); // decode_delay
        fields.ReadNumber(); // flags
        fields.Skip(fields.ReadInt32()); // codec data
        Width = fields.ReadInt32();
        Height = fields.ReadInt32();
        PixelAspect = (fields.ReadInt32(), fields.ReadInt32());
        if (Width < 1 || Height < 1 || _timeBase >= _timeBases.Length || _ptsShift > 62)
        {
            throw new InvalidDataException("the stream header in the decoder's stream is damaged");
        }
    }

    private void ReadSyncPoint(NutByteReader fields)
    {
        if (_timeBases.Length == 0)
        {
            throw new InvalidDataException("the decoder's stream has no header");
        }

        ulong coded = fields.ReadNumber();
        (long fromNumerator, long fromDenominator) = _timeBases[(int)(coded % (ulong)_timeBases.Length)];
        (long numerator, long denominator) = _timeBases[_timeBase];
        var time = (Int128)(coded / (ulong)_timeBases.Length);
        _lastPts = (long)(time * fromNumerator * denominator / ((Int128)fromDenominator * numerator));
    }

    private int ReadFrameHeader(FrameCode code, out long pts)
    {
        int flags = code.Flags;
        if (Width == 0 || (flags & NutFormat.FlagInvalid) != 0)
        {
            throw new InvalidDataException("the decoder's stream has lost its place");
        }

        if ((flags & NutFormat.FlagCoded) != 0)
        {
            flags ^= _bytes.ReadInt32();
        }

        if ((flags & NutFormat.FlagStreamId) != 0)
        {
            _bytes.ReadNumber();
        }

        _lastPts = pts =
            (flags & NutFormat.FlagCodedPts) != 0 ? FullPts((long)_bytes.ReadNumber()) : _lastPts + code.PtsDelta;
        long size = code.Size;
        if ((flags & NutFormat.FlagSizeMsb) != 0)
        {
            size += (long)code.Multiplier * _bytes.ReadInt32();
        }

        if ((flags & NutFormat.FlagMatchTime) != 0)
        {
            _bytes.ReadNumber();
        }

        if ((flags & NutFormat.FlagHeaderIndex) != 0)
        {
            _bytes.ReadNumber();
        }

        int reserved = (flags & NutFormat.FlagReserved) != 0 ? _bytes.ReadInt32() : code.Reserved;
        for (int i = 0; i < reserved; i++)
        {
            _bytes.ReadNumber();
        }

        if ((flags & NutFormat.FlagChecksum) != 0)
        {
            _bytes.ReadUInt32();
        }

        return (flags & NutFormat.FlagSideData) == 0 && size is >= 0 and <= int.MaxValue
            ? (int)size
            : throw new InvalidDataException($"a frame of {size} bytes in the decoder's stream");
    }

    // Small codes give only the low bits, next to the time of the frame before.
    private long FullPts(long coded)
    {
        long range = 1L << _ptsShift;
        if (coded >= range)
        {
            return coded - range;
        }

        long delta = _lastPts - ((range - 1) / 2);
        return ((coded - delta) & (range - 1)) + delta;
    }

    private readonly record struct FrameCode(int Flags, int Multiplier, int Size, long PtsDelta, int Reserved);
}
