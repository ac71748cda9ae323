using System.CommandLine;
using System.CommandLine.Parsing;

namespace Spotter.Cli.Parsing;

/// <summary>
/// Options whose values are read by our own code, so that a wrong value gets a message worth reading.
/// </summary>
internal static class Flag
{
    /// <param name="name">As typed, with its dashes.</param>
    /// <param name="placeholder">What the help calls the value.</param>
    /// <param name="description">What the help says.</param>
    /// <param name="parse">Reads the value; a <see cref="FormatException"/> or <see cref="ArgumentException"/> says
    /// what is wrong.</param>
    /// <param name="aliases">Other names.</param>
    public static Option<T?> Value<T>(
        string name,
        string placeholder,
        string description,
        Func<string, T> parse,
        params string[] aliases
    ) =>
        new(name, aliases)
        {
            HelpName = placeholder,
            Description = description,
            Arity = ArgumentArity.ExactlyOne,
            CustomParser = result => Parse(name, result, parse),
        };

    public static Option<bool> Switch(string name, string description, params string[] aliases) =>
        new(name, aliases) { Description = description, Arity = ArgumentArity.Zero };

    /// <summary>What is there already may be replaced, whoever wrote it.</summary>
    public static Option<bool> Overwrite() =>
        Switch("--overwrite", "Replace files that are there and that no earlier run wrote; inputs never");

    /// <summary>An option that takes <c>yes</c> or <c>no</c>.</summary>
    public static Option<Answer?> YesOrNo(string name, string description) =>
        Value<Answer?>(name, "yes|no", description, static text => Values.Choice<Answer>(text));

    /// <summary>An option that takes several paths, and may be given several times.</summary>
    public static Option<string[]> Paths(string name, string placeholder, string description) =>
        new(name)
        {
            HelpName = placeholder,
            Description = description,
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = true,
        };

    /// <summary>Reads a value and makes an error of the command line of what is wrong with it.</summary>
    public static T? Parse<T>(string name, ArgumentResult result, Func<string, T> parse)
    {
        string text = result.Tokens[0].Value;
        try
        {
            return parse(text);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            // .NET appends the parameter's name and the value; the message alone says both.
            result.AddError($"{name} {text}: {e.Message.Split(" (Parameter", 2)[0].Split('\n', 2)[0].Trim()}");
            return default;
        }
    }
}
