using Spotter.Studio.Hosting;

namespace Spotter.Studio.Datasets;

/// <summary>Names of classes. They become folders, so they are letters, digits, blanks, dashes and underscores only.</summary>
internal static class ClassName
{
    private const int MostLength = 40;

    // Windows opens devices by these names, in any folder.
    private static readonly HashSet<string> Reserved = new(
        ["CON", "PRN", "AUX", "NUL", .. Enumerable.Range(0, 10).SelectMany(static i => new[] { $"COM{i}", $"LPT{i}" })], StringComparer.OrdinalIgnoreCase);

    // A folder of these names means a part of the data set.
    private static readonly HashSet<string> Parts = new(["train", "validation", "valid", "val", "test"], StringComparer.OrdinalIgnoreCase);

    public static bool IsPart(string name) => Parts.Contains(name);

    /// <exception cref="ProblemException">It cannot be the name of a class.</exception>
    public static string Check(string? name)
    {
        string trimmed = name?.Trim() ?? "";
        return IsValid(trimmed)
            ? trimmed
            : throw ProblemException.BadRequest($"a class is named by 1 to {MostLength} letters, digits, blanks, dashes and underscores, not by the name of a part or device");
    }

    /// <summary>A name that may be one of a class, of one that may not; null where nothing is left of it.</summary>
    public static string? Clean(string name)
    {
        string clean = string.Concat(name.Select(static c => IsPlain(c) ? c : '-')).Trim(' ', '-', '_');
        clean = clean[..Math.Min(clean.Length, MostLength)].Trim();
        return IsValid(clean) ? clean : null;
    }

    private static bool IsValid(string name) =>
        name.Length is > 0 and <= MostLength && char.IsLetterOrDigit(name[0]) && name.All(IsPlain) && !Reserved.Contains(name) && !IsPart(name);

    private static bool IsPlain(char c) => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_';
}
