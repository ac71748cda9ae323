using System.Globalization;

namespace Spotter.Cli.Presenting;

/// <summary>Paths that open with a click, in terminals that are known to do it (OSC 8); elsewhere plain text.</summary>
internal static class TerminalLinks
{
    private const string Begin = "\u001b]8;;";
    private const string End = "\u001b\\";

    // The first version of VTE (GNOME's and Xfce's terminals) that does not stumble over them.
    private const int LeastVte = 5000;

    private static readonly string[] Variables =
    [
        "WT_SESSION",
        "KONSOLE_VERSION",
        "KITTY_WINDOW_ID",
        "WEZTERM_EXECUTABLE",
        "ALACRITTY_WINDOW_ID",
    ];

    private static readonly string[] Programs = ["iTerm.app", "WezTerm", "vscode", "ghostty", "Tabby"];

    /// <summary>The text of a line, with the place in it as a link to it.</summary>
    /// <param name="line">One line without control characters.</param>
    /// <param name="shown">The place as it stands in the line.</param>
    /// <param name="path">Where it is.</param>
    public static string Mark(string line, string shown, string path)
    {
        int at = line.LastIndexOf(shown, StringComparison.Ordinal);
        if (shown.Length == 0 || at < 0)
        {
            return line;
        }

        // Percent-encoded, so that no name can end the sequence.
        string address = new UriBuilder("file", "") { Path = Path.GetFullPath(path) }
            .Uri
            .AbsoluteUri;
        return $"{line[..at]}{Begin}{address}{End}{shown}{Begin}{End}{line[(at + shown.Length)..]}";
    }

    /// <summary>Whether standard error is such a terminal.</summary>
    public static bool AreUnderstood() => AreUnderstood(Environment.GetEnvironmentVariable, Console.IsErrorRedirected);

    /// <summary>Whether a terminal of these variables is one.</summary>
    public static bool AreUnderstood(Func<string, string?> variable, bool isRedirected)
    {
        if (isRedirected || variable("TERM") == "dumb" || variable("NO_COLOR") is { Length: > 0 })
        {
            return false;
        }

        return Variables.Any(name => variable(name) is { Length: > 0 })
            || Programs.Contains(variable("TERM_PROGRAM"))
            || (
                int.TryParse(variable("VTE_VERSION"), NumberStyles.None, CultureInfo.InvariantCulture, out int vte)
                && vte >= LeastVte
            );
    }
}
