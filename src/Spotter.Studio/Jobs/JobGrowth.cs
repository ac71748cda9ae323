using System.Diagnostics;
using Spotter.Studio.Hosting;

namespace Spotter.Studio.Jobs;

/// <summary>What a job writes by itself, counted while it writes.</summary>
internal sealed class JobGrowth(JobFolder folder, Storage storage)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private long _counted = Storage.SizeOf(folder.Root);
    private long _last = Stopwatch.GetTimestamp();

    /// <summary>Looks from time to time; false where there is no room for what was written.</summary>
    public bool Look() => Stopwatch.GetElapsedTime(_last) < Pause || Count();

    /// <summary>Looks now.</summary>
    public bool Count()
    {
        _last = Stopwatch.GetTimestamp();
        long size = Storage.SizeOf(folder.Root);
        long grown = size - _counted;
        _counted = size;
        return storage.Count(grown);
    }
}
