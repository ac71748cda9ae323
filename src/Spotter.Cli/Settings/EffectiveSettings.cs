using System.CommandLine;
using System.CommandLine.Parsing;
using Spotter.Cli.Parsing;
using Spotter.Cli.Presenting;

namespace Spotter.Cli.Settings;

/// <summary>
/// Puts settings into a command line where the user typed nothing else. They become options at its end, so that
/// whatever reads a command line reads them, and judges their values, as if they had been typed.
/// </summary>
internal static class EffectiveSettings
{
    // Commands that must work, or mean the same, whatever is set.
    private static readonly string[] Unmoved = ["completion", "config", "help", "man", "version"];

    private const string Draw = "--draw";
    private const string Color = "--color";

    /// <summary>The setting of each option of a command that has one.</summary>
    /// <param name="command">The command.</param>
    /// <param name="settings">All settings, weakest first.</param>
    public static IReadOnlyDictionary<Option, Setting> Of(Command command, IReadOnlyList<Setting> settings)
    {
        string[] path = PathOf(command);
        var effective = new Dictionary<Option, Setting>();
        foreach (Option option in command.Options.Where(static option => option is IFlagOption))
        {
            Setting? strongest = settings
                .Where(setting => setting.Name == option.Name && setting.IsFor(path))
                .OrderBy(static setting => setting.Level)
                .ThenBy(static setting => setting.Command.Count)
                .LastOrDefault();
            if (strongest is not null)
            {
                effective[option] = strongest;
            }
        }

        return effective;
    }

    /// <summary>The command line with settings.</summary>
    /// <param name="typed">What the user typed.</param>
    /// <param name="args">The same in words.</param>
    /// <param name="parse">Reads words.</param>
    /// <param name="read">Reads all settings, weakest first.</param>
    /// <exception cref="SpotterException">A setting cannot be used; the message says where it stands.</exception>
    public static ParseResult Complete(
        ParseResult typed,
        string[] args,
        Func<string[], ParseResult> parse,
        Func<RootCommand, IReadOnlyList<Setting>> read
    )
    {
        Command command = typed.CommandResult.Command;
        if (
            typed.Action is not IChoiceAction
            || PathOf(command) is not [var first, ..]
            || Unmoved.Contains(first)
            || IsTyped(typed, SettingPlaces.Without)
        )
        {
            return typed;
        }

        IReadOnlyList<Setting> settings = read((RootCommand)typed.RootCommandResult.Command);
        if (settings.Count == 0)
        {
            return typed;
        }

        IReadOnlyDictionary<Option, Setting> effective = Of(command, Trusted(typed, command, settings));
        (Option Option, Setting Setting)[] used =
        [
            .. effective
                .Where(pair => !IsTyped(typed, pair.Key.Name) && pair.Value.Values is not null)
                .Select(static pair => (pair.Key, pair.Value)),
        ];
        foreach ((Option option, _) in used)
        {
            ((IFlagOption)option).IsConfigured = true;
        }

        while (used.Length > 0)
        {
            ParseResult parsed = Add(used);
            if (Conflict(typed) is not null || Conflict(parsed) is not { } conflict)
            {
                return parsed;
            }

            // What was typed wins also where it makes no sense beside what is set. What is set for all commands is
            // taken where it fits; what is set for this one is missed.
            (Option Option, Setting Setting)[] cause =
            [
                // What hides never gives way, and a folder's file is the first to.
                .. used.Where(static pair => pair.Setting.Name != Draw)
                    .OrderBy(static pair => pair.Setting.Level != SettingLevel.Folder)
                    .ThenBy(static pair => pair.Setting.Level)
                    .Where(pair => Conflict(Add([.. used.Where(other => other != pair)])) != conflict)
                    .Take(1),
            ];
            if (cause is not [var (left, setting)])
            {
                throw new SpotterException(SpotterErrorKind.Usage, $"{used[^1].Setting.Place}: {conflict}");
            }

            if (setting.Command.Count > 0 && !IsTyped(typed, "--quiet"))
            {
                Messages.Note($"{setting.Place}: {left.Name[2..]} is left out; {conflict}");
            }

            used = [.. used.Where(pair => pair.Option != left)];
        }

        return typed;

        ParseResult Add((Option Option, Setting Setting)[] some)
        {
            int end = Array.IndexOf(args, "--") is >= 0 and var dashes ? dashes : args.Length;
            ParseResult parsed = parse([
                .. args[..end],
                .. some.SelectMany(static pair => pair.Setting.Words),
                .. args[end..],
            ]);
            foreach ((Option option, Setting setting) in some)
            {
                SymbolResult? result = parsed.GetResult(option);
                if (parsed.Errors.FirstOrDefault(error => Concerns(error, result)) is { } error)
                {
                    throw new SpotterException(
                        SpotterErrorKind.Usage,
                        $"{setting.Place}: {error.Message.TrimEnd('.')}"
                    );
                }
            }

            return parsed;
        }

        static string? Conflict(ParseResult parsed)
        {
            try
            {
                if (parsed is { Errors.Count: 0, Action: IChoiceAction action })
                {
                    action.Read(parsed);
                }

                return null;
            }
            catch (SpotterException e) when (e.Kind == SpotterErrorKind.Usage)
            {
                return e.Message;
            }
        }
    }

    // The words of a command, without the tool's own name.
    private static string[] PathOf(Command command) => HelpPage.WordsOf(command)[1..];

    // A size or a score that a stranger's file sets would leave faces unhidden.
    private static IReadOnlyList<Setting> Trusted(ParseResult typed, Command command, IReadOnlyList<Setting> settings)
    {
        if (command.Options.FirstOrDefault(static option => option.Name == Draw) is not { } draw)
        {
            return settings;
        }

        // That the user hides is not undone by a folder either.
        string? users = IsTyped(typed, Draw)
            ? (typed.GetResult(draw)?.Tokens is [var token, ..] ? token.Value : null)
            : Style([.. settings.Where(static setting => setting.Level != SettingLevel.Folder)]);
        bool doesUser = Hides(users);
        if (!doesUser && !Hides(IsTyped(typed, Draw) ? users : Style(settings)))
        {
            return settings;
        }

        string[] harmless = doesUser ? [Color] : [Color, Draw];
        Setting[] trusted =
        [
            .. settings.Where(setting => setting.Level != SettingLevel.Folder || harmless.Contains(setting.Name)),
        ];
        if (trusted.Length < settings.Count && !IsTyped(typed, "--quiet"))
        {
            Messages.Note(
                $"{SettingPlaces.FolderFile}: looks alone are taken from a folder's settings where something is hidden"
            );
        }

        return trusted;

        string? Style(IReadOnlyList<Setting> of) =>
            Of(command, of).TryGetValue(draw, out Setting? set)
                ? set.Values is [var value, ..]
                    ? value
                    : null
                : null;

        static bool Hides(string? style) =>
            Enum.GetValues<DrawChoice>()
                .Where(static one => new OutputChoice { Draw = one }.Hides)
                .Any(one => $"{one}".Equals(style, StringComparison.OrdinalIgnoreCase));
    }

    private static bool Concerns(ParseError error, SymbolResult? result) =>
        result is not null && (error.SymbolResult == result || error.SymbolResult?.Parent == result);

    private static bool IsTyped(ParseResult typed, string name) =>
        typed.CommandResult.Command.Options.FirstOrDefault(option => option.Name == name) is { } option
        && typed.GetResult(option) is { Implicit: false };
}
