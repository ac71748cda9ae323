using System.CommandLine;
using Spotter.Cli.Commands;
using Spotter.Cli.Completing;
using Spotter.Cli.Parsing;
using Spotter.Cli.Presenting;
using Spotter.Cli.Settings;
using Spotter.Sources.Stores;
using Spotter.Stores;

namespace Spotter.Cli;

/// <summary>The command line: parse, call, present, and make of every error one line and an exit code.</summary>
internal static class Tool
{
    public static int Run(string[] args)
    {
        StandardOutput.ForgiveErrors();
        ObjectStores.S3 ??= new Lazy<IObjectStore>(S3Store.Open);
        RootCommand root = Build();
        if (CompleteCommand.IsMeant(args))
        {
            return CompleteCommand.Run(args, root);
        }

        ParseResult parsed = Parse(root, args);
        try
        {
            parsed = EffectiveSettings.Complete(
                parsed,
                Typed(root, args),
                words => Parse(root, words),
                SettingPlaces.Read
            );
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

            RequireSense(parsed);

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

    /// <summary>Reads a command line, whatever it says.</summary>
    internal static ParseResult Parse(RootCommand root, string[] args) => ParseWords(root, Typed(root, args));

    // What was meant by what was typed.
    private static string[] Typed(RootCommand root, string[] args) =>
        ParseWords(root, args).Errors.Count > 0
        && OutputFlags.CloseLabel(args) is { } closed
        && ParseWords(root, closed).Errors.Count == 0
            ? closed
            : args;

    // No response files: a picture may be called @home.jpg.
    private static ParseResult ParseWords(RootCommand root, string[] args) =>
        root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });

    /// <exception cref="SpotterException">The command line is wrong: a line that says what, and where help
    /// is.</exception>
    internal static void RequireSense(ParseResult parsed)
    {
        if (parsed.Errors.Count > 0 && parsed.Action is not { ClearsParseErrors: true })
        {
            throw new SpotterException(
                SpotterErrorKind.Usage,
                $"{Complaint.Of(parsed)}; see {HelpPage.PathOf(parsed.CommandResult.Command)} --help"
            );
        }
    }

    internal static RootCommand Build()
    {
        var root = new RootCommand(
            "Finds faces and other things in pictures, videos and cameras, and trains networks of your own."
        )
        {
            FacesCommand.Build(),
            SmilesCommand.Build(),
            RoadCommand.Build(),
            DetectCommand.Build(),
            ShowCommand.Build(),
            EvaluateCommand.Build(),
            ExplainCommand.Build(),
            ClassifyCommand.Build(),
            TrainCommand.Build(),
            RunsCommand.Build(),
            ResultsCommand.Build(),
            ClusterCommand.Build(),
            CamerasCommand.Build(),
            StudioCommand.Build(),
            ModelsCommand.Build(),
            DoctorCommand.Build(),
            DemoCommand.Build(),
            CompletionCommand.Build(),
            VersionCommand.Build(),
        };
        root.Add(ConfigCommand.Build(root));
        root.Add(HelpCommand.Build(root));
        root.Add(ManCommand.Build(root));
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
        Complaint.KeepOptionsOutOfArguments(root);
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
            case SpotterException error:
                Messages.Error(error.Message);
                return ExitCode.Of(error.Kind);
            case IOException or UnauthorizedAccessException:
                Messages.Error(e.Message);
                return ExitCode.SomeFailed;
            // The last is how parts of the class library fail that cannot have a socket or a file when they are first
            // used.
            case OutOfMemoryException
            or TaskSchedulerException
            or InsufficientExecutionStackException
            or TypeInitializationException:
                Messages.Error(
                    "the system gives no more memory, threads or files; end other programs, raise the limit (ulimit), "
                        + "or work on fewer at a time with --threads 1"
                );
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
