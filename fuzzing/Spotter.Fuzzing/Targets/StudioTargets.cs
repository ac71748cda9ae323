using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Spotter.Fuzzing.Loop;
using Spotter.Studio;
using Spotter.Studio.Access;
using Spotter.Studio.Datasets;
using Spotter.Studio.Detecting;
using Spotter.Studio.Hosting;
using Spotter.Studio.Live;
using Spotter.Studio.Scheduling;

namespace Spotter.Fuzzing.Targets;

/// <summary>The studio's requests, without the network: what is fuzzed is ours, and Kestrel is not.</summary>
internal static class StudioTargets
{
    private const int DatasetsBeforeCleaning = 50;

    private static readonly Lazy<FuzzedStudio> Studio = new(static () => new FuzzedStudio());
    private static int _datasets;

    public static IReadOnlyList<FuzzTarget> List { get; } =
    [
        new("rest", "requests: address, head and body", static input => Studio.Value.Ask(input))
        {
            Seeds = static () =>
                [
                    .. Requests.Select(static text => Scratch.Text(text.Replace("\r", "", StringComparison.Ordinal))),
                    [.. "POST /api/detect?detectors=smiles&minScore=0.3\n\n"u8, .. MediaTargets.Pictures().First()],
                    [
                        .. "POST /api/detect\nContent-Type: multipart/form-data; boundary=x\n\n--x\r\n"u8,
                        .. "Content-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\r\n"u8,
                        .. MediaTargets.Pictures().First(),
                        .. "\r\n--x--\r\n"u8,
                    ],
                    [.. "POST /api/datasets?name=d.zip\n\n"u8, .. Dataset()],
                ],
            Words =
            [
                "GET ",
                "POST ",
                "DELETE ",
                "/api/",
                "detect",
                "jobs",
                "datasets",
                "runs",
                "models",
                "live",
                "session",
                "classify",
                "explain",
                "training",
                "stickers",
                "/places",
                "/pictures",
                "?detectors=",
                "&minScore=",
                "%00",
                "%2e%2e%2f",
                "..",
                "{\"name\":",
                "null",
                "\"\\ud800\"",
                "\n\n",
                "Content-Type: application/json\n",
                "Origin: http://evil\n",
                "multipart/form-data; boundary=",
                "1e999",
                "--x\r\n",
            ],
        },
        new("live", "messages of a live connection", ReadLive)
        {
            Seeds = static () =>
                [
                    [.. "T{\"type\":\"settings\",\"detectors\":[\"faces\"],\"smoothing\":0.5,\"poses\":true}"u8],
                    [.. "T{\"type\":\"settings\",\"search\":{\"minScore\":0.4,\"minSize\":20}}\0T{\"type\":\"x\"}"u8],
                    [.. "B"u8, .. MediaTargets.Pictures().First()],
                ],
            Words =
            [
                "\"detectors\":[",
                "\"faces\"",
                "\"search\":{",
                "\"minScore\":",
                "\"smoothing\":",
                "1e999",
                "\"\\ud800\"",
                "null",
                "T{",
                "B",
            ],
        },
        new("upload-zip", "an uploaded archive of pictures", ReadArchive)
        {
            Seeds = static () => [Dataset(), DatasetTargets.Zip(("../a.png", [1]), ("C:/b.png", [2]), ("x/", []))],
            Words = ["PK\u0001\u0002", "PK\u0003\u0004", "cat/a.png", "train/cat/a.png", "../", "/", "\\", "test/"],
        },
    ];

