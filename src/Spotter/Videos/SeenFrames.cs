using System.Text.Json;
using Spotter.Networks.Text;
using Spotter.Results;
using Spotter.Shards;
using Spotter.Sources;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Videos;

/// <summary>What the tasks of a run found in the frames of a video, from its first part to its last.</summary>
internal sealed class SeenFrames
{
    private readonly ShardFolder _folder;
    private readonly ShardResults _results;
    private readonly IReadOnlyList<VideoPart> _parts;

    private SeenFrames(ShardFolder folder, ShardResults results, IReadOnlyList<VideoPart> parts) =>
        (_folder, _results, _parts) = (folder, results, parts);

    /// <summary>How many frames there are.</summary>
    public long Count => _parts.Sum(part => _results.Frames.GetValueOrDefault(part.Name).Count);

    /// <summary>What went wrong with a part, in one line; null where nothing did.</summary>
    public string? Problem
    {
        get
        {
            var names = _parts.Select(static part => part.Name).ToHashSet(StringComparer.Ordinal);
            return _results
                .Answers.Where(answer => answer.IsError && names.Contains(answer.File))
                .Select(static answer => answer.Error)
                .FirstOrDefault();
        }
    }

    /// <summary>Opens what was found in a video.</summary>
    /// <exception cref="SpotterException">Not all parts are answered.</exception>
    public static async Task<SeenFrames> OpenAsync(ShardFolder folder, ShardResults results, VideoFound video)
    {
        IReadOnlyList<VideoPart> parts = await VideoPart.AllOfAsync(video, folder.Run);
        var answered = results.Answers.Select(static answer => answer.File).ToHashSet(StringComparer.Ordinal);
        string[] missing = [.. parts.Select(static part => part.Name).Where(name => !answered.Contains(name))];
        return missing.Length == 0
            ? new SeenFrames(folder, results, parts)
            : throw new SpotterException(
                SpotterErrorKind.Missing,
                $"{folder.FullPath}: {missing.Length} of {Counted.Of(parts.Count, "part")} of "
                    + $"{video.Source.DisplayName} are not answered yet, such as {missing[0]}; run their shards first"
            );
    }

    /// <summary>The frames in order; they have no pixels.</summary>
    /// <param name="stride">Of the frames of the video, every how manieth there is.</param>
    public IEnumerable<SearchedFrame> All(int stride)
    {
        GrayImage? empty = null;
        long index = 0;
        foreach (SeenFrameJson seen in Lines())
        {
            if (empty is null || empty.Width != seen.Width || empty.Height != seen.Height)
            {
                empty = new GrayImage(new byte[seen.Width * seen.Height], seen.Width, seen.Height);
            }

            var frame = new Frame(empty)
            {
                Index = stride * index++,
                Timestamp = SeenFrameJson.TimeOf(seen.Time),
                IsOfVideo = true,
            };
            yield return Of(seen, frame);
        }
    }

    /// <summary>Puts what was found to frames that are read again, in their order.</summary>
    /// <param name="video">What messages call it.</param>
    /// <param name="isWhole">Whether every frame has been kept; else what was not is null.</param>
    public Func<Frame, SearchedFrame?> Beside(string video, bool isWhole)
    {
        IEnumerator<SeenFrameJson> lines = Lines().GetEnumerator();
        bool isThere = lines.MoveNext();
        return frame =>
        {
            while (isThere && SeenFrameJson.TimeOf(lines.Current.Time) < frame.Timestamp)
            {
                isThere = lines.MoveNext();
            }

            return isThere && SeenFrameJson.TimeOf(lines.Current.Time) == frame.Timestamp ? Of(lines.Current, frame)
                : !isWhole ? null
                : throw new SpotterException(
                    SpotterErrorKind.Damaged,
                    $"{video}: results have nothing of its frame at {frame.Timestamp}; was it changed meanwhile?"
                );
        };
    }

    private static SearchedFrame Of(SeenFrameJson seen, Frame frame) =>
        new(frame, seen.Found(), double.NaN, seen.Fault) { IsCut = seen.Cut == true };

    private IEnumerable<SeenFrameJson> Lines()
    {
        var last = TimeSpan.MinValue;
        foreach (VideoPart part in _parts)
        {
            if (!_results.Frames.TryGetValue(part.Name, out ShardResults.FrameLines place))
            {
                continue;
            }

            string path = _folder.ResultsOf(new Shard(place.Shard, _folder.Run.Shards));
            foreach (byte[] line in ShardLine.ReadBytes(path, place.Start, place.End))
            {
                SeenFrameJson? seen = Parse(line, path);
                if (seen?.File == part.Name && SeenFrameJson.TimeOf(seen.Time) > last)
                {
                    last = SeenFrameJson.TimeOf(seen.Time);
                    yield return seen;
                }
            }
        }
    }

    private static SeenFrameJson? Parse(byte[] line, string path)
    {
        try
        {
            return JsonSerializer.Deserialize(line, ResultJson.Readable.SeenFrameJson);
        }
        catch (JsonException e)
        {
            throw new SpotterException(SpotterErrorKind.Damaged, $"{path}: is damaged: {e.Message}", e);
        }
    }
}
