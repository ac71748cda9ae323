// The NUT open container format, version 3: the one container of ffmpeg that carries raw pictures of any size together
// with their exact times through a pipe. https://ffmpeg.org/nut.html
namespace Spotter.Media.Video.Nut;

/// <summary>The constants of the format.</summary>
internal static class NutFormat
{
    public const ulong MainHeader = 0x4E4D7A561F5F04AD;
    public const ulong StreamHeader = 0x4E5311405BF2F9DB;
    public const ulong Info = 0x4E49AB68B596BA78;
    public const ulong SyncPoint = 0x4E4BE4ADEECA4569;

    /// <summary>Packets whose length is above this carry a checksum of their first bytes.</summary>
    public const ulong LongPacket = 4096;

    public const int FlagKey = 1;
    public const int FlagCodedPts = 8;
    public const int FlagStreamId = 16;
    public const int FlagSizeMsb = 32;
    public const int FlagChecksum = 64;
    public const int FlagReserved = 128;
    public const int FlagSideData = 256;
    public const int FlagHeaderIndex = 1024;
    public const int FlagMatchTime = 2048;
    public const int FlagCoded = 4096;
    public const int FlagInvalid = 8192;

    /// <summary>The first bytes of every file.</summary>
    public static ReadOnlySpan<byte> FileId => "nut/multimedia container\0"u8;

    /// <summary>Pixels of three bytes: blue, green, red. (A four-character code, as all of them.)</summary>
    public static ReadOnlySpan<byte> PackedBgr => [(byte)'B', (byte)'G', (byte)'R', 24];

    /// <summary>Three planes: Y, then U and V of half the width and height.</summary>
    public static ReadOnlySpan<byte> PlanarYuv => "I420"u8;

    /// <summary>CRC-32 with the polynomial 0x04C11DB7, most significant bit first, starting at 0.</summary>
    public static uint Checksum(ReadOnlySpan<byte> data)
    {
        uint crc = 0;
        foreach (byte value in data)
        {
            crc ^= (uint)value << 24;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc << 1) ^ ((crc >> 31) * 0x04C11DB7u);
            }
        }

        return crc;
    }
}