    private static string[] Requests =>
        [
            "GET /api/models\n\n",
            "GET /api/health\n\n",
            "GET /api/jobs\n\n",
            "GET /api/datasets\n\n",
            "GET /api/runs\n\n",
            "GET /api/stickers/hat\n\n",
            "GET /openapi/v1.json\n\n",
            "GET /\n\n",
            "POST /api/session\nContent-Type: application/json\n\n{\"token\":\"0123\"}",
            "POST /api/datasets/places\nContent-Type: application/json\n\n[\"train/cat/a.png\",\"test/dog/b.png\"]",
            "POST /api/runs\nContent-Type: application/json\n\n"
                + "{\"dataset\":\"0123456789ab\",\"name\":\"x\",\"epochs\":1,\"layers\":\"conv8,pool\"}",
            "POST /api/runs/x/resume\nContent-Type: application/json\n\n{\"epochs\":2}",
            "POST /api/runs/x/stop\n\n",
            "DELETE /api/runs/x\n\n",
            "GET /api/runs/x/figures/curves.png\n\n",
            "GET /api/runs/x/test?truth=0&answer=1\n\n",
            "POST /api/jobs?detectors=faces&draw=blur&name=a.jpg\n\nno picture",
            "GET /api/jobs/0123/annotated\n\n",
            "POST /api/classify?run=x\n\nno picture",
            "POST /api/explain?model=faces\n\nno picture",
            "GET /api/live\nUpgrade: websocket\nConnection: Upgrade\n"
                + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\nSec-WebSocket-Version: 13\n\n",
        ];

    private static byte[] Dataset() =>
        DatasetTargets.Zip(
            ("cat/a.png", MediaTargets.Pictures().Last()),
            ("dog/b.gif", MediaTargets.Pictures().Last()),
            ("dog/notes.txt", [1, 2, 3])
        );

    private static void ReadArchive(byte[] input)
    {
        IServiceProvider services = Studio.Value.Services;
        DatasetStore store = services.GetRequiredService<DatasetStore>();
        StoredDataset dataset = store.Create("fuzzed");
        try
        {
            new DatasetArchive(store, services.GetRequiredService<StudioLimits>()).Unpack(
                Scratch.File("upload.zip", input),
                dataset,
                CancellationToken.None
            );
        }
        catch (ProblemException e) when (e.Message.AsSpan().IndexOfAnyInRange('\0', '\x1f') < 0)
        {
            // It is refused.
        }
        finally
        {
            store.Remove(dataset);
        }
    }

    // Messages with NUL between them; the first byte says whether one is text.
    private static void ReadLive(byte[] input)
    {
        IServiceProvider services = Studio.Value.Services;
        using var socket = new ScriptedSocket(Scratch.Parts(input, 1 + input.AsSpan().Count((byte)0)));
        using var connection = new LiveConnection(
            socket,
            services.GetRequiredService<DetectorShelf>(),
            services.GetRequiredService<FairScheduler>(),
            services.GetRequiredService<StudioLimits>(),
            services.GetRequiredService<StudioMetrics>(),
            "fuzz"
        );
        connection.ServeAsync(CancellationToken.None).GetAwaiter().GetResult();
    }

    /// <summary>A studio whose requests come as bytes.</summary>
    private sealed class FuzzedStudio
    {
        private readonly WebApplication _app;
        private readonly RequestDelegate _answer;
        private readonly string _key;
        private string? _fault;

        public FuzzedStudio()
        {
            _app = StudioApplication.Build(
                new StudioOptions { Port = 0, DataFolder = Scratch.Folder("studio") },
                new AccessRules([]),
                certificate: null,
                new StudioLog(line => _fault = line)
            );
            _app.UseEndpoints(static _ => { });
            _answer = ((IApplicationBuilder)_app).Build();
            _key = _app.Services.GetRequiredService<Sessions>().KeyOf(Sessions.OfOrNew(new DefaultHttpContext()));
        }

        public IServiceProvider Services => _app.Services;

