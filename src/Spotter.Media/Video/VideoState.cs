using System.Globalization;

namespace Spotter.Media.Video;

/// <summary>How a live source fares.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Source">The source's name, without password.</param>
/// <param name="RetryIn">With <see cref="VideoStateKind.Retrying"/>, the pause before the next try.</param>
/// <param name="Reason">With <see cref="VideoStateKind.Lost"/>, why, as far as it is known.</param>
public sealed record VideoState(VideoStateKind Kind, string Source, TimeSpan RetryIn = default, string Reason = "")
{
    /// <summary>One line for people: <c>rtsp://door/: lost (end of stream)</c>.</summary>
    public override string ToString() =>
        Kind switch
        {
            VideoStateKind.Connecting => $"{Source}: connecting",
            VideoStateKind.Connected => $"{Source}: connected",
            VideoStateKind.Lost => $"{Source}: lost ({Reason})",
            _ => string.Create(CultureInfo.InvariantCulture, $"{Source}: retrying in {RetryIn.TotalSeconds:0.#} s"),
        };
}

/// <summary>What happened to a live source.</summary>
public enum VideoStateKind
{
    /// <summary>It is being opened.</summary>
    Connecting,

    /// <summary>Its first frame has come.</summary>
    Connected,

    /// <summary>It ended, failed or fell silent.</summary>
    Lost,

    /// <summary>It will be tried again after a pause.</summary>
    Retrying,
}
