using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Spotter.Studio.Hosting;

namespace Spotter.Studio.Detecting;

/// <summary>
/// Looks at somebody's network in a process of its own, with limits of memory and time: it is parsed, recognised and
/// run on trial pictures there, and what breaks down takes nothing else along.
/// </summary>
internal sealed class NetworkCheck(StudioOptions options, StudioLimits limits)
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);

    private static readonly Dictionary<string, string> Ours = new(StringComparer.OrdinalIgnoreCase)
    {
        [".xml"] = "a cascade of one's own",
        [".channels"] = "a channel model of one's own",
        [".network"] = "a network of one's own",
    };

    // What the tool says on standard error is a line; a network that has it say more is cut off.
    private const int MostTextLength = 4000;

    /// <summary>What a network was recognised as.</summary>
    /// <param name="file">Where it is.</param>
    /// <param name="title">What its owner calls it, for messages.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The family, and what it finds, in words.</returns>
    /// <exception cref="ProblemException">It is no detector that can be read, or takes too much.</exception>
    public async Task<string> RunAsync(string file, string title, CancellationToken cancellationToken)
    {
        if (options.Tool is not { Count: > 0 } tool)
        {
            throw new ProblemException(
                StatusCodes.Status501NotImplemented,
                "Not possible here",
                "this studio does not know the tool that looks at networks; start it with spotter studio"
            );
        }

        // Other people's networks tell what they are; of our own formats it is enough that a picture is searched.
        string? ours = Ours.GetValueOrDefault(Path.GetExtension(file));
        string picture = $"{file}.png";
        if (ours is not null)
        {
            await using Stream drawn = typeof(NetworkCheck).Assembly.GetManifestResourceStream("examples/party.png")!;
            await using FileStream copy = File.Create(picture);
            await drawn.CopyToAsync(copy, cancellationToken);
        }

        string[] asked = ours is null
            ? ["models", "show", file, "--json", "--no-config"]
            : ["detect", picture, "--model", file, "--json", "--no-config"];
        var start = new ProcessStartInfo(tool[0], [.. tool.Skip(1), .. asked])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Path.GetDirectoryName(file)!,
        };
        start.Environment["DOTNET_GCHeapHardLimit"] = limits.NetworkCheckBytes.ToString(
            "x",
            CultureInfo.InvariantCulture
        );
        try
        {
            using Process process = Process.Start(start)!;
            process.StandardInput.Close();
            Task<string> output = ReadAsync(process.StandardOutput);
            Task<string> errors = ReadAsync(process.StandardError);
            string? broken = await WatchAsync(process, cancellationToken);
            if (broken is not null)
            {
                throw Refused(title, broken);
            }

            string answer = await output;
            return process.ExitCode == 0 ? ours ?? About(answer) : throw Refused(title, Reason(await errors, file));
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or JsonException)
        {
            throw Refused(title, "the process that looks at it broke down");
        }
        finally
        {
            File.Delete(picture);
        }
    }

    /// <summary>Waits for its end, or ends it: null where it ended by itself, else why not.</summary>
    private async Task<string?> WatchAsync(Process process, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            while (!process.HasExited)
            {
                process.Refresh();
                if (!process.HasExited && process.WorkingSet64 > limits.NetworkCheckBytes)
                {
                    return $"looking at it takes more than {limits.NetworkCheckBytes >> 20} MB of memory";
                }

                if (Stopwatch.GetElapsedTime(start) > limits.NetworkCheckTime)
                {
                    return $"looking at it takes more than {limits.NetworkCheckTime.TotalSeconds:0} seconds";
                }

                await Task.WhenAny(process.WaitForExitAsync(cancellationToken), Task.Delay(Glance, cancellationToken));
                cancellationToken.ThrowIfCancellationRequested();
            }

            await process.WaitForExitAsync(cancellationToken);
            return null;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    // To the end, so that the process is not held up, but kept only so far.
    private static async Task<string> ReadAsync(StreamReader reader)
    {
        var text = new StringBuilder();
        char[] buffer = new char[1024];
        for (int read; (read = await reader.ReadAsync(buffer)) > 0; )
        {
            text.Append(buffer, 0, Math.Min(read, MostTextLength - text.Length));
        }

        return text.ToString();
    }

    private static string About(string line)
    {
        using JsonDocument json = JsonDocument.Parse(line);
        string kind = json.RootElement.GetProperty("kind").GetString()!;
        string[] labels = json.RootElement.GetProperty("label").GetString()!.Split(", ");
        return $"{(labels.Length <= 5 ? string.Join(", ", labels) : $"{labels.Length} classes")}, read as {kind}";
    }

    // The last line is the error; what it says of the file's place here is nobody's business.
    private static string Reason(string errors, string file)
    {
        string last = errors
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .LastOrDefault("it cannot be read")
            .Trim();
        last = last.StartsWith("spotter: ", StringComparison.Ordinal) ? last["spotter: ".Length..] : last;
        return last.Replace($"{file}: ", "", StringComparison.Ordinal).Replace(file, "it", StringComparison.Ordinal);
    }

    private static ProblemException Refused(string title, string why) =>
        new(StatusCodes.Status422UnprocessableEntity, "This network cannot be used", $"{title}: {why}");
}
