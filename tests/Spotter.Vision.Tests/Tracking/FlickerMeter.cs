using Spotter.Vision.Tracking;

namespace Spotter.Vision.Tests.Tracking;

/// <summary>
/// Counts how often boxes flicker: how often one shows, or is missing, for fewer than a few frames. It looks at
/// boxes alone and so measures raw detections and tracks alike.
/// </summary>
/// <remarks>
/// A box goes on in the next frame where a box of the same label overlaps it by
/// <see cref="MinOverlap">an IoU of 0.3</see>; pairs are made for the largest sum of overlaps. A showing that
/// begins in the first frame or has not ended in the last one is not counted: its length is not known.
/// </remarks>
/// <param name="frames">Showings and gaps of fewer frames than this are flicker: 1 or more.</param>
internal sealed class FlickerMeter(int frames = 3)
{
    /// <summary>The least intersection over union of a box in one frame and the same box in the next.</summary>
    public const double MinOverlap = 0.3;

    private readonly int _frames =
        frames >= 1
            ? frames
            : throw new ArgumentOutOfRangeException(nameof(frames), frames, $"frames must be 1 or more, got {frames}");

    private readonly AssignmentSolver _solver = new();
    private readonly List<Showing> _showings = [];
    private readonly List<Showing> _candidates = [];
    private readonly List<Detection> _left = [];
    private double[] _gain = [];
    private int[] _match = [];

    /// <summary>Frames added so far.</summary>
    public int FrameCount { get; private set; }

    /// <summary>Boxes of all frames added so far.</summary>
    public long BoxCount { get; private set; }

    /// <summary>Boxes that showed for fewer frames than the limit.</summary>
    public int Appearances { get; private set; }

    /// <summary>Boxes that were missing for fewer frames than the limit and then came back.</summary>
    public int Vanishings { get; private set; }

    /// <summary>Appearances and vanishings together.</summary>
    public int Total => Appearances + Vanishings;

    /// <summary>Takes in what the next frame shows.</summary>
    public void Add(IReadOnlyList<Detection> shown)
    {
        ArgumentNullException.ThrowIfNull(shown);
        _left.Clear();
        _left.AddRange(shown);
        BoxCount += shown.Count;

        GoOn(missing: 0);
        foreach (Showing showing in _showings)
        {
            bool endsHere = showing.LastFrame == FrameCount - 1;
            Appearances += endsHere && showing.FirstFrame > 0 && showing.Length < _frames ? 1 : 0;
        }

        for (int missing = 1; missing < _frames; missing++)
        {
            GoOn(missing);
        }

        foreach (Detection detection in _left)
        {
            _showings.Add(new Showing(detection, FrameCount));
        }

        _showings.RemoveAll(showing => FrameCount - showing.LastFrame >= _frames);
        FrameCount++;
    }

    /// <summary>Finds the boxes of this frame that go on what showed last a number of frames before.</summary>
    private void GoOn(int missing)
    {
        _candidates.Clear();
        foreach (Showing showing in _showings)
        {
            if (showing.LastFrame == FrameCount - 1 - missing)
            {
                _candidates.Add(showing);
            }
        }

        int columns = _left.Count;
        Array.Resize(ref _gain, Math.Max(_gain.Length, _candidates.Count * columns));
        Array.Resize(ref _match, Math.Max(_match.Length, _candidates.Count));
        for (int i = 0; i < _candidates.Count * columns; i++)
        {
            Detection last = _candidates[i / columns].Last;
            Detection next = _left[i % columns];
            double overlap = string.Equals(last.Label, next.Label, StringComparison.Ordinal)
                ? last.Box.IntersectionOverUnion(next.Box)
                : 0;
            _gain[i] = overlap >= MinOverlap ? overlap : 0;
        }

        _solver.Solve(_gain, _candidates.Count, columns, _match);
        for (int row = 0; row < _candidates.Count; row++)
        {
            if (_match[row] >= 0)
            {
                Continue(_candidates[row], _left[_match[row]], missing);
            }
        }

        for (int row = 0; row < _candidates.Count; row++)
        {
            if (_match[row] >= 0)
            {
                _left.Remove(_candidates[row].Last);
            }
        }
    }

    private void Continue(Showing showing, Detection detection, int missing)
    {
        showing.Last = detection;
        showing.LastFrame = FrameCount;
        if (missing > 0)
        {
            Vanishings++;
            showing.FirstFrame = FrameCount;
        }
    }

    /// <summary>One box over the frames in which it shows without a gap.</summary>
    private sealed class Showing(Detection first, int frame)
    {
        public Detection Last { get; set; } = first;

        public int FirstFrame { get; set; } = frame;

        public int LastFrame { get; set; } = frame;

        public int Length => LastFrame - FirstFrame + 1;
    }
}
