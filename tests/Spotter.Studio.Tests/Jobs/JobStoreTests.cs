using Spotter.Studio.Access;
using Spotter.Studio.Detecting;
using Spotter.Studio.Hosting;
using Spotter.Studio.Jobs;
using Spotter.Studio.Scheduling;
using Spotter.Studio.Tests.Support;

namespace Spotter.Studio.Tests.Jobs;

public sealed class JobStoreTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("spotter-store-").FullName;
    private readonly FairScheduler _scheduler = new(1);

    public void Dispose()
    {
        _scheduler.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    [Fact]
    public async Task Sweep_JobBeyondItsAge_RemovesItAndItsFiles()
    {
        using JobStore store = Open(new StudioLimits { ResultAge = TimeSpan.Zero });
        Job job = await DoneAsync(store);
        store.Sweep();
        Assert.Empty(store.Of(job.SessionId));
        await Waiting.UntilAsync(() => !Directory.Exists(job.Folder.Root), "files of an old job");
    }

    [Fact]
    public async Task Sweep_JobWithinItsAge_KeepsIt()
    {
        using JobStore store = Open(new StudioLimits());
        Job job = await DoneAsync(store);
        store.Sweep();
        Assert.Equal(job, Assert.Single(store.Of(job.SessionId)));
        Assert.True(File.Exists(job.Folder.AnnotatedPicture));
    }

    [Fact]
    public void Reserve_BesideWhatOthersAreSending_CountsThem()
    {
        using JobStore store = Open(new StudioLimits { ResultBytes = 1000 });
        using (store.Reserve("first", 600))
        {
            Assert.Equal(429, Assert.Throws<ProblemException>(() => store.Reserve("second", 600)).Status);
            using IDisposable small = store.Reserve("second", 400);
        }

        using IDisposable room = store.Reserve("second", 600);
    }

    [Fact]
    public void Reserve_MoreFilesThanASessionMaySend_IsRefusedToThatSession()
    {
        using JobStore store = Open(new StudioLimits { JobsWaiting = 1 });
        using IDisposable arriving = store.Reserve("first", 1);
        Assert.Equal(429, Assert.Throws<ProblemException>(() => store.Reserve("first", 1)).Status);
        using IDisposable other = store.Reserve("second", 1);
    }

    private JobStore Open(StudioLimits limits) => new(limits, new JobRunner(limits, _scheduler, new StudioLog(static _ => { })), new Sessions(4));

    private async Task<Job> DoneAsync(JobStore store)
    {
        var folder = JobFolder.Create(_root);
        await File.WriteAllBytesAsync(folder.Input, Samples.Blank(), TestContext.Current.CancellationToken);
        Job job = store.Add(new Job("session", "a.jpg", isVideo: false, folder, JobRequest.From(new DetectorShelf(), new DetectQuery(), null)));
        await job.Ended;
        Assert.Equal(JobState.Done, job.State);
        return job;
    }
}