        /// <summary>Method and address in the first line, head, a blank line, body.</summary>
        public void Ask(byte[] input)
        {
            int end = input.AsSpan().IndexOf("\n\n"u8);
            string[] head = Encoding.Latin1.GetString(input, 0, end < 0 ? input.Length : end).Split('\n');
            byte[] body = end < 0 ? [] : input[(end + 2)..];
            string[] words = head[0].Split(' ', 2);
            string[] address = (words.Length > 1 ? words[1] : "/").Split('?', 2);
            if (words[0].Length == 0 || !address[0].StartsWith('/'))
            {
                return;
            }

            using IServiceScope scope = _app.Services.CreateScope();
            var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
            HttpRequest request = context.Request;
            (request.Method, request.Protocol, request.Scheme, request.Host) = (
                words[0],
                "HTTP/1.1",
                "http",
                new HostString("localhost")
            );

            // As Kestrel has it.
            request.Path = new PathString(Uri.UnescapeDataString(address[0]));
            request.QueryString = address.Length > 1 ? new QueryString($"?{address[1]}") : default;
            foreach (
                string[] line in head.Skip(1)
                    .Select(static line => line.Split(':', 2))
                    .Where(static line => line.Length == 2 && line[0].Length > 0)
            )
            {
                request.Headers[line[0].Trim()] = line[1].Trim();
            }

            request.Headers.Authorization = $"Bearer {_key}";
            request.Headers.ContentLength = body.Length;
            request.Body = new MemoryStream(body);
            context.Response.Body = new MemoryStream();
            Services.GetRequiredService<ByteBudget>();
            _answer(context).GetAwaiter().GetResult();
            if (FuzzLoop.IsReproducing)
            {
                var answer = (MemoryStream)context.Response.Body;
                Console.WriteLine($"{context.Response.StatusCode} {Encoding.UTF8.GetString(answer.ToArray())}");
            }

            if (_fault is { } fault)
            {
                _fault = null;
                throw new FaultException(fault);
            }

            if (++_datasets % DatasetsBeforeCleaning == 0)
            {
                DatasetStore store = Services.GetRequiredService<DatasetStore>();
                foreach (StoredDataset dataset in store.List())
                {
                    store.Remove(dataset);
                }
            }
        }
    }

    /// <summary>What the studio logged: it answered with 500.</summary>
    private sealed class FaultException(string log) : Exception(log);

    /// <summary>A client that sends what it was given and then leaves.</summary>
    private sealed class ScriptedSocket(byte[][] messages) : WebSocket
    {
        private int _next;
        private int _at = 1;

        public override WebSocketCloseStatus? CloseStatus => null;

        public override string? CloseStatusDescription => null;

        public override WebSocketState State => WebSocketState.Open;

        public override string? SubProtocol => null;

        public override void Abort() { }

        public override Task CloseAsync(
            WebSocketCloseStatus closeStatus,
            string? statusDescription,
            CancellationToken cancellationToken
        ) => Task.CompletedTask;

        public override Task CloseOutputAsync(
            WebSocketCloseStatus closeStatus,
            string? statusDescription,
            CancellationToken cancellationToken
        ) => Task.CompletedTask;

        public override void Dispose() { }

        public override Task<WebSocketReceiveResult> ReceiveAsync(
            ArraySegment<byte> buffer,
            CancellationToken cancellationToken
        ) => throw new NotSupportedException();

        public override ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(
            Memory<byte> buffer,
            CancellationToken cancellationToken
        )
        {
            while (_next < messages.Length && messages[_next].Length == 0)
            {
                _next++;
            }

            if (_next == messages.Length)
            {
                return ValueTask.FromResult(
                    new ValueWebSocketReceiveResult(0, WebSocketMessageType.Close, endOfMessage: true)
                );
            }

            byte[] message = messages[_next];
            int length = Math.Min(buffer.Length, message.Length - _at);
            message.AsSpan(_at, length).CopyTo(buffer.Span);
            _at += length;
            bool isWhole = _at == message.Length;
            WebSocketMessageType type =
                message[0] == (byte)'B' ? WebSocketMessageType.Binary : WebSocketMessageType.Text;
            if (isWhole)
            {
                (_next, _at) = (_next + 1, 1);
            }

            return ValueTask.FromResult(new ValueWebSocketReceiveResult(length, type, isWhole));
        }

        public override Task SendAsync(
            ArraySegment<byte> buffer,
            WebSocketMessageType messageType,
            bool endOfMessage,
            CancellationToken cancellationToken
        ) => Task.CompletedTask;

        public override ValueTask SendAsync(
            ReadOnlyMemory<byte> buffer,
            WebSocketMessageType messageType,
            bool endOfMessage,
            CancellationToken cancellationToken
        ) => ValueTask.CompletedTask;
    }
}
