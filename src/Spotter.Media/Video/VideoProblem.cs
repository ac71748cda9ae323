namespace Spotter.Media.Video;

/// <summary>What sort of thing is wrong with a video source or output.</summary>
public enum VideoProblem
{
    /// <summary>There is a file or stream, but it cannot be read as video, or only a part of it.</summary>
    BadInput,

    /// <summary>The file or address is not there.</summary>
    MissingInput,

    /// <summary>A program that Spotter needs (ffmpeg, ffprobe or ffplay) is not installed or lacks a feature.</summary>
    MissingProgram,

    /// <summary>A camera or a display is not there, or is in use by another program.</summary>
    MissingDevice,

    /// <summary>The output cannot be written.</summary>
    BadOutput,
}
