using System.CommandLine;
using System.Globalization;
using System.Text;
using Spotter.Cli.Commands;
using Spotter.Cli.Settings;

namespace Spotter.Cli.Parsing;

/// <summary>The manual page of a command, in the macros of man(7): what its help says, and what holds for
/// all.</summary>
internal static class ManualPage
{
    private const string ExitCodes = """
        0 done; 1 some inputs failed; 2 the command line is wrong; 3 an input or a model is missing; 4 a program or a
        device is missing; 10 nothing was found (only with --exit-code); 130 interrupted; 141 whoever reads standard
        output has gone.
        """;

    /// <summary>What the page is called: <c>spotter-train-classifier</c>.</summary>
    public static string NameOf(Command command) => HelpPage.PathOf(command).Replace(' ', '-');

    /// <summary>The page, with line breaks of one character.</summary>
    public static string Of(Command command)
    {
        HelpContent content = Help.ContentOf(command);
        var page = new StringBuilder();
        string name = NameOf(command);
        Line(
            page,
            $".TH {Escaped(name.ToUpperInvariant())} 1 \"{Date()}\" \"spotter {VersionCommand.Number}\" \"Spotter\""
        );
        Line(page, ".SH NAME");
        Line(page, $"{Escaped(name)} \\- {Escaped(content.Description)}");
        Line(page, ".SH SYNOPSIS");
        Line(page, $".B {Escaped(content.Usage)}");
        foreach (HelpSection section in content.Sections)
        {
            Line(page, $".SH {Escaped(section.Title).ToUpperInvariant()}");
            foreach (HelpEntry entry in section.Entries)
            {
                Line(page, ".TP");
                Line(page, $".B {Escaped(entry.Names)}");
                Line(page, Escaped(entry.Text ?? ""));
            }
        }

        Line(page, ".SH EXAMPLES");
        Line(page, ".nf");
        foreach (HelpExample example in content.Examples)
        {
            Line(page, Escaped(example.Line));
        }

        Line(page, ".fi");
        if (command is RootCommand)
        {
            AddPlaces(page);
        }

        Line(page, ".SH EXIT STATUS");
        Line(page, Escaped(ExitCodes.ReplaceLineEndings(" ")));
        AddSeeAlso(page, command);
        return page.ToString();
    }

    private static void AddPlaces(StringBuilder page)
    {
        Line(page, ".SH FILES");
        Entry(
            "~/.config/spotter/spotter.json",
            "Options that always hold, by their names without dashes; spotter config show tells what is set."
        );
        Entry("./spotter.json", "The same in the folder where the tool is run; it cannot name files or addresses.");
        Line(page, ".SH ENVIRONMENT");
        Entry($"{SettingPlaces.VariablePrefix}NAME", "The value of the option NAME, with _ for -.");
        Entry("NO_COLOR", "No colours in the terminal.");
        Entry("SPOTTER_FFMPEG_DIR", "The folder of ffmpeg, ffprobe and ffplay.");
        Entry(
            "SPOTTER_SANDBOX",
            "auto: ffmpeg runs in a sandbox where bubblewrap is there; off: never; required: else not at all."
        );

        void Entry(string name, string text)
        {
            Line(page, ".TP");
            Line(page, $".B {Escaped(name)}");
            Line(page, Escaped(text));
        }
    }

    private static void AddSeeAlso(StringBuilder page, Command command)
    {
        Command[] others =
        [
            .. command.Parents.OfType<Command>(),
            .. command.Subcommands.Where(static child => !child.Hidden),
        ];
        if (others.Length == 0)
        {
            return;
        }

        Line(page, ".SH SEE ALSO");
        foreach ((int i, Command other) in others.Index())
        {
            Line(page, $".BR {Escaped(NameOf(other))} (1){(i < others.Length - 1 ? "," : "")}");
        }
    }

    // Of what is built, where whoever builds says so; the same sources give the same pages.
    private static string Date() =>
        long.TryParse(
            Environment.GetEnvironmentVariable("SOURCE_DATE_EPOCH"),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out long seconds
        )
            ? DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : "";

    private static void Line(StringBuilder page, string text) => page.Append(text).Append('\n');

    // A dash of an option is one that can be copied; a line that begins with a point or a quote would be a macro.
    private static string Escaped(string text)
    {
        var line = new StringBuilder(text.Length + 16);
        foreach (char c in text.Trim('\n'))
        {
            line.Append(
                c switch
                {
                    '\\' => "\\e",
                    '-' => "\\-",
                    '\'' => "\\(aq",
                    '`' => "\\(ga",
                    '^' => "\\(ha",
                    '~' => "\\(ti",
                    _ => c.ToString(CultureInfo.InvariantCulture),
                }
            );
        }

        return line is { Length: > 0 } && line[0] == '.' ? $"\\&{line}" : line.ToString();
    }
}
