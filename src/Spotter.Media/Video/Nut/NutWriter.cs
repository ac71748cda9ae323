using System.Buffers.Binary;
using System.Globalization;

namespace Spotter.Media.Video.Nut;

/// <summary>Writes raw pictures with their times as NUT, for ffmpeg to encode or ffplay to show.</summary>
internal sealed class NutWriter
{
    /// <summary>Times are sent in microseconds.</summary>
    private const long TicksPerUnit = TimeSpan.TicksPerMillisecond / 1000;

    // Every picture is sent with all fields spelled out, so that one entry of the frame table is enough.
    private const int FrameFlags =
        NutFormat.FlagKey | NutFormat.FlagCodedPts | NutFormat.FlagSizeMsb | NutFormat.FlagChecksum;
    private const int PtsShift = 7;
    private const int MaxDistance = 32768;

    private readonly Stream _stream;
    private readonly byte[] _packet = new byte[256];
    private readonly byte[] _header = new byte[64];
    private long _bytesSent;
    private long _lastSyncPoint = -1;

    /// <param name="stream">Where to.</param>
    /// <param name="pixels">How pixels are laid out: <see cref="NutFormat.PackedBgr"/> or
    /// <see cref="NutFormat.PlanarYuv"/>.</param>
    /// <param name="width">Pixels a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="pixelAspect">The shape of a pixel.</param>
    /// <param name="frameRate">The nominal rate.</param>
    public NutWriter(
        Stream stream,
        ReadOnlySpan<byte> pixels,
        int width,
        int height,
        (int Width, int Height) pixelAspect,
        double frameRate
    )
    {
        _stream = stream;
        var start = new MemoryStream();
        start.Write(NutFormat.FileId);
        start.Write(Packet(NutFormat.MainHeader, MainHeader()));
        start.Write(Packet(NutFormat.StreamHeader, StreamHeader(pixels, width, height, pixelAspect)));
        start.Write(Packet(NutFormat.Info, Info(frameRate)));
        Send(start.GetBuffer().AsSpan(0, (int)start.Length));
    }

    /// <summary>Sends one picture; the time must be above the one before and not negative.</summary>
    /// <param name="time">When it is shown.</param>
    /// <param name="length">Bytes that <see cref="WritePixels"/> will send for it.</param>
    public void WriteHeader(TimeSpan time, int length)
    {
        long pts = time.Ticks / TicksPerUnit;
        long position = _bytesSent;
        var sync = new NutFields(_packet);
        sync.Number((ulong)pts);
        sync.Number(_lastSyncPoint < 0 ? 0 : (ulong)((position - _lastSyncPoint) / 16));
        _lastSyncPoint = position;
        Send(Packet(NutFormat.SyncPoint, sync.Written.ToArray()));

        var header = new NutFields(_header);
        header.Byte(0);
        header.Number(FrameFlags);
        header.Number((ulong)pts + (1UL << PtsShift));
        header.Number((ulong)length);
        header.UInt32(NutFormat.Checksum(header.Written));
        Send(header.Written);
    }

    public void WritePixels(ReadOnlySpan<byte> pixels) => Send(pixels);

    private void Send(ReadOnlySpan<byte> bytes)
    {
        _stream.Write(bytes);
        _bytesSent += bytes.Length;
    }

    private static byte[] MainHeader()
    {
        var fields = new NutFields(new byte[128]);
        fields.Number(3); // version
        fields.Number(1); // streams
        fields.Number(MaxDistance);
        fields.Number(1); // time bases
        fields.Number(1);
        fields.Number(1_000_000);
        fields.Number(NutFormat.FlagCoded);
        fields.Number(6); // fields that follow, the count being the last
        fields.SignedNumber(0);
        fields.Number(1);
        fields.Number(0);
        fields.Number(0);
        fields.Number(0);
        fields.Number(255); // all first bytes but N, which begins a start code
        fields.Number(0); // no elision headers
        return fields.Written.ToArray();
    }

    private static byte[] StreamHeader(
        ReadOnlySpan<byte> pixels,
        int width,
        int height,
        (int Width, int Height) pixelAspect
    )
    {
        var fields = new NutFields(new byte[128]);
        fields.Number(0); // stream
        fields.Number(0); // class: video
        fields.Number((ulong)pixels.Length);
        foreach (byte letter in pixels)
        {
            fields.Byte(letter);
        }

        fields.Number(0); // time base
        fields.Number(PtsShift);
        fields.Number(0); // max_pts_distance: a checksum comes with every frame
        fields.Number(0); // decode_delay
        fields.Number(0); // flags
        fields.Number(0); // codec data
        fields.Number((ulong)width);
        fields.Number((ulong)height);
        fields.Number((ulong)pixelAspect.Width);
        fields.Number((ulong)pixelAspect.Height);
        fields.Number(0); // colour space
        return fields.Written.ToArray();
    }

    // The nominal rate; ffmpeg takes the length of the last frame from it, which no later frame tells.
    private static byte[] Info(double frameRate)
    {
        var fields = new NutFields(new byte[128]);
        fields.Number(1); // about stream 0
        fields.Number(0); // no chapter: id, start, length
        fields.Number(0);
        fields.Number(0);
        fields.Number(1); // items
        fields.Text("r_frame_rate");
        fields.SignedNumber(-1); // the value is text
        fields.Text(RatioOf(frameRate));
        return fields.Written.ToArray();
    }

    /// <summary>25 as 25/1, 29.97 as 30000/1001, anything else in thousandths.</summary>
    internal static string RatioOf(double frameRate)
    {
        double television = frameRate * 1.001;
        return Math.Abs(frameRate - Math.Round(frameRate)) < 1e-4
                ? string.Create(CultureInfo.InvariantCulture, $"{Math.Round(frameRate)}/1")
            : Math.Abs(television - Math.Round(television)) < 1e-4
                ? string.Create(CultureInfo.InvariantCulture, $"{Math.Round(television) * 1000}/1001")
            : string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, Math.Round(frameRate * 1000))}/1000");
    }

    private static byte[] Packet(ulong startCode, byte[] content)
    {
        var packet = new NutFields(new byte[content.Length + 24]);
        packet.UInt32((uint)(startCode >> 32));
        packet.UInt32((uint)startCode);
        packet.Number((ulong)content.Length + 4);
        foreach (byte value in content)
        {
            packet.Byte(value);
        }

        packet.UInt32(NutFormat.Checksum(content));
        return packet.Written.ToArray();
    }

    /// <summary>Numbers in the format's notation, into a buffer that is known to be large enough.</summary>
    private ref struct NutFields(Span<byte> buffer)
    {
        private readonly Span<byte> _buffer = buffer;
        private int _length;

        public readonly ReadOnlySpan<byte> Written => _buffer[.._length];

        public void Byte(byte value) => _buffer[_length++] = value;

        public void UInt32(uint value)
        {
            BinaryPrimitives.WriteUInt32BigEndian(_buffer[_length..], value);
            _length += 4;
        }

        public void Number(ulong value)
        {
            int shift = 0;
            while (shift < 63 && value >> (shift + 7) != 0)
            {
                shift += 7;
            }

            for (; shift > 0; shift -= 7)
            {
                Byte((byte)(0x80 | ((value >> shift) & 0x7F)));
            }

            Byte((byte)(value & 0x7F));
        }

        public void Text(string text)
        {
            Number((ulong)text.Length);
            foreach (char letter in text)
            {
                Byte((byte)letter);
            }
        }

        public void SignedNumber(long value) => Number((ulong)(value > 0 ? (2 * value) - 1 : -2 * value));
    }
}
