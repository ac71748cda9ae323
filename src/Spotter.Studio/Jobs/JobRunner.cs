using Spotter.Applications;
using Spotter.Media.Video;
using Spotter.Studio.Hosting;
using Spotter.Studio.Scheduling;

namespace Spotter.Studio.Jobs;

/// <summary>Works on jobs, a few at a time; sessions take turns, and pictures do not wait for videos.</summary>
internal sealed class JobRunner(StudioLimits limits, FairScheduler scheduler, Storage storage, Veil veil, StudioLog log)
{
    private const int PicturesAtOnce = 4;
    private const int VideosAtOnce = 2;

    private readonly Lock _lock = new();
    private readonly List<Job> _waiting = [];
    private readonly List<Job> _running = [];

    public int Waiting
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Count;
            }
        }
    }

    public void Enqueue(Job job)
    {
        lock (_lock)
        {
            _waiting.Add(job);
        }

        StartNext();
    }

    private void StartNext()
    {
        while (Next() is { } job)
        {
            _ = Task.Run(() => WorkAsync(job));
        }
    }

    /// <summary>The oldest job of the session that has least running.</summary>
    private Job? Next()
    {
        lock (_lock)
        {
            _waiting.RemoveAll(static job => job.HasEnded);
            Job? next = _waiting
                .Where(job =>
                    _running.Count(other => other.IsVideo == job.IsVideo)
                    < (job.IsVideo ? VideosAtOnce : PicturesAtOnce)
                )
                .MinBy(job => (_running.Count(other => other.SessionId == job.SessionId), job.Created));
            if (next is not null)
            {
                _waiting.Remove(next);
                _running.Add(next);
            }

            return next;
        }
    }

    private async Task WorkAsync(Job job)
    {
        try
        {
            if (job.TryStart())
            {
                await RunAsync(job);
                job.End(job.Cancellation.IsCancellationRequested ? JobState.Cancelled : JobState.Done);
            }
        }
        catch (OperationCanceledException)
        {
            job.End(JobState.Cancelled);
        }
        catch (SpotterException e)
        {
            job.End(JobState.Failed, veil.Over(e.Message));
        }
#pragma warning disable CA1031 // one job's fault must not end the others
        catch (Exception e)
#pragma warning restore CA1031
        {
            log.Fault($"job {job.Id}", e);
            job.End(JobState.Failed, "a fault of the program; the log of the studio says more");
        }
        finally
        {
            lock (_lock)
            {
                _running.Remove(job);
            }

            StartNext();
        }
    }

    private async Task RunAsync(Job job)
    {
        Application application = job.Request.Application;
        var growth = new JobGrowth(job.Folder, storage);
        try
        {
            if (job.IsVideo)
            {
                Application inTurn = application with
                {
                    Detector = new TakingTurns(application.Detector, scheduler, job.SessionId),
                };
                await VideoJob.RunAsync(job, inTurn, limits, growth);
                return;
            }

            // Decoding too: no more pictures are in memory than there are threads.
            await scheduler.RunAsync(
                job.SessionId,
                () =>
                {
                    PictureJob.Run(job, limits);
                    return true;
                },
                job.Cancellation
            );
        }
        finally
        {
            growth.Count();
        }
    }
}
