namespace Spotter.Studio.Windows;

/// <summary>The newest JPEG for any number of watchers; each one sees the newest when it is ready for it.</summary>
internal sealed class JpegBroadcast
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private byte[]? _newest;
    private long _number;
    private int _watchers;

    /// <summary>How many are watching now.</summary>
    public int Watchers => Volatile.Read(ref _watchers);

    public void Join() => Interlocked.Increment(ref _watchers);

    public void Leave() => Interlocked.Decrement(ref _watchers);

    public void Publish(byte[] jpeg)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            _newest = jpeg;
            _number++;
            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.SetResult();
    }

    /// <summary>
    /// The newest picture as soon as it is newer than the one with the number <paramref name="seen"/>; 0 has seen none.
    /// </summary>
    public async Task<(byte[] Jpeg, long Number)> NextAsync(long seen, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_newest is not null && _number > seen)
                {
                    return (_newest, _number);
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }
}
