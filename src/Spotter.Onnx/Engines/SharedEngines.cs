using Spotter.Onnx.Graphs;

namespace Spotter.Onnx.Engines;

/// <summary>
/// Engines that are in use, by file and options: whoever names one file twice, in two detectors or two requests, has
/// its weights in memory once.
/// </summary>
internal static class SharedEngines
{
    private static readonly Dictionary<Key, Shared> Used = [];

    /// <summary>The engine of a file, made where it is not there.</summary>
    public static EngineLease Take(string path, NetworkOptions options)
    {
        var file = new FileInfo(path);
        var key = new Key(
            file.FullName,
            file.Exists ? file.Length : 0,
            file.Exists ? file.LastWriteTimeUtc : default,
            options.Engine,
            options.Device,
            options.Answer
        );
        Shared shared;
        lock (Used)
        {
            if (!Used.TryGetValue(key, out Shared? found))
            {
                found = new Shared(() => EngineChoice.Open(path, options));
                Used.Add(key, found);
            }

            shared = found;
            shared.Users++;
        }

        try
        {
            return new EngineLease(shared.Engine.Value, () => Return(key, shared));
        }
        catch
        {
            Return(key, shared);
            throw;
        }
    }

    private static void Return(Key key, Shared shared)
    {
        lock (Used)
        {
            if (--shared.Users > 0)
            {
                return;
            }

            Used.Remove(key);
        }

        if (shared.Engine.IsValueCreated)
        {
            shared.Engine.Value.Dispose();
        }
    }

    private readonly record struct Key(
        string Path,
        long Length,
        DateTime Written,
        NetworkEngine? Engine,
        NetworkDevice Device,
        string? Answer
    );

    private sealed class Shared(Func<INetworkEngine> open)
    {
        // What fails fails again for whoever comes next: the file may have been mended.
        public Lazy<INetworkEngine> Engine { get; } = new(open, LazyThreadSafetyMode.ExecutionAndPublication);

        public int Users { get; set; }
    }
}

/// <summary>A use of an engine, until it is disposed of.</summary>
internal sealed class EngineLease(INetworkEngine engine, Action giveBack) : IDisposable
{
    private int _isOver;

    public INetworkEngine Engine { get; } = engine;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isOver, 1) == 0)
        {
            giveBack();
        }
    }
}
