using System.Diagnostics;
using System.Globalization;

namespace Spotter.Studio.Hosting;

/// <summary>
/// The one quota of what the studio keeps on disk: uploads, results, data sets and runs together. Only what is there
/// counts, never what a request says that it will bring, and nothing gives way to anything: who asks for more is told
/// what to remove.
/// </summary>
internal sealed class Storage(DataFolders folders, StudioLimits limits)
{
    // A file takes a block more than its bytes, so that many small ones count as what they are to a disk.
    public const long BytesPerFile = 4096;

    // Looking at all files takes a while where there are many: at most a tenth of the time goes there.
    private const int TimesApart = 9;

    private readonly Lock _lock = new();
    private Usage? _usage;
    private long _used;
    private long _nextMeasure;

    /// <summary>What is kept, by kind.</summary>
    public sealed record Usage(long Datasets, long Runs, long Results, long Networks = 0)
    {
        public long Total => Datasets + Runs + Results + Networks;
    }

    /// <summary>Counts bytes that have come and are about to be written.</summary>
    /// <exception cref="ProblemException">There is no room for them.</exception>
    public void Take(long bytes)
    {
        lock (_lock)
        {
            if (!HasRoom(bytes))
            {
                throw Full();
            }

            _used += bytes;
        }
    }

    /// <summary>
    /// Counts bytes that something has written by itself; false where that was more than there was room for.
    /// </summary>
    public bool Count(long bytes)
    {
        lock (_lock)
        {
            bool fits = HasRoom(bytes);
            _used += bytes;
            return fits;
        }
    }

    /// <summary>
    /// Refuses what will not fit, so that nobody sends a gigabyte in vain. It keeps no room for what does.
    /// </summary>
    /// <param name="bytes">What the request says that it brings.</param>
    /// <exception cref="ProblemException">There is no room for so much.</exception>
    public void CheckRoom(long bytes)
    {
        if (bytes > limits.StorageBytes)
        {
            throw ProblemException.TooLarge($"the studio keeps at most {Size(limits.StorageBytes)} in all; send less");
        }

        lock (_lock)
        {
            if (!HasRoom(bytes))
            {
                throw Full();
            }
        }
    }

    /// <summary>Removes a folder, and no longer counts it.</summary>
    public void Remove(string folder)
    {
        long size = SizeOf(folder);
        DataFolders.Remove(folder);
        Free(size);
    }

    /// <summary>Removes a file, and no longer counts it.</summary>
    public void RemoveFile(string path)
    {
        var file = new FileInfo(path);
        long size = file.Exists ? file.Length + BytesPerFile : 0;
        file.Delete();
        Free(size);
    }

    /// <summary>Looks at what is really there, which others may have written or removed.</summary>
    public void Refresh()
    {
        lock (_lock)
        {
            Measure(isForced: true);
        }
    }

    /// <summary>Bytes of all that is in a folder, as they count.</summary>
    public static long SizeOf(string folder)
    {
        try
        {
            return new DirectoryInfo(folder)
                .EnumerateFiles("*", SearchOption.AllDirectories)
                .Sum(static file => Length(file) + BytesPerFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    private void Free(long bytes)
    {
        lock (_lock)
        {
            Measure(isForced: false);
            _used = Math.Max(0, _used - bytes);
        }
    }

    private bool HasRoom(long bytes)
    {
        Measure(isForced: false);
        if (_used + bytes > limits.StorageBytes && Environment.TickCount64 >= _nextMeasure)
        {
            Measure(isForced: true);
        }

        return _used + bytes <= limits.StorageBytes;
    }

    private void Measure(bool isForced)
    {
        if (_usage is not null && !isForced)
        {
            return;
        }

        long start = Stopwatch.GetTimestamp();
        _usage = new Usage(
            SizeOf(folders.Datasets) + SizeOf(folders.Labels),
            SizeOf(folders.Runs),
            SizeOf(folders.Work),
            SizeOf(folders.Networks)
        );
        _used = _usage.Total;
        _nextMeasure = Environment.TickCount64 + TimesApart * (long)Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private ProblemException Full()
    {
        Usage usage = _usage!;
        return ProblemException.Full(
            $"the studio keeps at most {Size(limits.StorageBytes)}: {Size(usage.Datasets)} are in data sets, "
                + $"{Size(usage.Runs)} in runs, "
                + $"{Size(usage.Results)} in uploads and results, {Size(usage.Networks)} in networks; remove some of "
                + $"them (DELETE /api/v1/datasets/ID, /api/v1/labels/ID, /api/v1/runs/NAME, /api/v1/jobs/ID or "
                + $"/api/v1/models/ID), or start it with more --storage"
        );
    }

    private static long Length(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static string Size(long bytes) =>
        bytes >= 1L << 30
            ? string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):0.#} GB")
            : string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(bytes / (double)(1L << 20)):0} MB");
}
