using System.Collections.Concurrent;
using Spotter.Studio.Access;
using Spotter.Studio.Hosting;

namespace Spotter.Studio.Jobs;

/// <summary>All jobs, each visible to its own session. The oldest make room when there are too many or too large.</summary>
internal sealed class JobStore : IDisposable
{
    private static readonly TimeSpan SweepPause = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Job> _jobs = new(StringComparer.Ordinal);
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

    /// <exception cref="ProblemException">The session has too many jobs, or the disk has no room for more.</exception>
    public void CheckRoom(string sessionId, long bytes)
    {
        if (_jobs.Values.Count(job => job.SessionId == sessionId && !job.HasEnded) >= _limits.JobsWaiting)
        {
            throw ProblemException.TooMany($"{_limits.JobsWaiting} files wait already; send more when some are done");
        }

        long used = Shrink(_limits.ResultBytes - bytes);
        if (used + bytes > _limits.ResultBytes)
        {
            throw ProblemException.TooMany($"{_limits.ResultBytes >> 20} MB of files are in work already; send more when some are done");
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

    private void Sweep()
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
}
