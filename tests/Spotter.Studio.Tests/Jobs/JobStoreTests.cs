using Spotter.Studio.Detecting;
using Spotter.Studio.Hosting;
using Spotter.Studio.Jobs;
using Spotter.Studio.Scheduling;
using Spotter.Studio.Tests.Support;

namespace Spotter.Studio.Tests.Jobs;

public sealed class JobStoreTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("spotter-store-").FullName;
    private readonly DataFolders _folders;
    private readonly FairScheduler _scheduler = new(1);

    public JobStoreTests() => _folders = new DataFolders(_root);

    public void Dispose()
    {
        _scheduler.Dispose();
        _folders.Dispose();
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
    public void Arrive_MoreFilesThanASessionMaySend_IsRefusedToThatSession()
    {
        using JobStore store = Open(new StudioLimits { JobsWaiting = 1 });
        using IDisposable arriving = store.Arrive("first");
        Assert.Equal(429, Assert.Throws<ProblemException>(() => store.Arrive("first")).Status);
        using IDisposable other = store.Arrive("second");
    }

    [Fact]
    public async Task Arrive_MoreFilesThanAreKept_IsRefusedAndRemovesNothing()
    {
        using JobStore store = Open(new StudioLimits { Jobs = 1 });
        Job job = await DoneAsync(store);
        ProblemException refused = Assert.Throws<ProblemException>(() => store.Arrive("other"));
        Assert.Equal(507, refused.Status);
        Assert.Contains("DELETE /api/v1/jobs/ID", refused.Message, StringComparison.Ordinal);
        Assert.Equal(job, Assert.Single(store.Of(job.SessionId)));
    }

    private JobStore Open(StudioLimits limits)
    {
        var storage = new Storage(_folders, limits);
        return new JobStore(
            limits,
            new JobRunner(limits, _scheduler, storage, new Veil(_folders), new StudioLog(static _ => { })),
            storage,
            new RepeatableRequests()
        );
    }

    private async Task<Job> DoneAsync(JobStore store)
    {
        var folder = JobFolder.Create(_folders.Results);
        await File.WriteAllBytesAsync(folder.Input, Samples.Blank(), TestContext.Current.CancellationToken);
        Job job = store.Add(
            new Job(
                "session",
                "a.jpg",
                isVideo: false,
                folder,
                JobRequest.From(new DetectorShelf(), new DetectQuery(), new JobLooks())
            )
        );
        await job.Ended;
        Assert.Equal(JobState.Done, job.State);
        return job;
    }
}
