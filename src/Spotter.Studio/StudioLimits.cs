namespace Spotter.Studio;

/// <summary>
/// What the studio takes at most. Whoever asks for more gets a clear answer (413, 429, 507), and memory and disk stay
/// within what these add up to.
/// </summary>
public sealed record StudioLimits
{
    /// <summary>The limits that apply when none are given.</summary>
    public static StudioLimits Default { get; } = new();

    /// <summary>Bytes of a picture file; 32 MiB unless set.</summary>
    public long PictureBytes { get; init; } = 32L << 20;

    /// <summary>
    /// Pixels of a picture, width x height; 40 million unless set. The header is checked before memory is taken.
    /// </summary>
    public long PicturePixels { get; init; } = 40_000_000;

    /// <summary>Bytes of a video file; 1 GiB unless set.</summary>
    public long VideoBytes { get; init; } = 1L << 30;

    /// <summary>Pixels of a video's frame; 9 million, which is 4K, unless set.</summary>
    public long VideoPixels { get; init; } = 9_000_000;

    /// <summary>Length of a video; 30 minutes unless set.</summary>
    public TimeSpan VideoLength { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a job may work; an hour unless set.</summary>
    public TimeSpan JobTime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Bytes of a data set that is uploaded, as sent; 512 MiB unless set.</summary>
    public long DatasetBytes { get; init; } = 512L << 20;

    /// <summary>Bytes of a data set's pictures, in an archive or one by one; 2 GiB unless set.</summary>
    public long DatasetUnpackedBytes { get; init; } = 2L << 30;

    /// <summary>Bytes of a network that is uploaded; 256 MiB unless set.</summary>
    public long NetworkBytes { get; init; } = 256L << 20;

    /// <summary>Bytes of memory for looking at a network; 2 GiB unless set.</summary>
    public long NetworkCheckBytes { get; init; } = 2L << 30;

    /// <summary>How long looking at a network may take; a minute unless set.</summary>
    public TimeSpan NetworkCheckTime { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Pictures of a data set; 50,000 unless set.</summary>
    public int DatasetPictures { get; init; } = 50_000;

    /// <summary>Bytes of bodies that wait in memory at a time, over all requests; 256 MiB unless set.</summary>
    public long WaitingBytes { get; init; } = 256L << 20;

    /// <summary>Searches that wait for a processor at a time; 64 unless set.</summary>
    public int WaitingSearches { get; init; } = 64;

    /// <summary>Live connections (WebSockets) at a time; 64 unless set.</summary>
    public int LiveConnections { get; init; } = 64;

    /// <summary>
    /// Connections of any kind at a time, from this machine and from others apart; 1,024 each unless set. Of those
    /// beyond, the one that has asked for nothing for longest gives way.
    /// </summary>
    public int Connections { get; init; } = 1024;

    /// <summary>Connections of one address of the local network; 128 unless set.</summary>
    public int ConnectionsPerAddress { get; init; } = 128;

    /// <summary>Bytes of a frame on a live connection; 2 MiB unless set.</summary>
    public int FrameBytes { get; init; } = 2 << 20;

    /// <summary>Pixels of a frame on a live connection; 4 million unless set.</summary>
    public long FramePixels { get; init; } = 4_000_000;

    /// <summary>Jobs of one session that wait or run; 200 unless set.</summary>
    public int JobsWaiting { get; init; } = 200;

    /// <summary>How long uploads and results of jobs are kept; 2 hours unless set.</summary>
    public TimeSpan ResultAge { get; init; } = TimeSpan.FromHours(2);

    /// <summary>Jobs that are kept at a time, over all sessions; 10,000 unless set.</summary>
    public int Jobs { get; init; } = 10_000;

    /// <summary>
    /// Bytes on disk of uploads, results, data sets and runs together; 16 GiB unless set. Nothing makes room by itself:
    /// who asks for more is told what to remove (507).
    /// </summary>
    public long StorageBytes
    {
        get;
        init =>
            field = value is > 0 and <= 1L << 60
                ? value
                : throw new ArgumentOutOfRangeException(
                    nameof(StorageBytes),
                    value,
                    "the storage must be more than 0 and at most a billion GB"
                );
    } = 16L << 30;
}
