using System.CommandLine;
using Spotter.Cli.Parsing;

namespace Spotter.Cli.Tests.Support;

/// <summary>Command lines as the tool reads them, without running anything.</summary>
internal static class CommandLine
{
    /// <summary>Every command, with the words that are typed for it.</summary>
    public static IEnumerable<(string[] Path, Command Command)> Commands() => Below([], Tool.Build());

    /// <summary>What the user chose.</summary>
    public static T Choice<T>(params string[] args)
    {
        ParseResult parsed = Tool.Parse(Tool.Build(), args);
        Tool.RequireSense(parsed);
        return Assert.IsType<T>(Assert.IsType<IChoiceAction>(parsed.Action, exactMatch: false).Read(parsed));
    }

    /// <summary>What is wrong with a command line; null for nothing.</summary>
    public static string? Complaint(params string[] args)
    {
        try
        {
            ParseResult parsed = Tool.Parse(Tool.Build(), args);
            Tool.RequireSense(parsed);
            Assert.IsType<IChoiceAction>(parsed.Action, exactMatch: false).Read(parsed);
            return null;
        }
        catch (SpotterException e)
        {
            Assert.Equal(SpotterErrorKind.Usage, e.Kind);
            return e.Message;
        }
    }

    /// <summary>The shortest command line of a command that is complete.</summary>
    /// <param name="path">The command's words.</param>
    /// <param name="command">The command.</param>
    /// <param name="but">An option to leave out.</param>
    public static string[] Shortest(string[] path, Command command, Option? but = null) =>
        [
            .. path,
            .. command.Arguments.SelectMany(static argument =>
                Enumerable.Repeat("a.png", argument.Arity.MinimumNumberOfValues)
            ),
            .. command
                .Options.Where(option => option.Required && option.Name != but?.Name)
                .SelectMany(static option => (string[])[option.Name, Samples.Of(option).Good[0]]),
            .. Needed(path, but),
        ];

    // What one of several options has to say.
    private static string[] Needed(string[] path, Option? but) =>
        path switch
        {
            ["train", "detector"] when but?.Name != "--labels" => ["--labels", "boxes.json"],
            ["train", "classifier"] when but?.Name != "--resume" => ["fashion-mnist"],
            _ => [],
        };

    private static IEnumerable<(string[] Path, Command Command)> Below(string[] path, Command command) =>
        command.Subcommands.SelectMany(child => Below([.. path, child.Name], child)).Prepend((path, command));
}
