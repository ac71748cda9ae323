namespace Spotter.Media.Video;

/// <summary>A video source, camera or output that does not work; the message is one line for people to read.</summary>
public sealed class VideoException : IOException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="problem">What sort of thing is wrong.</param>
    /// <param name="message">One line: what was wrong, where, what to do.</param>
    /// <param name="innerException">What was caught, if anything.</param>
    public VideoException(VideoProblem problem, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        Problem = problem;
    }

    /// <summary>What sort of thing is wrong.</summary>
    public VideoProblem Problem { get; }
}
