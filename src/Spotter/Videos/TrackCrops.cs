using System.Globalization;
using Spotter.Files;
using Spotter.Media;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Videos;

/// <summary>
/// Cuts out each identity of a video once, where the detector was surest of it: <c>STEM-LABEL-ID.png</c>; or each again
/// and again, numbered through: <c>STEM-LABEL-NUMBER.png</c>. What is held in memory is a picture for each identity
/// that is or was just there.
/// </summary>
internal sealed class TrackCrops
{
    // A track that was not shown for so long does not come back under its number.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>How the names end.</summary>
    public const string Extension = ".png";

    private readonly string _stem;
    private readonly Outputs _outputs;
    private readonly TimeSpan? _interval;
    private readonly Dictionary<int, Best> _best = [];
    private readonly Dictionary<int, TimeSpan> _last = [];

    /// <param name="stem">A folder, made where it is missing, and the beginning of the names.</param>
    /// <param name="outputs">Told what is written.</param>
    /// <param name="interval">After how long an identity is cut out again; null for the best of it alone.</param>
    /// <exception cref="OutputException">The folder cannot be made.</exception>
    public TrackCrops(string stem, Outputs outputs, TimeSpan? interval = null)
    {
        _stem = stem;
        _interval = interval;
        _outputs = outputs;
        OutputException.MakeFolder(Path.GetDirectoryName(Path.GetFullPath(stem))!);
    }

    /// <summary>Told which file shows which identity.</summary>
    public TrackJournal? Journal { get; init; }

    /// <summary>How many pictures were written.</summary>
    public int Written { get; private set; }

    /// <summary>Looks at a frame before it is drawn on.</summary>
    public void Take(in FollowedFrame followed)
    {
        if (_interval is { } interval)
        {
            TakeEach(followed, interval);
            return;
        }

        TimeSpan now = followed.Result.Timestamp;
        foreach (Detection detection in followed.Result.Detections)
        {
            if (detection.TrackId is not { } id)
            {
                continue;
            }

            // A box that is only carried on may have nothing in it.
            Best? best = _best.GetValueOrDefault(id);
            _best[id] =
                best is null || (!detection.IsPredicted && detection.Score > best.Score)
                    ? new Best(detection.Score, detection.Label, followed.Frame.Bgr.Crop(detection.Box), now)
                    : best with
                    {
                        Seen = now,
                    };
        }

        foreach (
            int id in _best
                .Where(entry => now - entry.Value.Seen > Patience)
                .Select(static entry => entry.Key)
                .ToArray()
        )
        {
            Write(id);
        }
    }

    private void TakeEach(in FollowedFrame followed, TimeSpan interval)
    {
        TimeSpan now = followed.Result.Timestamp;
        foreach (int due in _last.Where(one => now - one.Value >= interval).Select(static one => one.Key).ToArray())
        {
            _last.Remove(due);
        }

        foreach (Detection detection in followed.Result.Detections)
        {
            if (detection is { TrackId: { } id, IsPredicted: false } && _last.TryAdd(id, now))
            {
                Write(detection.Label, Written + 1, followed.Frame.Bgr.Crop(detection.Box));
            }
        }
    }

    /// <summary>Writes those that are still held.</summary>
    public void Complete()
    {
        foreach (int id in _best.Keys.ToArray())
        {
            Write(id);
        }
    }

    private void Write(int id)
    {
        _best.Remove(id, out Best? best);
        string path = Write(best!.Label, id, best.Picture);
        Journal?.NoteCrop(id, path);
    }

    private string Write(string label, int number, BgrImage picture)
    {
        string path = string.Create(CultureInfo.InvariantCulture, $"{StemOf(_stem, label)}-{number}{Extension}");
        picture.Save(path);
        _outputs.Note(path);
        Written++;
        return path;
    }

    /// <summary>What comes before the number of an identity.</summary>
    public static string StemOf(string stem, string label) => $"{stem}-{label}";

    private sealed record Best(double Score, string Label, BgrImage Picture, TimeSpan Seen);
}
