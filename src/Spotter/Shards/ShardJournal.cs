using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Spotter.Batches;
using Spotter.Files;
using Spotter.Networks.Files;
using Spotter.Results;
using Spotter.Sources;
using Spotter.Videos;

namespace Spotter.Shards;

/// <summary>
/// Keeps what a shard has answered, a line an input, so that a task that is killed at any point goes on where it was:
/// what has a line is done, and half a line at the end is none.
/// </summary>
/// <remarks>
/// What is being worked on is noted first. Inputs that were in hand when the process died are searched again one at a
/// time before all others, and an input over which it died twice is recorded as failed: one that kills the decoder
/// does not stop the shard. Lines are handed to the system at once, which outlives the process, and to the disk each
/// second; after a power cut what was lost is searched again.
/// </remarks>
internal sealed class ShardJournal : IBatchJournal, IDisposable
{
    private const int DeathsAreEnough = 2;
    private static readonly TimeSpan DiskInterval = TimeSpan.FromSeconds(1);

    private readonly ShardFolder _folder;
    private readonly Shard _shard;
    private readonly FileStream _lock;
    private readonly FileStream _results;
    private readonly FileStream _hand;
    private readonly Lock _handLock = new();
    private readonly HashSet<string> _done = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (decimal Time, long Count)> _frames = new(StringComparer.Ordinal);
    private readonly List<string> _suspects = [];
    private volatile bool _isBroken;
    private long _onDisk = Stopwatch.GetTimestamp();

    private ShardJournal(ShardFolder folder, Shard shard, bool resume, bool retriesErrors)
    {
        (_folder, _shard) = (folder, shard);
        string path = folder.ResultsOf(shard);
        _lock = Lock();
        try
        {
            if (!resume && File.Exists(path) && new FileInfo(path).Length > 0)
            {
                throw new OutputException(
                    $"{path}: is there already; go on with it by --resume, or name another folder"
                );
            }

            (_results, _hand) = Keep(() => Begin(path, retriesErrors));
        }
        catch
        {
            Unlock();
            throw;
        }
    }

    private (FileStream Results, FileStream Hand) Begin(string path, bool retriesErrors)
    {
        ReadDone(path, retriesErrors);
        if (!File.Exists(_folder.BeginOf(_shard)))
        {
            File.WriteAllBytes(_folder.BeginOf(_shard), []);
        }

        IReadOnlyList<string> killers = CountDeaths();
        FileStream? results = null;
        FileStream? hand = null;
        try
        {
            results = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
            hand = new FileStream(_folder.HandOf(_shard), FileMode.Create, FileAccess.Write, FileShare.Read);
            Write(hand, Guid.NewGuid().ToString("N"));
            foreach (string killer in killers)
            {
                Write(
                    results,
                    new FailureJson(killer, $"{killer}: the process died twice while it was worked on; left out")
                );
                _done.Add(killer);
            }

            return (results, hand);
        }
        catch
        {
            Close(results);
            Close(hand);
            throw;
        }
    }

    public ShardFolder Folder => _folder;

    public Shard Shard => _shard;

    /// <summary>How many inputs are answered.</summary>
    public int Done => _done.Count;

    /// <summary>Begins a shard, or goes on with it.</summary>
    /// <param name="folder">Where results are kept.</param>
    /// <param name="shard">Which.</param>
    /// <param name="resume">Whether results that are there are gone on with; else they are refused.</param>
    /// <param name="retriesErrors">Whether what ended with an error counts as not answered; but for what
    /// brought the process down.</param>
    /// <exception cref="SpotterException">Another process works on it, or it is there already.</exception>
    public static ShardJournal Open(ShardFolder folder, Shard shard, bool resume, bool retriesErrors = false) =>
        new(folder, shard, resume, retriesErrors);

    /// <summary>Of a run's inputs those of this shard that are not answered.</summary>
    /// <returns>
    /// The inputs, and how many of the first are to be searched one at a time, as the process died over one of them.
    /// </returns>
    public (IReadOnlyList<PictureSource> Sources, int Alone) Left(IEnumerable<PictureSource> all)
    {
        PictureSource[] left =
        [
            .. all.Where(source => _shard.Holds(source.Name) && !_done.Contains(source.Name))
                .DistinctBy(static source => source.Name, StringComparer.Ordinal),
        ];
        PictureSource[] alone = [.. left.Where(source => _suspects.Contains(source.Name))];
        return ([.. alone, .. left.Except(alone)], alone.Length);
    }

