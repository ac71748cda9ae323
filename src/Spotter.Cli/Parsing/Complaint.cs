using System.CommandLine;
using System.CommandLine.Parsing;
using Spotter.Networks.Text;

namespace Spotter.Cli.Parsing;

/// <summary>What is wrong with a command line: what, where, and what to write instead.</summary>
internal static class Complaint
{
    // What is called otherwise in other tools, and has no likeness to our word.
    private static readonly Dictionary<string, string> Elsewhere = new(StringComparer.Ordinal)
    {
        ["--every"] = "--stride",
        ["--skip"] = "--stride",
        ["--vid-stride"] = "--stride",
        ["--conf"] = "--min-score",
        ["--confidence"] = "--min-score",
        ["--threshold"] = "--min-score",
        ["--thresh"] = "--min-score",
        ["--imgsz"] = "--input-size",
        ["--weights"] = "--model",
        ["--save-crop"] = "--crops",
        ["--workers"] = "--threads",
    };

    /// <summary>
    /// Lets no argument of a command, and no option of several values, take what is meant for an option: it would be
    /// looked for as a file. A file of such a name is taken, and so is one after <c>--</c> that is there.
    /// </summary>
    public static void KeepOptionsOutOfArguments(Command command)
    {
        foreach (Argument argument in command.Arguments)
        {
            argument.Validators.Add(RefuseOptions);
        }

        foreach (Option option in command.Options.Where(static option => option.AllowMultipleArgumentsPerToken))
        {
            option.Validators.Add(RefuseOptions);
        }

        foreach (Command child in command.Subcommands)
        {
            KeepOptionsOutOfArguments(child);
        }

        void RefuseOptions(SymbolResult result)
        {
            if (
                // Another command line begins with a command, and has options of its own.
                result
                    .Tokens.Take(result is ArgumentResult { Argument: CommandLineArgument } ? 1 : int.MaxValue)
                    .FirstOrDefault(static token => token.Value is ['-', _, ..] && !Path.Exists(token.Value)) is
                { } token
            )
            {
                result.AddError(NoOption(token.Value, command));
            }
        }
    }

    /// <summary>One line for the first thing that is wrong.</summary>
    public static string Of(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        if (parsed.UnmatchedTokens.FirstOrDefault(static token => token is ['-', _, ..]) is { } option)
        {
            return NoOption(option, command);
        }

        if (command.Subcommands.Count > 0)
        {
            return parsed.UnmatchedTokens is [var unknown, ..]
                ? NoCommand(unknown, command)
                : $"no command is given; the commands are {Commands(command)}";
        }

        if (parsed.UnmatchedTokens is [var extra, ..])
        {
            return $"{extra}: is one argument too many; {HelpPage.PathOf(command)} takes {Takes(command)}";
        }

        // What is there and wrong comes before what is not there.
        ParseError error = parsed.Errors.FirstOrDefault(static error =>
            error.SymbolResult is OptionResult { IdentifierTokenCount: > 0 } or ArgumentResult { Tokens.Count: > 0 }
        ) ?? parsed.Errors[0];
        return error.SymbolResult switch
        {
            OptionResult { IdentifierTokenCount: 0, Option: var missing } => Missing(missing),
            OptionResult { Tokens.Count: 0, Option: var without } =>
                $"{without.Name} needs a value: {without.HelpName}",
            OptionResult
            {
                Option: { Arity.MaximumNumberOfValues: 1, AllowMultipleArgumentsPerToken: false } once,
                IdentifierTokenCount: > 1
            } when !error.Message.Contains(once.Name + " ", StringComparison.Ordinal) =>
                $"{once.Name} is given more than once",
            CommandResult when MissingOption(parsed) is { } missing => Missing(missing),
            CommandResult or ArgumentResult { Tokens.Count: 0 } when MissingArgument(parsed) is { } needed =>
                $"{needed.HelpName ?? needed.Name} is missing: {Lower(needed.Description)}",
            _ => error.Message.TrimEnd('.'),
        };
    }

    private static string Missing(Option option) =>
        $"{option.Name} is missing: {option.HelpName}, {Lower(option.Description)}";

    private static Option? MissingOption(ParseResult parsed) =>
        parsed.CommandResult.Command.Options.FirstOrDefault(option =>
            option.Required && parsed.GetResult(option) is null
        );

    // A command may be complete and have another fault of its own.
    private static Argument? MissingArgument(ParseResult parsed) =>
        parsed.CommandResult.Command.Arguments.FirstOrDefault(argument =>
            argument.Arity.MinimumNumberOfValues > 0 && parsed.GetResult(argument) is not { Tokens.Count: > 0 }
        );

    private static string NoOption(string written, Command command)
    {
        string name = written.Split('=', 2)[0];
        string[] known =
        [
            .. command.Options.Where(static option => !option.Hidden).Select(static option => option.Name),
        ];
        return Elsewhere.TryGetValue(name, out string? ours) && known.Contains(ours)
            ? $"there is no option {name}{NearestName.Ask(ours)}"
            : $"there is no option {name}{NearestName.Hint(name, known)}";
    }

    private static string NoCommand(string written, Command command)
    {
        string? near = NearestName.Of(written, command.Subcommands.Select(static child => child.Name));
        string? file = command is RootCommand && Path.Exists(written) ? $"spotter faces {written}" : null;
        return $"there is no command {written}"
            + (
                near is null
                    ? NearestName.Ask(file, $"the commands are {Commands(command)}")
                    : NearestName.Ask($"{HelpPage.PathOf(command)} {near}")
            );
    }

    private static string Commands(Command command) =>
        string.Join(", ", command.Subcommands.Where(static child => !child.Hidden).Select(static child => child.Name));

    private static string Takes(Command command) =>
        command.Arguments.Count == 0
            ? "none"
            : string.Join(" and ", command.Arguments.Select(static argument => argument.HelpName ?? argument.Name));

    private static string Lower(string? text) =>
        text is { Length: > 1 } && !char.IsUpper(text[1]) ? char.ToLowerInvariant(text[0]) + text[1..] : text ?? "";
}
