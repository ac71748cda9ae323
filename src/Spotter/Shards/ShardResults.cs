namespace Spotter.Shards;

/// <summary>Reads what the tasks of a run have answered.</summary>
/// <param name="folder">Where.</param>
internal sealed class ShardResults(ShardFolder folder)
{
    private readonly List<Answer> _answers = [];
    private readonly Dictionary<string, long> _labels = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FrameLines> _frames = new(StringComparer.Ordinal);

    /// <summary>How many shards have begun.</summary>
    public int Begun { get; private set; }

    /// <summary>How many lines are no whole lines of results: the ends of tasks that were killed.</summary>
    public int Torn { get; private set; }

    public IReadOnlyList<Answer> Answers => _answers;

    /// <summary>Where the frames of each part of a video are.</summary>
    public IReadOnlyDictionary<string, FrameLines> Frames => _frames;

    /// <summary>How many finds in pictures there are of each label.</summary>
    public IReadOnlyDictionary<string, long> Labels => _labels;

    /// <summary>Reads all lines; of them places alone are kept, of frames the first and the last.</summary>
    public static ShardResults Read(ShardFolder folder)
    {
        var results = new ShardResults(folder);
        for (int index = 1; index <= folder.Run.Shards; index++)
        {
            var shard = new Shard(index, folder.Run.Shards);
            if (File.Exists(folder.ResultsOf(shard)))
            {
                results.Read(shard);
            }
        }

        return results;
    }

    /// <summary>Compares the answers with the inputs.</summary>
    /// <param name="inputs">What was to be searched.</param>
    public ShardCheck Check(IEnumerable<string> inputs)
    {
        var expected = inputs.ToHashSet(StringComparer.Ordinal);
        var times = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (Answer answer in _answers)
        {
            times[answer.File] = times.GetValueOrDefault(answer.File) + 1;
        }

        return new ShardCheck(
            expected.Count,
            [.. expected.Where(name => !times.ContainsKey(name)).Order(StringComparer.Ordinal)],
            [.. times.Where(static one => one.Value > 1).Select(static one => one.Key).Order(StringComparer.Ordinal)],
            [.. times.Keys.Where(name => !expected.Contains(name)).Order(StringComparer.Ordinal)],
            [.. _answers.Where(static answer => answer.IsError).Select(static answer => answer.File)]
        );
    }

    /// <summary>Writes all lines in the order of the inputs' names, whatever shards they come from.</summary>
    public void Merge(Stream target)
    {
        FileStream[] files = new FileStream[folder.Run.Shards];
        try
        {
            foreach (
                Answer answer in _answers
                    .Where(answer => !answer.IsPart)
                    .OrderBy(static one => one.File, StringComparer.Ordinal)
            )
            {
                FileStream file = files[answer.Shard - 1] ??= new FileStream(
                    folder.ResultsOf(new Shard(answer.Shard, folder.Run.Shards)),
                    FileMode.Open,
                    FileAccess.Read,
                    FileShare.ReadWrite
                );
                byte[] line = new byte[answer.Length + 1];
                file.Position = answer.Offset;
                file.ReadExactly(line.AsSpan(0, answer.Length));
                line[^1] = (byte)'\n';
                target.Write(line);
            }
        }
        finally
        {
            foreach (FileStream file in files)
            {
                file?.Dispose();
            }
        }
    }

    private void Read(Shard shard)
    {
        Begun++;
        foreach (ShardLine line in ShardLine.Read(folder.ResultsOf(shard)))
        {
            if (line.File is not { } file)
            {
                Torn++;
                continue;
            }

            if (!line.IsAnswer)
            {
                _frames[file] = _frames.TryGetValue(file, out FrameLines lines)
                    ? lines with
                    {
                        End = line.Offset + line.Bytes.Length,
                        Count = lines.Count + 1,
                    }
                    : new FrameLines(shard.Index, line.Offset, line.Offset + line.Bytes.Length, 1);
                continue;
            }

            _answers.Add(
                new Answer(
                    file,
                    shard.Index,
                    line.Offset,
                    line.Bytes.Length,
                    line.Error,
                    line.Frames > 0 || _frames.ContainsKey(file)
                )
            );
            foreach (string label in line.Labels)
            {
                _labels[label] = _labels.GetValueOrDefault(label) + 1;
            }
        }
    }

    /// <summary>Where an input's answer is, why it is none, and whether it is that of a part of a video.</summary>
    internal readonly record struct Answer(string File, int Shard, long Offset, int Length, string? Error, bool IsPart)
    {
        public bool IsError => Error is not null;
    }

    /// <summary>Where the frames of a part are: in which shard, from which byte to which, and how many.</summary>
    internal readonly record struct FrameLines(int Shard, long Start, long End, long Count);
}

/// <summary>Whether every input is answered exactly once.</summary>
/// <param name="Inputs">How many there are.</param>
/// <param name="Missing">Those without an answer.</param>
/// <param name="Doubled">Those with more than one.</param>
/// <param name="Strangers">Answers to what is no input.</param>
/// <param name="Failed">Those whose answer is an error.</param>
internal sealed record ShardCheck(
    int Inputs,
    IReadOnlyList<string> Missing,
    IReadOnlyList<string> Doubled,
    IReadOnlyList<string> Strangers,
    IReadOnlyList<string> Failed
)
{
    public bool IsExactlyOnce => Missing.Count == 0 && Doubled.Count == 0 && Strangers.Count == 0;
}
