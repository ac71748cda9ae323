using System.CommandLine;
using Spotter.Apps.Files;
using Spotter.Cli.Commands;
using Spotter.Cli.Parsing;
using Spotter.Cli.Presenting;
using Spotter.Media.Video;
using Spotter.Vision.Cascades;
using Spotter.Vision.Channels;

namespace Spotter.Cli;

/// <summary>The command line: parse, call, present, and make of every error one line and an exit code.</summary>
internal static class Tool
{
    public static int Run(string[] args)
    {
        StandardOutput.ForgiveErrors();
        RootCommand root = Build();
        Complaint.KeepOptionsOutOfArguments(root);

        // No response files: a picture may be called @home.jpg.
        var configuration = new ParserConfiguration { ResponseFileTokenReplacer = null };
        ParseResult parsed = root.Parse(args, configuration);
        if (
            parsed.Errors.Count > 0
            && OutputFlags.CloseLabel(args) is { } closed
            && root.Parse(closed, configuration) is { Errors.Count: 0 } other
        )
        {
            parsed = other;
        }

        try
        {
            Command command = parsed.CommandResult.Command;
            if (
                command.Subcommands.Count > 0
                && parsed.UnmatchedTokens.Count == 0
                && parsed.CommandResult.Tokens.Count == 0
                && parsed.Action is not { ClearsParseErrors: true }
            )
            {
                return Help.Show(command);
            }

            if (parsed.Errors.Count > 0 && parsed.Action is not { ClearsParseErrors: true })
            {
                Messages.Error($"{Complaint.Of(parsed)}; see {HelpPage.PathOf(command)} --help");
                return ExitCode.Usage;
            }

            return parsed.Invoke(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }
            );
        }
#pragma warning disable CA1031 // the last line of defence: the user gets a line, not a stack trace
        catch (Exception e)
#pragma warning restore CA1031
        {
            return Report(e);
        }
    }

    private static RootCommand Build()
    {
        var root = new RootCommand(
            "Finds faces and other things in pictures, videos and cameras, and trains networks of your own."
        )
        {
            FacesCommand.Build(),
            SmilesCommand.Build(),
            RoadCommand.Build(),
            DetectCommand.Build(),
            EvaluateCommand.Build(),
            ExplainCommand.Build(),
            ClassifyCommand.Build(),
            TrainCommand.Build(),
            RunsCommand.Build(),
            CamerasCommand.Build(),
            StudioCommand.Build(),
            ModelsCommand.Build(),
            DoctorCommand.Build(),
            DemoCommand.Build(),
            VersionCommand.Build(),
        };
        root.Add(HelpCommand.Build(root));
        VersionCommand.Equip(root);
        Help.Decorate(
            root,
            """
            spotter demo                            see it work on sample pictures
            spotter faces photos/                   find the faces, draw them, write copies to spotter-out/
            spotter faces photo.jpg --json          the boxes as JSON
            spotter train classifier fashion-mnist  train a network of your own
            """
        );
        return root;
    }

    private static int Report(Exception e)
    {
        Messages.Trace(e);
        switch (e)
        {
            case OperationCanceledException:
                return ExitCode.Interrupted;
            case IOException when StandardOutput.IsClosed(e):
                return ExitCode.OutputClosed;
            case ToolException tool:
                Messages.Error(tool.Message);
                return tool.ExitCode;
            case CascadeFormatException or ChannelFormatException:
                Messages.Error(e.Message);
                return ExitCode.MissingInput;
            case OutputException:
                Messages.Error(e.Message);
                return ExitCode.Usage;
            case VideoException video:
                Messages.Error(video.Message);
                return VideoCommand.CodeOf(video.Problem);
            case IOException or UnauthorizedAccessException:
                Messages.Error(e.Message);
                return ExitCode.SomeFailed;
            default:
                Messages.Error(
                    $"a fault of the program ({e.GetType().Name}: {e.Message}); please report it with what "
                        + $"{Messages.DebugVariable}=1 shows"
                );
                return ExitCode.SomeFailed;
        }
    }
}
