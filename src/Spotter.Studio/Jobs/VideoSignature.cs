namespace Spotter.Studio.Jobs;

/// <summary>
/// Tells videos by their first bytes. Only containers that hold their pictures themselves are let through to ffmpeg: playlists
/// and lists of files could make it read what the sender may not.
/// </summary>
internal static class VideoSignature
{
    public const string Readable = "MP4, QuickTime, WebM, Matroska, AVI, MPEG, FLV, Ogg and WMV videos can be read";
    private const int TransportPacket = 188;
    private const byte TransportSync = 0x47;

    /// <summary>How many bytes are looked at.</summary>
    public const int Length = TransportPacket + 1;

    public static bool IsVideo(ReadOnlySpan<byte> head) => head switch
    {
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] => true,
        [_, _, _, _, (byte)'m', (byte)'o', (byte)'o', (byte)'v', ..] or [_, _, _, _, (byte)'m', (byte)'d', (byte)'a', (byte)'t', ..] or [_, _, _, _, (byte)'w', (byte)'i', (byte)'d', (byte)'e', ..] => true,
        [0x1A, 0x45, 0xDF, 0xA3, ..] => true,
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'A', (byte)'V', (byte)'I', (byte)' ', ..] => true,
        [0, 0, 1, 0xBA or 0xB3, ..] => true,
        [(byte)'F', (byte)'L', (byte)'V', 1, ..] => true,
        [(byte)'O', (byte)'g', (byte)'g', (byte)'S', ..] => true,
        [0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11, ..] => true,
        [TransportSync, ..] when head.Length >= Length && head[TransportPacket] == TransportSync => true,
        _ => false,
    };
}
