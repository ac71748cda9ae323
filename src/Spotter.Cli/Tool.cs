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

        // No response files: a picture may be called @home.jpg.
        var configuration = new ParserConfiguration { ResponseFileTokenReplacer = null };
        ParseResult parsed = root.Parse(args, configuration);
        if (parsed.Errors.Count > 0 && OutputFlags.CloseLabel(args) is { } closed && root.Parse(closed, configuration) is { Errors.Count: 0 } other)
        {
            parsed = other;
        }

        try
        {
            if (parsed.Errors.Count > 0 && parsed.Action is not System.CommandLine.Help.HelpAction)
            {
                Messages.Error($"{Complaint(parsed)}; see {CommandPath(parsed)} --help");
                return ExitCode.Usage;
            }

            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
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
        var root = new RootCommand("Finds faces and other things in pictures, videos and cameras, and trains networks of your own.")
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
        };
        Help.Decorate(root, """
            spotter demo                            see it work on sample pictures
            spotter faces photos/                   find the faces, draw them, write copies to spotter-out/
            spotter faces photo.jpg --json          the boxes as JSON
            spotter train classifier fashion-mnist  train a network of your own
            """);
        return root;
    }

    private static string Complaint(ParseResult parsed)
    {
        if (parsed.CommandResult.Command.Subcommands.Count == 0)
        {
            return parsed.Errors[0].Message.TrimEnd('.');
        }

        string commands = string.Join(", ", parsed.CommandResult.Command.Subcommands.Select(static command => command.Name));
        return parsed.UnmatchedTokens is [var unknown, ..]
            ? $"there is no command {unknown}; the commands are {commands}"
            : $"no command is given; the commands are {commands}";
    }

    private static string CommandPath(ParseResult parsed)
    {
        var names = new List<string>();
        for (System.CommandLine.Parsing.SymbolResult? result = parsed.CommandResult; result is not null; result = result.Parent)
        {
            if (result is System.CommandLine.Parsing.CommandResult { Command: not RootCommand } command)
            {
                names.Insert(0, command.Command.Name);
            }
        }

        return string.Join(' ', names.Prepend("spotter"));
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
                Messages.Error($"a fault of the program ({e.GetType().Name}: {e.Message}); please report it with what {Messages.DebugVariable}=1 shows");
                return ExitCode.SomeFailed;
        }
    }
}
