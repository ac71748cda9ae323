using System.Text.RegularExpressions;

namespace Spotter.Media.Video;

/// <summary>
/// The lines that a program wrote on standard error: the first few and the last few, however many there were.
/// </summary>
internal sealed partial class ToolComplaints
{
    private const int KeptAtEachEnd = 20;

    private readonly Lock _lock = new();
    private readonly List<string> _first = [];
    private readonly Queue<string> _last = [];

    public bool Any
    {
        get
        {
            lock (_lock)
            {
                return _first.Count > 0;
            }
        }
    }

    public void Add(string line)
    {
        string text = Prefix().Replace(line, "").Trim();
        // The null muxer says it of times that it throws away (see DecoderArguments).
        if (
            text.Length == 0
            || text.StartsWith(
                "Application provided invalid, non monotonically increasing dts to muxer",
                StringComparison.Ordinal
            )
        )
        {
            return;
        }

        lock (_lock)
        {
            if (_first.Count < KeptAtEachEnd)
            {
                _first.Add(text);
                return;
            }

            _last.Enqueue(text);
            if (_last.Count > KeptAtEachEnd)
            {
                _last.Dequeue();
            }
        }
    }

    /// <summary>All kept lines in order.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lock)
            {
                return [.. _first, .. _last];
            }
        }
    }

    // ffmpeg puts the component and its address before a line: [mov,mp4 @ 0x55d0] moov atom not found
    [GeneratedRegex(@"^(\[[^\]]* @ [^\]]*\]\s*)+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Prefix();
}