    /// <summary>Of the parts of videos those of this shard that are not answered.</summary>
    public IReadOnlyList<VideoPart> Left(IEnumerable<VideoPart> all) =>
        [.. all.Where(part => _shard.Holds(ShardUnit.Of(part)) && !_done.Contains(part.Name))];

    /// <summary>The time of the last frame of a part that is kept; null where there is none.</summary>
    public TimeSpan? LastFrameOf(VideoPart part) =>
        _frames.TryGetValue(part.Name, out (decimal Time, long Count) last) ? SeenFrameJson.TimeOf(last.Time) : null;

    /// <summary>How many frames of a part are kept.</summary>
    public long FramesOf(VideoPart part) => _frames.GetValueOrDefault(part.Name).Count;

    /// <inheritdoc/>
    public void Begin(PictureSource source) => Begin(source.Name);

    /// <summary>Work on an input begins.</summary>
    public void Begin(string name)
    {
        lock (_handLock)
        {
            Keep(() => Write(_hand, name));
        }
    }

    /// <inheritdoc/>
    public void End(PictureOutcome outcome)
    {
        if (outcome.Result is { } result)
        {
            Answer(outcome.Source.Name, AnswerJson.Of(result), ResultJson.Readable.AnswerJson);
        }
        else
        {
            Fail(outcome.Source.Name, outcome.Problem!);
        }
    }

    /// <summary>An input is done, and this is its answer.</summary>
    public void Answer<T>(string name, T answer, JsonTypeInfo<T> type)
    {
        Write(answer, type);
        _done.Add(name);
    }

    /// <summary>An input is done: it cannot be worked on.</summary>
    public void Fail(string name, string problem) =>
        Answer(name, new FailureJson(name, problem), ResultJson.Readable.FailureJson);

    /// <summary>Takes a frame of a part, which is no answer yet.</summary>
    public void Add(SeenFrameJson frame)
    {
        Write(frame, ResultJson.Readable.SeenFrameJson);
        _frames[frame.File] = (frame.Time, _frames.GetValueOrDefault(frame.File).Count + 1);
    }

    private void Write<T>(T line, JsonTypeInfo<T> type) =>
        Keep(() =>
        {
            JsonLine.Write(_results, line, type);
            if (Stopwatch.GetElapsedTime(_onDisk) > DiskInterval)
            {
                _results.Flush(flushToDisk: true);
                _onDisk = Stopwatch.GetTimestamp();
            }
        });

    /// <summary>Ends, and nothing is in hand any more: what is not answered did not bring the process down.</summary>
    public void Dispose()
    {
        try
        {
            if (!_isBroken)
            {
                Keep(() => _results.Flush(flushToDisk: true));
            }
        }
        finally
        {
            Close(_results);
            Close(_hand);
            File.Delete(_folder.HandOf(_shard));
            Unlock();
        }
    }

    // A stream that could not write tries again when it is closed.
    private static void Close(FileStream? file)
    {
        try
        {
            file?.Dispose();
        }
        catch (IOException)
        {
            // It was said when it was written.
        }
    }

    // The name goes while the lock is held: who locks what nobody finds any more must see so. Where the system does not
    // tell, the name stays.
    private void Unlock()
    {
        if (IdentityOf(_lock) is not null)
        {
            File.Delete(_folder.LockOf(_shard));
        }

        _lock.Dispose();
    }

    /// <summary>Writes, and says what to do where that fails. Nobody writes behind half a line.</summary>
    private void Keep(Action write) =>
        Keep(() =>
        {
            write();
            return true;
        });

    private T Keep<T>(Func<T> write)
    {
        if (_isBroken)
        {
            throw new SpotterException(SpotterErrorKind.Damaged, $"{_folder.FullPath}: cannot be written any more");
        }

        try
        {
            return write();
        }
        catch (Exception e) when (SpotterException.IsBare(e))
        {
            _isBroken = true;

            // Not a mistake of the command line: another try may help.
            throw new SpotterException(
                SpotterErrorKind.Damaged,
                $"{_folder.ResultsOf(_shard)}: cannot be written: {e.Message.Split('\n', 2)[0].Trim()}; what is "
                    + "answered is kept, go on with --resume",
                e
            );
        }
    }

