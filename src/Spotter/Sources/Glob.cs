using System.IO.Enumeration;

namespace Spotter.Sources;

/// <summary>
/// A file name pattern: <c>*</c> and <c>?</c> within a name, <c>**</c> for any number of folders. For patterns that the
/// shell left alone: on Windows, in quotes, in a list file.
/// </summary>
internal sealed class Glob
{
    private readonly string[] _parts;

    private Glob(string root, string[] parts)
    {
        Root = root;
        _parts = parts;
    }

    /// <summary>The folder before the first part with a wildcard; empty for the working folder.</summary>
    public string Root { get; }

    /// <summary>Whether files are looked for below subfolders of <see cref="Root"/>.</summary>
    public bool IsRecursive => _parts.Length > 1;

    /// <summary>
    /// Whether the pattern spells out the end of the names, so that no file that matches is there by chance.
    /// </summary>
    public bool NamesExtension => Path.GetExtension(_parts[^1]) is { Length: > 1 } extension && !HasWildcard(extension);

    public static bool HasWildcard(string text) => text.AsSpan().ContainsAny('*', '?');

    public static Glob Parse(string pattern)
    {
        char[] separators = [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar];
        int wildcard = pattern.AsSpan().IndexOfAny('*', '?');
        int rootEnd = pattern.LastIndexOfAny(separators, wildcard) + 1;
        return new Glob(
            pattern[..rootEnd],
            pattern[rootEnd..].Split(separators, StringSplitOptions.RemoveEmptyEntries)
        );
    }

    /// <param name="path">Relative to <see cref="Root"/>, with <c>/</c> between the parts.</param>
    public bool Matches(string path) => Matches(_parts, path.Split('/'));

    private static bool Matches(ReadOnlySpan<string> pattern, ReadOnlySpan<string> path)
    {
        while (true)
        {
            if (pattern.IsEmpty || path.IsEmpty)
            {
                return pattern.IsEmpty && path.IsEmpty;
            }

            if (pattern[0] == "**")
            {
                for (int skip = 0; skip <= path.Length; skip++)
                {
                    if (Matches(pattern[1..], path[skip..]))
                    {
                        return true;
                    }
                }

                return false;
            }

            bool ignoreCase = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS();
            if (!FileSystemName.MatchesSimpleExpression(pattern[0], path[0], ignoreCase))
            {
                return false;
            }

            pattern = pattern[1..];
            path = path[1..];
        }
    }
}
