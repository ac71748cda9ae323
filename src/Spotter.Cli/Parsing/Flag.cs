using System.CommandLine;
using System.CommandLine.Parsing;

namespace Spotter.Cli.Parsing;

/// <summary>
/// Options whose values are read by our own code, so that a wrong value gets a message worth reading; and those that
/// many commands have.
/// </summary>
internal static class Flag
{
    /// <param name="group">Where help lists it.</param>
    /// <param name="name">As typed, with its dashes.</param>
    /// <param name="placeholder">What the help calls the value.</param>
    /// <param name="description">What the help says, and what holds without it.</param>
    /// <param name="parse">Reads the value; a <see cref="FormatException"/> or <see cref="ArgumentException"/> says
    /// what is wrong.</param>
    /// <param name="aliases">Other names.</param>
    public static FlagOption<T> Value<T>(
        HelpGroup group,
        string name,
        string placeholder,
        string description,
        Func<string, T> parse,
        params string[] aliases
    ) =>
        new(group, name, aliases)
        {
            HelpName = placeholder,
            Description = description,
            Arity = ArgumentArity.ExactlyOne,
            CustomParser = result => Parse(name, result, result.Tokens[0], parse),
        };

    /// <summary>An option that takes any text that is not blank.</summary>
    public static FlagOption<string> Text(
        HelpGroup group,
        string name,
        string placeholder,
        string description,
        params string[] aliases
    ) => Value(group, name, placeholder, description, Values.NotBlank, aliases);

    public static FlagOption<bool> Switch(HelpGroup group, string name, string description, params string[] aliases) =>
        new(group, name, aliases) { Description = description, Arity = ArgumentArity.Zero };

    /// <summary>An option that takes <c>yes</c> or <c>no</c>.</summary>
    public static FlagOption<Answer> YesOrNo(HelpGroup group, string name, string description) =>
        Value(group, name, "yes|no", description, Values.Choice<Answer>);

    /// <summary>An option that takes several paths, and may be given several times.</summary>
    public static FlagOption<string[]> Paths(HelpGroup group, string name, string placeholder, string description) =>
        new(group, name)
        {
            HelpName = placeholder,
            Description = description,
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = true,
        };

    /// <summary>An option that takes one value, and may be given several times.</summary>
    public static FlagOption<T[]> Repeated<T>(
        HelpGroup group,
        string name,
        string placeholder,
        string description,
        Func<string, T> parse
    ) =>
        new(group, name)
        {
            HelpName = placeholder,
            Description = description,
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = false,
            CustomParser = result => [.. result.Tokens.Select(token => Parse(name, result, token, parse)!)],
        };

    /// <summary>An option whose value may be left out.</summary>
    public static FlagOption<T> Optional<T>(
        HelpGroup group,
        string name,
        string placeholder,
        string description,
        Func<string, T> parse,
        T usual
    ) =>
        new(group, name)
        {
            HelpName = placeholder,
            Description = description,
            Arity = ArgumentArity.ZeroOrOne,
            CustomParser = result => result.Tokens.Count == 0 ? usual : Parse(name, result, result.Tokens[0], parse),
        };

    /// <summary>The file or folder that a command writes.</summary>
    public static FlagOption<string> Output(string placeholder, string description) =>
        Text(HelpGroup.Writing, "--output", placeholder, description, "-o");

    /// <summary>What is there already may be replaced, whoever wrote it.</summary>
    public static FlagOption<bool> Overwrite() =>
        Switch(
            HelpGroup.Writing,
            "--overwrite",
            "Replace files that are there and that no earlier run wrote; inputs never"
        );

    public static FlagOption<bool> Json(string description) => Switch(HelpGroup.Writing, "--json", description);

    public static FlagOption<bool> Quiet(string description = "Say nothing but errors") =>
        Switch(HelpGroup.Machine, "--quiet", description, "-q");

    public static FlagOption<bool> NoColor() =>
        Switch(HelpGroup.Machine, "--no-color", "No colours in the terminal (as does NO_COLOR)");

    public static FlagOption<int> Threads(Func<string, int> parse) =>
        Value(HelpGroup.Machine, "--threads", "N", "Threads for the whole run; one a processor unless given", parse);

    // Makes an error of the command line of what is wrong with a value.
    private static T? Parse<T>(string name, ArgumentResult result, Token token, Func<string, T> parse)
    {
        try
        {
            return parse(token.Value);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            result.AddError($"{name} {token.Value}: {SpotterException.PlainMessage(e).Split('\n', 2)[0].Trim()}");
            return default;
        }
    }
}

/// <summary>Yes or no. System.CommandLine lets a bool be true or false alone, whoever reads it.</summary>
internal enum Answer
{
    No,
    Yes,
}
