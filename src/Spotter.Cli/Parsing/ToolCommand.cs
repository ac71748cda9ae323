using System.CommandLine;
using System.CommandLine.Invocation;
using Spotter.Cli.Settings;

namespace Spotter.Cli.Parsing;

/// <summary>Makes commands: what is typed is read into one record, and that is run.</summary>
internal static class ToolCommand
{
    /// <param name="name">As typed.</param>
    /// <param name="description">What help says.</param>
    /// <param name="flags">Its arguments and options.</param>
    /// <param name="runAsync">What it does; answers the exit code.</param>
    /// <param name="examples">A command line each; what stands behind two blanks or more explains it.</param>
    public static Command Create<TChoice>(
        string name,
        string description,
        FlagSet<TChoice> flags,
        Func<TChoice, Task<int>> runAsync,
        string examples
    )
        where TChoice : new()
    {
        var command = new Command(name, description) { Action = new ChoiceAction<TChoice>(flags, runAsync) };
        foreach (Symbol symbol in flags)
        {
            if (symbol is Argument argument)
            {
                command.Add(argument);
            }
            else
            {
                command.Add((Option)symbol);
            }
        }

        // What settings could fill in.
        if (command.Options.Count > 0)
        {
            command.Add(
                Flag.Switch(
                    HelpGroup.Machine,
                    SettingPlaces.Without,
                    $"Take no options from {SettingsFile.Name} or {SettingPlaces.VariablePrefix}... variables"
                )
            );
        }

        Help.Decorate(command, examples);
        return command;
    }

    /// <inheritdoc cref="Create{TChoice}(string, string, FlagSet{TChoice}, Func{TChoice, Task{int}}, string)"/>
    public static Command Create<TChoice>(
        string name,
        string description,
        FlagSet<TChoice> flags,
        Func<TChoice, int> run,
        string examples
    )
        where TChoice : new() => Create(name, description, flags, choice => Task.FromResult(run(choice)), examples);

    /// <summary>A command that only has others below it.</summary>
    public static Command Group(string name, string description, string examples, params Command[] children)
    {
        var command = new Command(name, description);
        foreach (Command child in children)
        {
            command.Add(child);
        }

        Help.Decorate(command, examples);
        return command;
    }

    private sealed class ChoiceAction<TChoice>(FlagSet<TChoice> flags, Func<TChoice, Task<int>> runAsync)
        : AsynchronousCommandLineAction,
            IChoiceAction
        where TChoice : new()
    {
        public object Read(ParseResult parsed) => flags.Read(parsed, new TChoice())!;

        public override Task<int> InvokeAsync(ParseResult parseResult, CancellationToken cancellationToken = default) =>
            runAsync((TChoice)Read(parseResult));
    }
}

/// <summary>What a command does.</summary>
internal interface IChoiceAction
{
    /// <summary>What was chosen on the command line.</summary>
    /// <exception cref="SpotterException">What was given does not go together.</exception>
    object Read(ParseResult parsed);
}