    private FileStream Lock()
    {
        string path = _folder.LockOf(_shard);
        while (true)
        {
            FileStream file;
            try
            {
                file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (File.Exists(path))
            {
                // Not a mistake of the command line: a scheduler may try again.
                throw new SpotterException(
                    SpotterErrorKind.Damaged,
                    $"{_folder.FullPath}: shard {_shard} is being worked on by another process; wait for it, or stop "
                        + "it",
                    e
                );
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw OutputException.About(path, e);
            }

            if (IsAt(file, path))
            {
                return file;
            }

            // Whoever had it took its name away between its being opened and locked here.
            Close(file);
        }
    }

    /// <summary>Whether the file is still the one of that name; true where the system does not tell.</summary>
    private static bool IsAt(FileStream file, string path) =>
        IdentityOf(file) is not { } own || FileIdentity.Of(path) == own;

    private static FileIdentity? IdentityOf(FileStream file) =>
        FileIdentity.Of($"/proc/self/fd/{file.SafeFileHandle.DangerousGetHandle()}");

    /// <summary>Reads what is answered, and takes away what is no line: the end of one that was written.</summary>
    private void ReadDone(string path, bool retriesErrors)
    {
        if (!File.Exists(path))
        {
            return;
        }

        // Of videos there may be more lines than memory has room for.
        if (ShardLine.Read(path).All(line => IsNew(line, retriesErrors)))
        {
            return;
        }

        _done.Clear();
        _frames.Clear();
        using var whole = new WholeFile(path, bufferSize: 1 << 16);
        foreach (ShardLine line in ShardLine.Read(path).Where(line => IsNew(line, retriesErrors)))
        {
            whole.Stream.Write(line.Bytes);
            whole.Stream.WriteByte((byte)'\n');
        }

        whole.Commit(isDurable: true);
    }

    /// <summary>Notes what a line says; false where it is none, or says what was said before.</summary>
    private bool IsNew(ShardLine line, bool retriesErrors)
    {
        if (line.File is not { } file || _done.Contains(file) || (retriesErrors && line.Error is not null))
        {
            return false;
        }

        if (line.Time is not { } time)
        {
            return _done.Add(file);
        }

        if (_frames.TryGetValue(file, out (decimal Time, long Count) last) && time <= last.Time)
        {
            return false;
        }

        _frames[file] = (time, last.Count + 1);
        return true;
    }

    /// <summary>Counts for each input how often the process died while it was in hand.</summary>
    /// <returns>Those over which it died often enough.</returns>
    private List<string> CountDeaths()
    {
        string[] hand = Lines(_folder.HandOf(_shard));
        string[] deaths = Lines(_folder.DeathsOf(_shard));

        // A hand begins with a name of its own, so that it counts once though this process should die here too.
        if (hand.Length > 1 && !deaths.Contains(hand[0], StringComparer.Ordinal))
        {
            deaths =
            [
                .. deaths,
                hand[0],
                .. hand.Skip(1)
                    .Where(name => !_done.Contains(name))
                    .Distinct(StringComparer.Ordinal)
                    .Select(WithFrames),
            ];
            WholeFile.Write(
                _folder.DeathsOf(_shard),
                Encoding.UTF8.GetBytes(string.Concat(deaths.Select(static line => Quoted(line) + "\n")))
            );
        }

        List<string> killers = [];
        foreach (IGrouping<string, string> one in deaths.GroupBy(static name => name, StringComparer.Ordinal))
        {
            string name = WithoutFrames(one.Key);
            if (!_done.Contains(name))
            {
                (one.Count() >= DeathsAreEnough ? killers : _suspects).Add(name);
            }
        }

        return killers;
    }

    // Who works on a part for minutes may be killed twice meanwhile. It is the part's fault where it happens twice at
    // one frame.
    private string WithFrames(string name) =>
        _frames.TryGetValue(name, out (decimal Time, long Count) last)
            ? string.Create(CultureInfo.InvariantCulture, $"{name}@{last.Count}")
            : name;

    private string WithoutFrames(string death) =>
        death.LastIndexOf('@') is > 0 and int at && _frames.ContainsKey(death[..at]) ? death[..at] : death;

    // A line that is no string of JSON was being written when the process died: what it names had not begun.
    private static string[] Lines(string path)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        var lines = new List<string>();
        foreach (string line in File.ReadLines(path))
        {
            try
            {
                lines.Add(JsonSerializer.Deserialize(line, ResultJson.Readable.String)!);
            }
            catch (JsonException)
            {
                break;
            }
        }

        return [.. lines];
    }

    private static string Quoted(string text) => JsonSerializer.Serialize(text, ResultJson.Readable.String);

    private static void Write(FileStream hand, string name)
    {
        hand.Write(Encoding.UTF8.GetBytes(Quoted(name) + "\n"));
        hand.Flush();
    }

    private static void Write(FileStream results, FailureJson failure) =>
        JsonLine.Write(results, failure, ResultJson.Readable.FailureJson);
}
