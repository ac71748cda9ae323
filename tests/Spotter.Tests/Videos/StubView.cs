using Spotter.Media.Windows;
using Spotter.Vision.Images;

namespace Spotter.Tests.Videos;

/// <summary>A viewer who closes the view after so many pictures.</summary>
internal sealed class StubView(int closesAfter) : ILiveView
{
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _shown;

    public Task Closed => _closed.Task;

    public void Show(BgrImage picture)
    {
        if (++_shown == closesAfter)
        {
            _closed.SetResult();
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
