namespace Spotter.Studio.Scheduling;

/// <summary>A piece of work on its way through the scheduler.</summary>
internal abstract class WorkItem
{
    /// <summary>Does the work; what it throws is told to whoever waits for it.</summary>
    public abstract void Run();

    public abstract void Cancel();
}

/// <inheritdoc/>
internal sealed class WorkItem<T>(Func<T> work, CancellationToken cancellationToken) : WorkItem
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Task => _done.Task;

    public override void Run()
    {
        if (cancellationToken.IsCancellationRequested)
        {
            _done.TrySetCanceled(cancellationToken);
            return;
        }

        try
        {
            _done.TrySetResult(work());
        }
        catch (OperationCanceledException e)
        {
            _done.TrySetCanceled(e.CancellationToken);
        }
#pragma warning disable CA1031 // it is told to whoever waits
        catch (Exception e)
#pragma warning restore CA1031
        {
            _done.TrySetException(e);
        }
    }

    public override void Cancel() => _done.TrySetCanceled(CancellationToken.None);
}
