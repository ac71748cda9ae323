using System.Text.RegularExpressions;

namespace Spotter.Studio.Hosting;

/// <summary>Takes the places of this machine out of what clients are told: of a path the last name is left.</summary>
internal sealed partial class Veil(DataFolders folders)
{
    // The longest first: one may lie in another.
    private readonly string[] _places =
    [
        .. new[]
        {
            folders.Results,
            folders.Datasets,
            folders.Runs,
            folders.Work,
            folders.Root,
            AppContext.BaseDirectory,
            Path.GetTempPath(),
            Environment.CurrentDirectory,
            Home(),
        }
            .Select(static place => Path.TrimEndingDirectorySeparator(place))
            .Where(static place => place.Length > 1)
            .OrderByDescending(static place => place.Length),
    ];

    public string Over(string text)
    {
        foreach (string place in _places)
        {
            text = text.Replace(place + Path.DirectorySeparatorChar, "", StringComparison.Ordinal)
                .Replace(place, "", StringComparison.Ordinal);
        }

        return Folders().Replace(text, "");
    }

    private static string Home() => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    // Folders at the start of a word, but not those of the studio's own addresses.
    [GeneratedRegex(
        """(?<=^|[\s'"(=\[])(/(?!api/|openapi/)|[A-Za-z]:\\)([^\s/\\'":]+[/\\])+""",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Folders();
}
