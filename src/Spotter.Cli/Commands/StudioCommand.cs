using System.CommandLine;
using System.Runtime.CompilerServices;
using Spotter.Cli.Parsing;
using Spotter.Cli.Presenting;
using Spotter.Studio;
using Spotter.Studio.Windows;

namespace Spotter.Cli.Commands;

/// <summary><c>spotter studio</c></summary>
internal static class StudioCommand
{
    public static Command Build() =>
        ToolCommand.Create<StudioChoice>(
            "studio",
            "Serve the web page: camera, files, comparisons, training, REST",
            new()
            {
                {
                    Flag.Value(
                        HelpGroup.Serving,
                        "--port",
                        "N",
                        "The port on this machine; 0 takes a free one (default: 5180)",
                        Values.Whole
                    ),
                    static (choice, port) => choice with { Port = port }
                },
                {
                    Flag.Switch(HelpGroup.Serving, "--open", "Open the page in the browser"),
                    static (choice, on) => choice with { Opens = on }
                },
                {
                    Flag.Switch(
                        HelpGroup.Serving,
                        "--lan",
                        "Let phones and other machines of the network in, with TLS and a token"
                    ),
                    static (choice, on) => choice with { IsOnLan = on }
                },
                {
                    Flag.Value(
                        HelpGroup.Serving,
                        "--lan-port",
                        "N",
                        "The port for other machines; 0 takes a free one (default: 5181)",
                        Values.Whole
                    ),
                    static (choice, port) => choice with { LanPort = port }
                },
                {
                    Flag.Value(
                        HelpGroup.Serving,
                        "--public-address",
                        "URL",
                        "What a reverse proxy on this machine calls the studio; everyone needs the token then "
                            + "(default: there is none)",
                        ReadAddress
                    ),
                    static (choice, address) => choice with { PublicAddress = address }
                },
                {
                    Flag.Text(
                        HelpGroup.Serving,
                        "--token-file",
                        "FILE",
                        "The token for other machines, the same from start to start (default: a new one each time)"
                    ),
                    static (choice, file) => choice with { TokenFile = file }
                },
                {
                    Flag.Value(
                        HelpGroup.Serving,
                        "--otlp",
                        "URL",
                        "A collector of OpenTelemetry that gets metrics and traces (default: that of the variable "
                            + "OTEL_EXPORTER_OTLP_ENDPOINT, or none)",
                        ReadAddress
                    ),
                    static (choice, address) => choice with { Collector = address }
                },
                {
                    Flag.Text(
                        HelpGroup.Writing,
                        "--data",
                        "FOLDER",
                        "Where uploads, results, data sets and runs are kept (default: the user's own folder for "
                            + "application data)"
                    ),
                    static (choice, folder) => choice with { DataFolder = folder }
                },
                {
                    Flag.Value(
                        HelpGroup.Writing,
                        "--storage",
                        "GB",
                        "The most that uploads, results, data sets and runs take on disk together (default: 16)",
                        Values.Number
                    ),
                    static (choice, gigabytes) => choice with { StorageGigabytes = gigabytes }
                },
                static choice =>
                    choice is { LanPort: not null, IsOnLan: false }
                        ? "--lan-port is for other machines, which only --lan lets in; give both or none"
                    : choice is { TokenFile: not null, IsOnLan: false, PublicAddress: null }
                        ? "--token-file is for other machines, which only --lan or --public-address lets in"
                    : null,
            },
            RunAsync,
            """
            spotter studio --open                   the page in the browser
            spotter studio --lan                    for phones too: scan the QR code
            spotter studio --port 8080              on another port
            """
        );

    private static Uri ReadAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? address)
        && address is { Scheme: "http" or "https", Query: "", Fragment: "" }
            ? address
            : throw new FormatException("is no http or https address without a query");

    // Apart from the rest, so that the web server's assemblies are loaded by this command alone.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<int> RunAsync(StudioChoice choice)
    {
        using var interruption = new Interruption();
        await using StudioServer server = await StartAsync(choice, interruption.Token);
        Console.WriteLine(server.Address);
        Messages.Note("the studio is open at this address; Ctrl-C closes it");
        if (server.PublicAddress is { } outside)
        {
            Messages.Note(
                choice.TokenFile is null
                    ? $"its proxy makes it {outside}"
                    : $"its proxy makes it {choice.PublicAddress}; visitors need the token of {choice.TokenFile}"
            );
        }

        if (server.LanAddress is { } lan)
        {
            Messages.Note(
                $"for phones and other machines, which will warn once that the certificate is this machine's own: {lan}"
            );
            await Console.Error.WriteLineAsync(server.LanCode);
        }

        if (choice.Opens && !BrowserView.OpenBrowser(server.Address))
        {
            Messages.Note("no browser can be started here; open the address yourself");
        }

        await interruption.WaitAsync();
        return ExitCode.Done;
    }

    private static async Task<StudioServer> StartAsync(StudioChoice choice, CancellationToken cancellationToken)
    {
        try
        {
            return await StudioServer.StartAsync(choice.ToOptions(), Messages.Fault, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            throw SpotterException.Of(SpotterErrorKind.Usage, e);
        }
    }
}

/// <summary>What the command line says of the studio.</summary>
internal sealed record StudioChoice
{
    private const double BytesPerGigabyte = 1L << 30;

    public int? Port { get; init; }

    public int? LanPort { get; init; }

    public bool IsOnLan { get; init; }

    public bool Opens { get; init; }

    public string? DataFolder { get; init; }

    public Uri? PublicAddress { get; init; }

    public string? TokenFile { get; init; }

    public Uri? Collector { get; init; }

    public double? StorageGigabytes { get; init; }

    // The program itself; where the runtime was started with the tool's assembly, that before it.
    private static IReadOnlyList<string>? ToolStart()
    {
        string assembly = Path.Combine(AppContext.BaseDirectory, "Spotter.Cli.dll");
        return Environment.ProcessPath is not { } program ? null
            : Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase)
                ? File.Exists(assembly) ? [program, assembly]
                    : null
            : [program];
    }

    // As every program with OpenTelemetry in it takes it from its surroundings.
    private static Uri? UsualCollector() =>
        Uri.TryCreate(Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT"), UriKind.Absolute, out Uri? uri)
            ? uri
            : null;

    public StudioOptions ToOptions() =>
        new()
        {
            Port = Port ?? StudioOptions.DefaultPort,
            LanPort = LanPort ?? StudioOptions.DefaultPort + 1,
            IsOnLan = IsOnLan,
            DataFolder = DataFolder,
            PublicAddress = PublicAddress,
            TokenFile = TokenFile,
            Collector = Collector ?? UsualCollector(),
            Tool = ToolStart(),
            Limits = StorageGigabytes is { } gigabytes
                ? new StudioLimits { StorageBytes = (long)(gigabytes * BytesPerGigabyte) }
                : StudioLimits.Default,
        };
}
