using System.Collections.Concurrent;
using Spotter.Studio.Access;
using Spotter.Studio.Hosting;

namespace Spotter.Studio.Jobs;

/// <summary>All jobs, each visible to its own session. The oldest make room when there are too many or too large.</summary>
internal sealed class JobStore : IDisposable
{
    private static readonly TimeSpan SweepPause = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Job> _jobs = new(StringComparer.Ordinal);
    private readonly List<Arrival> _arriving = [];
    private readonly StudioLimits _limits;
    private readonly JobRunner _runner;
    private readonly Timer _sweeper;

    public JobStore(StudioLimits limits, JobRunner runner, Sessions sessions)
    {
        _limits = limits;
        _runner = runner;
        sessions.WhenEnded(session => RemoveAll(session.Id));
        _sweeper = new Timer(_ => Sweep(), null, SweepPause, SweepPause);
    }

    /// <summary>The jobs of a session, newest first.</summary>
    public IReadOnlyList<Job> Of(string sessionId) =>
        [.. _jobs.Values.Where(job => job.SessionId == sessionId).OrderByDescending(static job => job.Created)];

    /// <exception cref="ProblemException">There is none of this id that belongs to the session.</exception>
    public Job Get(string sessionId, string id) => _jobs.TryGetValue(id, out Job? job) && job.SessionId == sessionId
        ? job
        : throw ProblemException.NotFound("there is no such job in this session; jobs end with their session, and old ones make room");

    /// <summary>Keeps room for a file that is about to come; disposed when it has become a job, or has not.</summary>
    /// <param name="sessionId">Whose it is.</param>
    /// <param name="bytes">How large it is at most.</param>
    /// <exception cref="ProblemException">The session has too many jobs, or the disk has no room for more.</exception>
    public IDisposable Reserve(string sessionId, long bytes)
    {
        lock (_arriving)
        {
            int arriving = _arriving.Count(arrival => arrival.SessionId == sessionId);
            if (_jobs.Values.Count(job => job.SessionId == sessionId && !job.HasEnded) + arriving >= _limits.JobsWaiting)
            {
                throw ProblemException.TooMany($"{_limits.JobsWaiting} files wait already; send more when some are done");
            }

            long most = _limits.ResultBytes - bytes - _arriving.Sum(static arrival => arrival.Bytes);
            if (Shrink(most) > most)
            {
                throw ProblemException.TooMany($"{_limits.ResultBytes >> 20} MB of files are in work already; send more when some are done");
            }

            var arrival = new Arrival(_arriving, sessionId, bytes);
            _arriving.Add(arrival);
            return arrival;
        }
    }

    public Job Add(Job job)
    {
        _jobs[job.Id] = job;
        _runner.Enqueue(job);
        return job;
    }

    /// <summary>Stops a job and removes all that belongs to it.</summary>
    public void Remove(Job job)
    {
        if (!_jobs.TryRemove(job.Id, out _))
        {
            return;
        }

        job.Cancel();
        _ = CleanUpAsync(job);
    }

    public void Dispose()
    {
        _sweeper.Dispose();
        foreach (Job job in _jobs.Values)
        {
            job.Cancel();
        }
    }

    private static async Task CleanUpAsync(Job job)
    {
        await job.Ended;
        job.Folder.Remove();
        job.Dispose();
    }

    private void RemoveAll(string sessionId)
    {
        foreach (Job job in Of(sessionId))
        {
            Remove(job);
        }
    }

    /// <summary>Removes what is too old, then what is too much; a timer calls it.</summary>
    internal void Sweep()
    {
        DateTimeOffset oldest = DateTimeOffset.UtcNow - _limits.ResultAge;
        foreach (Job job in _jobs.Values.Where(job => job.HasEnded && job.Created < oldest))
        {
            Remove(job);
        }

        Shrink(_limits.ResultBytes);
    }

    /// <summary>Removes the oldest that have ended until the rest fits, and answers how much that is.</summary>
    private long Shrink(long most)
    {
        (Job Job, long Size)[] sizes = [.. _jobs.Values.OrderBy(static job => job.Created).Select(static job => (job, job.Folder.Size()))];
        long used = sizes.Sum(static entry => entry.Size);
        foreach ((Job job, long size) in sizes.Where(static entry => entry.Job.HasEnded))
        {
            if (used <= most)
            {
                break;
            }

            Remove(job);
            used -= size;
        }

        return used;
    }

    /// <summary>A file that is on its way.</summary>
    private sealed class Arrival(List<Arrival> all, string sessionId, long bytes) : IDisposable
    {
        public string SessionId => sessionId;

        public long Bytes => bytes;

        public void Dispose()
        {
            lock (all)
            {
                all.Remove(this);
            }
        }
    }
}
