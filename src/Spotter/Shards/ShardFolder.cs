using System.Globalization;
using System.Text.Json;
using Spotter.Files;
using Spotter.Networks.Files;
using Spotter.Results;

namespace Spotter.Shards;

/// <summary>The folder that the tasks of a run write their results to: what is called how in it.</summary>
/// <remarks>
/// <c>run.json</c> says what the run is. A shard has <c>shard-00003-of-00008.jsonl</c>, a line of JSON an input;
/// <c>.begun</c> tells by its date since when; while it is worked on there is also <c>.lock</c> (but on Linux it
/// stays), and <c>.hand</c> with what is being worked on; and <c>.deaths</c> where the process died over inputs.
/// </remarks>
internal sealed class ShardFolder
{
    private const string RunFile = "run.json";

    private ShardFolder(string path, ShardRun run) => (FullPath, Run) = (path, run);

    public string FullPath { get; }

    public ShardRun Run { get; }

    /// <summary>Opens a folder for writing; it is made where there is none.</summary>
    /// <exception cref="OutputException">It holds another run's results, or something else.</exception>
    public static ShardFolder Begin(string path, ShardRun run)
    {
        OutputException.MakeFolder(path);
        string file = Path.Combine(path, RunFile);
        if (!File.Exists(file))
        {
            if (Directory.EnumerateFileSystemEntries(path).Any(static entry => !IsOurs(Path.GetFileName(entry))))
            {
                throw new OutputException($"{path}: is no folder of results, and not empty; name another one");
            }

            Claim(file, run);
        }

        ShardRun there = Read(file);
        return run.DifferenceFrom(there) is { } difference
            ? throw new OutputException($"{path}: holds results of another run ({difference}); name another folder")
            : new ShardFolder(path, run);
    }

    /// <summary>Opens a folder for reading.</summary>
    /// <exception cref="SpotterException">It is none.</exception>
    public static ShardFolder Open(string path)
    {
        string file = Path.Combine(path, RunFile);
        return File.Exists(file)
            ? new ShardFolder(path, Read(file))
            : throw new SpotterException(
                SpotterErrorKind.Missing,
                $"{path}: {(Directory.Exists(path) ? "is no folder of results, it has no run.json" : "no such folder")}"
            );
    }

    public string ResultsOf(Shard shard) => $"{NameOf(shard)}.jsonl";

    public string LockOf(Shard shard) => $"{NameOf(shard)}.lock";

    public string HandOf(Shard shard) => $"{NameOf(shard)}.hand";

    /// <summary>It is there since the first task began; nothing is in it.</summary>
    public string BeginOf(Shard shard) => $"{NameOf(shard)}.begun";

    public string DeathsOf(Shard shard) => $"{NameOf(shard)}.deaths";

    private string NameOf(Shard shard) =>
        Path.Combine(
            FullPath,
            string.Create(CultureInfo.InvariantCulture, $"shard-{shard.Index:00000}-of-{shard.Count:00000}")
        );

    // Of many tasks that begin at once the first one writes it; a link that is there already says so.
    private static void Claim(string file, ShardRun run)
    {
        string own = $"{file}.{Guid.NewGuid():N}";
        WholeFile.Write(own, JsonSerializer.SerializeToUtf8Bytes(run, ResultJson.Readable.ShardRun));
        try
        {
            File.Move(own, file, overwrite: false);
        }
        catch (IOException) when (File.Exists(file))
        {
            File.Delete(own);
        }
    }

    private static bool IsOurs(string name) =>
        name.StartsWith(RunFile, StringComparison.Ordinal)
        || name.StartsWith('.')
        || name.StartsWith("shard-", StringComparison.Ordinal);

    private static ShardRun Read(string file)
    {
        try
        {
            ShardRun run = JsonSerializer.Deserialize(File.ReadAllBytes(file), ResultJson.Readable.ShardRun)
                ?? throw new JsonException("it is empty");
            return run.Shards is >= 1 and <= Shard.MostShards
                ? run
                : throw new JsonException($"{run.Shards} shards are not 1 to {Shard.MostShards}");
        }
        catch (JsonException e)
        {
            throw new SpotterException(SpotterErrorKind.Damaged, $"{file}: is damaged: {e.Message}", e);
        }
    }
}
