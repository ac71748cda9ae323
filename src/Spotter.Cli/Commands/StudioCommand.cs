using System.CommandLine;
using System.Runtime.CompilerServices;
using Spotter.Cli.Parsing;
using Spotter.Cli.Presenting;
using Spotter.Media.Windows;
using Spotter.Studio;

namespace Spotter.Cli.Commands;

/// <summary><c>spotter studio</c></summary>
internal static class StudioCommand
{
    public static Command Build()
    {
        Option<int?> port = Flag.Value<int?>(
            "--port",
            "N",
            "The port on this machine; 0 takes a free one (default: 5180)",
            static text => Values.Whole(text)
        );
        Option<bool> open = Flag.Switch("--open", "Open the page in the browser");
        Option<bool> lan = Flag.Switch(
            "--lan",
            "Let phones and other machines of the network in, with TLS and a token"
        );
        Option<int?> lanPort = Flag.Value<int?>(
            "--lan-port",
            "N",
            "The port for other machines; 0 takes a free one (default: 5181)",
            static text => Values.Whole(text)
        );
        Option<string?> data = Flag.Value(
            "--data",
            "FOLDER",
            "Where uploads, results, data sets and runs are kept (default: the user's own folder for application data)",
            static text => text
        );
        Option<double?> storage = Flag.Value<double?>(
            "--storage",
            "GB",
            "The most that uploads, results, data sets and runs take on disk together (default: 16)",
            static text => Values.Number(text)
        );
        var command = new Command("studio", "Serve the web page: camera, files, comparisons, training, REST")
        {
            port,
            open,
            lan,
            lanPort,
            data,
            storage,
        };
        command.SetAction(
            (parsed, _) =>
                RunAsync(
                    new StudioChoice(
                        parsed.GetValue(port),
                        parsed.GetValue(lanPort),
                        parsed.GetValue(lan),
                        parsed.GetValue(data),
                        parsed.GetValue(storage)
                    ),
                    parsed.GetValue(open)
                )
        );
        Help.Decorate(
            command,
            """
            spotter studio --open                   the page in the browser
            spotter studio --lan                    for phones too: scan the QR code
            spotter studio --port 8080              on another port
            """
        );
        return command;
    }

    // Apart from the rest, so that the web server's assemblies are loaded by this command alone.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<int> RunAsync(StudioChoice choice, bool opens)
    {
        using var interruption = new Interruption();
        await using StudioServer server = await StartAsync(choice, interruption.Token);
        Console.WriteLine(server.Address);
        Messages.Note("the studio is open at this address; Ctrl-C closes it");
        if (server.LanAddress is { } lan)
        {
            Messages.Note(
                $"for phones and other machines, which will warn once that the certificate is this machine's own: {lan}"
            );
            await Console.Error.WriteLineAsync(server.LanCode);
        }

        if (opens && !BrowserView.OpenBrowser(server.Address))
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
            throw new ToolException(e.Message.Split(" (Parameter", 2)[0], ExitCode.Usage);
        }
    }

    /// <summary>What the command line says of the studio.</summary>
    private sealed record StudioChoice(
        int? Port,
        int? LanPort,
        bool IsOnLan,
        string? DataFolder,
        double? StorageGigabytes
    )
    {
        private const double BytesPerGigabyte = 1L << 30;

        public StudioOptions ToOptions() =>
            new()
            {
                Port = Port ?? StudioOptions.DefaultPort,
                LanPort = LanPort ?? StudioOptions.DefaultPort + 1,
                IsOnLan = IsOnLan,
                DataFolder = DataFolder,
                Limits = StorageGigabytes is { } gigabytes
                    ? new StudioLimits { StorageBytes = (long)(gigabytes * BytesPerGigabyte) }
                    : StudioLimits.Default,
            };
    }
}
