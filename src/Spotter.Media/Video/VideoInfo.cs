using Spotter.Vision.Images;

namespace Spotter.Media.Video;

/// <summary>What is known of a video before its frames are read.</summary>
public sealed record VideoInfo
{
    /// <summary>
    /// Pixels a row of the picture as shown: after rotation, and in square pixels. A file of 720x576 pixels that are
    /// wider than high is a picture of 1024x576, and its frames come so.
    /// </summary>
    public required int Width { get; init; }

    /// <summary>Rows of the picture as shown.</summary>
    public required int Height { get; init; }

    /// <summary>Average frames a second; 0 when unknown, as of a stream.</summary>
    public double FrameRate { get; init; }

    /// <summary>
    /// Frames a second where they follow each other most closely: <see cref="FrameRate"/> where they are evenly spaced,
    /// more where they are not; 0 when unknown.
    /// </summary>
    public double PeakFrameRate { get; init; }

    /// <summary>Length in time; null when unknown or endless.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Number of frames as the file states it; null when it does not.</summary>
    public long? FrameCount { get; init; }

    /// <summary>True when the file's frames are not evenly spaced, as far as its header tells.</summary>
    public bool IsVariableFrameRate { get; init; }

    /// <summary>Clockwise turn in degrees that the picture gets before it is shown: 0, 90, 180 or 270.</summary>
    public int Rotation { get; init; }

    /// <summary>The video codec's short name, such as <c>h264</c>; empty when unknown.</summary>
    public string VideoCodec { get; init; } = "";

    /// <summary>The codec of the first audio stream, such as <c>aac</c>; null when there is no sound.</summary>
    public string? AudioCodec { get; init; }

    /// <summary>True when there is sound.</summary>
    public bool HasAudio => AudioCodec is not null;

    /// <summary>The container's short name, such as <c>mov,mp4,m4a,3gp,3g2,mj2</c>; empty when unknown.</summary>
    public string Format { get; init; } = "";

    /// <summary>The time that the file calls its beginning; often 0, in transport streams not.</summary>
    internal TimeSpan StartTime { get; init; }

    /// <summary>
    /// How reading begins at a time: to where the file is wound on, and how much is then read and left out. In
    /// transport and program streams, which have no index, winding on is rough: it is done for long ways only, and well
    /// before the time.
    /// </summary>
    internal (TimeSpan Seek, TimeSpan Skip) WayTo(TimeSpan start)
    {
        if (!ClockMayRestart)
        {
            return (start, TimeSpan.Zero);
        }

        TimeSpan seek = start > TimeSpan.FromSeconds(60) ? start - TimeSpan.FromSeconds(30) : TimeSpan.Zero;
        return (seek, start - seek);
    }

    /// <summary>ffmpeg's name of what reads the container, for the programs that read it again.</summary>
    internal string Demuxer => Format.Split(',')[0];

    /// <summary>True where the file says of its pixels' shape what cannot be meant.</summary>
    internal bool IgnoresPixelAspect { get; init; }

    /// <summary>True for containers whose clock begins again where recordings were joined.</summary>
    internal bool ClockMayRestart => Demuxer is "mpegts" or "mpeg";

    /// <summary>What brings its colours to BT.709; null where they are.</summary>
    internal WideColor? WideColor { get; init; }

    /// <summary>All streams of the file.</summary>
    internal IReadOnlyList<FfprobeStream> Streams { get; init; } = [];

    /// <summary>True where there are chapters.</summary>
    internal bool HasChapters { get; init; }

    /// <summary>ffmpeg's index of the video stream in the file.</summary>
    internal int StreamIndex { get; init; }

    /// <summary>True when its pictures are 4:2:0 of 8 bits in limited range already, as most are.</summary>
    internal bool IsPlainYuv { get; init; }

    /// <summary>The matrix that turns its chroma into colour.</summary>
    internal YuvMatrix Matrix { get; init; }
}
