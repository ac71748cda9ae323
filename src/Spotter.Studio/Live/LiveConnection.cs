using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;
using Spotter.Media.Pictures;
using Spotter.Studio.Detecting;
using Spotter.Studio.Hosting;
using Spotter.Studio.Scheduling;
using Spotter.Vision;

namespace Spotter.Studio.Live;

/// <summary>
/// One client's camera. Two frames are in work at most: a third is not read from the network before the first is
/// answered, so that a client that does not wait fills its own buffers and not the studio's.
/// </summary>
internal sealed class LiveConnection(
    WebSocket socket,
    DetectorShelf shelf,
    FairScheduler scheduler,
    StudioLimits limits,
    StudioMetrics metrics,
    string lane
) : IDisposable
{
    public const int FramesInWork = 2;

    private readonly LiveSocket _socket = new(socket, limits.FrameBytes);
    private readonly SemaphoreSlim _room = new(FramesInWork);
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly PictureLoadOptions _loading = new() { MaxPixels = limits.FramePixels };

    // Each task ends with what makes the answer: made in the order of the frames, because the tracker needs that.
    private readonly Channel<Task<Func<byte[]>>> _answers = Channel.CreateUnbounded<Task<Func<byte[]>>>(
        new UnboundedChannelOptions { SingleReader = true, SingleWriter = true }
    );

    private LiveView _view = LiveView.Of(shelf, new LiveSettings());
    private long _frames;

    /// <summary>Serves the connection to its end.</summary>
    public async Task ServeAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task sending = SendAllAsync(stop);
        try
        {
            await ReceiveAllAsync(stop.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or IOException)
        {
            // The client left, or did not keep up, or the studio stops.
        }
        finally
        {
            _answers.Writer.TryComplete();
            await sending;
        }

        await _socket.CloseAsync(
            cancellationToken.IsCancellationRequested
                ? WebSocketCloseStatus.EndpointUnavailable
                : WebSocketCloseStatus.NormalClosure
        );
    }

    public void Dispose() => _room.Dispose();

    private async Task ReceiveAllAsync(CancellationToken stop)
    {
        while (true)
        {
            await _room.WaitAsync(stop);
            if (await _socket.ReceiveAsync(stop) is not { } message)
            {
                return;
            }

            Task<Func<byte[]>> answer = message.IsText
                ? Task.FromResult(UseSettings(message.Bytes))
                : SearchAsync(message.Bytes, _frames++, _view, stop);
            _answers.Writer.TryWrite(answer);
        }
    }

    private Func<byte[]> UseSettings(byte[] json)
    {
        try
        {
            LiveSettings? settings = JsonSerializer.Deserialize(json, StudioJson.Default.LiveSettings);
            if (settings is not { Type: "settings" })
            {
                return Fault(null, "text messages are settings: {\"type\":\"settings\",\"detectors\":[\"faces\"]}");
            }

            LiveView view = _view = LiveView.Of(shelf, settings);
            return () =>
                JsonSerializer.SerializeToUtf8Bytes(
                    new LiveReady("ready", view.Detector.Labels),
                    StudioJson.Default.LiveReady
                );
        }
        catch (JsonException e)
        {
            return Fault(null, JsonProblem.Explain(e, StudioJson.Default.LiveSettings, "the settings"));
        }
        catch (ProblemException e)
        {
            return Fault(null, e.Message);
        }
    }

    private async Task<Func<byte[]>> SearchAsync(byte[] encoded, long number, LiveView view, CancellationToken stop)
    {
        TimeSpan arrival = _clock.Elapsed;
        try
        {
            SearchedPicture searched = await scheduler.RunAsync(
                lane,
                () => SearchedPicture.Search(encoded, view.Detector, view.Options, _loading, stop),
                stop
            );
            metrics.CountFrame(searched.SearchMilliseconds);
            double waited =
                (_clock.Elapsed - arrival).TotalMilliseconds
                - searched.DecodeMilliseconds
                - searched.SearchMilliseconds;
            return () => Result(number, arrival, searched, view, Math.Max(0, waited));
        }
        catch (PictureException e)
        {
            return Fault(number, e.Message);
        }
    }

    private static byte[] Result(long number, TimeSpan arrival, SearchedPicture searched, LiveView view, double waited)
    {
        IReadOnlyList<Detection> shown = view.Tracker is { } tracker
            ? [.. tracker.Update(searched.Detections, arrival).Select(static track => track.Shown)]
            : searched.Detections;
        var result = new LiveResult(
            "result",
            number,
            searched.Width,
            searched.Height,
            FoundBox.From(shown, view.TellsPoses),
            Timing.Round(searched.SearchMilliseconds),
            Timing.Round(waited)
        );
        return JsonSerializer.SerializeToUtf8Bytes(result, StudioJson.Default.LiveResult);
    }

    private static Func<byte[]> Fault(long? frame, string detail) =>
        () => JsonSerializer.SerializeToUtf8Bytes(new LiveError("error", frame, detail), StudioJson.Default.LiveError);

    private async Task SendAllAsync(CancellationTokenSource stop)
    {
        try
        {
            await foreach (Task<Func<byte[]>> answering in _answers.Reader.ReadAllAsync())
            {
                Func<byte[]> answer = await answering;
                await _socket.SendAsync(answer(), stop.Token);
                _room.Release();
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or IOException)
        {
            await stop.CancelAsync();
        }
    }
}
