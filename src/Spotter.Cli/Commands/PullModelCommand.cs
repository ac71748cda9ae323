using System.CommandLine;
using Spotter.Cli.Parsing;
using Spotter.Cli.Presenting;
using Spotter.Models;

namespace Spotter.Cli.Commands;

/// <summary><c>spotter models pull NAME</c></summary>
internal static class PullModelCommand
{
    private const string Accept = "--accept-licence";

    public static Command Build() =>
        ToolCommand.Create<PullModelChoice>(
            "pull",
            "Fetch somebody else's network from where its makers publish it, for --model NAME",
            new()
            {
                {
                    new Argument<string>("NAME") { Description = "One of those that spotter models list shows" },
                    static (choice, name) => choice with { Name = name }
                },
                {
                    Flag.Switch(
                        HelpGroup.Writing,
                        Accept,
                        "Use it under its licence, which is shown; without this a terminal is asked"
                    ),
                    static (choice, on) => choice with { Accepts = on }
                },
                {
                    Flag.Value(
                        HelpGroup.Writing,
                        "--models-address",
                        "ADDRESS",
                        "A folder of a web server that has the files, such as NAME.onnx (default: where the makers "
                            + "publish them)",
                        ReadAddress
                    ),
                    static (choice, address) => choice with { From = address }
                },
                { Folder(), static (choice, folder) => choice with { Folder = folder } },
                { Flag.Quiet(), static (choice, on) => choice with { IsQuiet = on } },
            },
            RunAsync,
            $"""
            spotter models pull yunet
            spotter models pull yunet {Accept}     # in scripts
            spotter faces photo.jpg --model yunet
            """
        );

    /// <summary>Where fetched models are.</summary>
    public static FlagOption<string> Folder() =>
        Flag.Text(
            HelpGroup.Writing,
            "--models-folder",
            "FOLDER",
            $"Where fetched models are; {ModelStore.Variable} names it for all commands (default: in the user's cache)"
        );

    /// <summary>The folder that was named, or the usual one.</summary>
    public static ModelStore StoreOf(string? folder) => folder is null ? ModelStore.Default : new ModelStore(folder);

    private static async Task<int> RunAsync(PullModelChoice choice)
    {
        PublicModel model = PublicModel.Get(choice.Name);
        ModelStore store = StoreOf(choice.Folder);
        Messages.Note(
            $"{model.Name}: {model.About} ({model.Family}, {ModelPull.Megabytes(model.Bytes)}); licence "
                + $"{model.Licence}, {model.LicenceAddress}"
        );
        if (!choice.Accepts && !IsAccepted())
        {
            throw new SpotterException(
                SpotterErrorKind.Usage,
                $"{model.Name}: is used under its licence; read it and add {Accept}"
            );
        }

        using var interruption = new Interruption();
        using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        var line = new ProgressLine(!choice.IsQuiet);
        try
        {
            bool came = await new ModelPull(client, store).RunAsync(
                model,
                choice.From,
                new PullProgress(line, model),
                interruption.Token
            );
            line.Hide();
            if (!choice.IsQuiet)
            {
                Messages.Note(
                    $"{store.PathOf(model)}: {(came ? "is there" : "was there already")}; use it with "
                        + $"--model {model.Name}"
                );
            }

            return ExitCode.Done;
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            line.Hide();
            Messages.Note($"{model.Name}: stopped; the same command goes on from what is there");
            return ExitCode.Interrupted;
        }
        finally
        {
            line.Hide();
        }
    }

    private static bool IsAccepted()
    {
        if (Console.IsInputRedirected || Console.IsErrorRedirected)
        {
            return false;
        }

        Console.Error.Write("Use it under this licence? [y/N] ");
        return Console.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }

    private static Uri ReadAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https"
            ? address
            : throw new FormatException($"an http or https address, got \"{text}\"");

    private sealed class PullProgress(ProgressLine line, PublicModel model) : IProgress<long>
    {
        public void Report(long value) =>
            line.Show(() =>
                $"{ProgressLine.Bar((int)(value >> 10), (int)(model.Bytes >> 10))} "
                + $"{ModelPull.Megabytes(value)} of {ModelPull.Megabytes(model.Bytes)}"
            );
    }
}

internal sealed record PullModelChoice
{
    public string Name { get; init; } = "";

    public bool Accepts { get; init; }

    public Uri? From { get; init; }

    public string? Folder { get; init; }

    public bool IsQuiet { get; init; }
}
