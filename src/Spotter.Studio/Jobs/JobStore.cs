using System.Collections.Concurrent;
using System.Globalization;
using Spotter.Studio.Hosting;

namespace Spotter.Studio.Jobs;

/// <summary>
/// All jobs, each visible to its own session. They stay until they are removed or too old; none gives way to another.
/// </summary>
internal sealed class JobStore(StudioLimits limits, JobRunner runner, Storage storage, RepeatableRequests repeatable)
    : IDisposable
{
    private readonly ConcurrentDictionary<string, Job> _jobs = new(StringComparer.Ordinal);
    private readonly List<Arrival> _arriving = [];

    /// <summary>The jobs of a session, newest first; none where there is no session.</summary>
    public IReadOnlyList<Job> Of(string? sessionId) =>
        [.. _jobs.Values.Where(job => job.SessionId == sessionId).OrderByDescending(static job => job.Created)];

    /// <exception cref="ProblemException">There is none of this id that belongs to the session.</exception>
    public Job Get(string? sessionId, string id) =>
        _jobs.TryGetValue(id, out Job? job) && job.SessionId == sessionId
            ? job
            : throw ProblemException.NotFound(
                "there is no such job in this session; jobs end with their session, or when they are old"
            );

    /// <summary>
    /// Lets a file come; disposed when it has become a job, or has not. It counts as a file, whatever its size is said
    /// to be.
    /// </summary>
    /// <param name="sessionId">Whose it is.</param>
    /// <exception cref="ProblemException">There are too many jobs.</exception>
    public IDisposable Arrive(string sessionId)
    {
        lock (_arriving)
        {
            int arriving = _arriving.Count(arrival => arrival.SessionId == sessionId);
            if (_jobs.Values.Count(job => job.SessionId == sessionId && !job.HasEnded) + arriving >= limits.JobsWaiting)
            {
                throw ProblemException.TooMany(
                    $"{limits.JobsWaiting} files wait already; send more when some are done"
                );
            }

            if (_jobs.Count + _arriving.Count >= limits.Jobs)
            {
                throw ProblemException.Full(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{limits.Jobs} files and their results are kept already; remove some (DELETE "
                            + $"/api/v1/jobs/ID), or wait until the oldest go after "
                            + $"{limits.ResultAge.TotalHours:0.#} hours"
                    )
                );
            }

            var arrival = new Arrival(_arriving, sessionId);
            _arriving.Add(arrival);
            return arrival;
        }
    }

    public Job Add(Job job)
    {
        _jobs[job.Id] = job;
        runner.Enqueue(job);
        return job;
    }

    /// <summary>Stops a job and removes all that belongs to it.</summary>
    public void Remove(Job job)
    {
        if (!_jobs.TryRemove(job.Id, out _))
        {
            return;
        }

        repeatable.Forget(job);
        job.Cancel();
        _ = CleanUpAsync(job);
    }

    /// <summary>Removes what is too old.</summary>
    public void Sweep()
    {
        DateTimeOffset oldest = DateTimeOffset.UtcNow - limits.ResultAge;
        foreach (Job job in _jobs.Values.Where(job => job.HasEnded && job.Created < oldest))
        {
            Remove(job);
        }
    }

    public void Dispose()
    {
        foreach (Job job in _jobs.Values)
        {
            job.Cancel();
        }
    }

    private async Task CleanUpAsync(Job job)
    {
        await job.Ended;
        storage.Remove(job.Folder.Root);
        job.Dispose();
    }

    /// <summary>A file that is on its way.</summary>
    private sealed class Arrival(List<Arrival> all, string sessionId) : IDisposable
    {
        public string SessionId => sessionId;

        public void Dispose()
        {
            lock (all)
            {
                all.Remove(this);
            }
        }
    }
}
