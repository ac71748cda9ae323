using System.Net.Http.Headers;
using System.Text.Json;
using System.Threading.Channels;
using Spotter.Networks.Text;
using Spotter.Results;
using Spotter.Vision.Tracking;

namespace Spotter.Videos;

/// <summary>
/// Posts each event to an address as JSON, in order, from the background: a slow or absent server never holds up the
/// video. A post that fails is tried again with growing pauses; while a server is away the newest events are kept.
/// </summary>
public sealed class Webhook : IFrameWriter
{
    private const int Waiting = 256;
    private const int Tries = 4;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(10);

    private readonly Uri _address;
    private readonly Action<string>? _complain;
    private readonly HttpClient _client = new() { Timeout = AnswerLimit };
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<byte[]> _events;
    private readonly Task _posting;
    private long _lost;
    private bool _isComplaining;

    /// <param name="address">Where to post, http or https.</param>
    /// <param name="complain">Told in one line when posts begin to fail, and how many events were lost; from any
    /// thread.</param>
    public Webhook(Uri address, Action<string>? complain = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https"))
        {
            throw new ArgumentException($"a webhook must be an http or https address, got {address}", nameof(address));
        }

        _address = address;
        _complain = complain;
        _events = Channel.CreateBounded<byte[]>(
            new BoundedChannelOptions(Waiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ => Interlocked.Increment(ref _lost)
        );
        _posting = Task.Run(PostAllAsync);
    }

    /// <inheritdoc/>
    public void Write(FrameResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        foreach (TrackEvent happened in result.Events)
        {
            var body = EventJson.Of(result.File, happened);
            _events.Writer.TryWrite(JsonSerializer.SerializeToUtf8Bytes(body, ResultJson.Default.EventJson));
        }
    }

    /// <summary>Waits a few seconds for events that are not posted yet.</summary>
    public void Complete()
    {
        _events.Writer.TryComplete();
        if (!_posting.Wait(EndPatience))
        {
            Interlocked.Add(ref _lost, 1 + _events.Reader.Count);
        }

        if (Interlocked.Read(ref _lost) is > 0 and var lost)
        {
            _complain?.Invoke(
                $"{_address.GetLeftPart(UriPartial.Path)}: {Counted.Of(lost, "event")} could not be posted"
            );
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _events.Writer.TryComplete();
        _stop.Cancel();
        _posting.Wait(AnswerLimit);
        _client.Dispose();
        _stop.Dispose();
    }

    private async Task PostAllAsync()
    {
        try
        {
            await foreach (byte[] body in _events.Reader.ReadAllAsync(_stop.Token))
            {
                if (!await PostAsync(body))
                {
                    Interlocked.Increment(ref _lost);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
    }

    private async Task<bool> PostAsync(byte[] body)
    {
        TimeSpan pause = FirstPause;
        for (int attempt = 1; ; attempt++)
        {
            string problem;
            try
            {
                using var content = new ByteArrayContent(body);
                content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                using HttpResponseMessage answer = await _client.PostAsync(_address, content, _stop.Token);
                if (answer.IsSuccessStatusCode)
                {
                    _isComplaining = false;
                    return true;
                }

                problem = $"answered {(int)answer.StatusCode}";
            }
            catch (HttpRequestException e)
            {
                problem = e.Message;
            }
            catch (OperationCanceledException) when (!_stop.IsCancellationRequested)
            {
                problem = "no answer within 5 s";
            }

            if (!_isComplaining)
            {
                _isComplaining = true;
                _complain?.Invoke(
                    $"{_address.GetLeftPart(UriPartial.Path)}: {problem}; the video goes on, events are tried again"
                );
            }

            if (attempt == Tries)
            {
                return false;
            }

            await Task.Delay(pause, _stop.Token);
            pause *= 2;
        }
    }
}
