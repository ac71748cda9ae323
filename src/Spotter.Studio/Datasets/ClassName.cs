using Spotter.Learning.Datasets;
using Spotter.Studio.Hosting;

namespace Spotter.Studio.Datasets;

/// <summary>
/// Names of classes. They become folders, so they are whatever folders may be called on every system.
/// </summary>
internal static class ClassName
{
    public const string Train = "train";
    private const int MostLength = 60;
    private const string Forbidden = "<>:\"/\\|?*";

    // Windows opens devices by these names, in any folder.
    private static readonly HashSet<string> Reserved = new(
        ["CON", "PRN", "AUX", "NUL", .. Enumerable.Range(0, 10).SelectMany(static i => new[] { $"COM{i}", $"LPT{i}" })],
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>
    /// What part of a data set a folder of this name means: train, validation or test; null for none.
    /// </summary>
    public static string? PartOf(string name) => DatasetParts.Find(name) is { } part ? DatasetParts.NameOf(part) : null;

    /// <exception cref="ProblemException">There is no such part.</exception>
    public static string CheckPart(string? part) =>
        string.IsNullOrWhiteSpace(part)
            ? ""
            : PartOf(part) ?? throw ProblemException.BadRequest($"part wants {DatasetParts.Described}, or nothing");

    /// <exception cref="ProblemException">It cannot be the name of a class.</exception>
    public static string Check(string? name)
    {
        string trimmed = name?.Trim() ?? "";
        return IsValid(trimmed)
            ? trimmed
            : throw ProblemException.BadRequest(
                $"className wants a name of 1 to {MostLength} characters without any of {Forbidden}, without a dot at "
                    + $"its ends, that is not the name of a part or device"
            );
    }

    /// <summary>A name that may be one of a class, of one that may not; null where nothing is left of it.</summary>
    public static string? Clean(string name)
    {
        string clean = string.Concat(name.Select(static c => IsPlain(c) ? c : '-'));
        if (clean.Length > MostLength)
        {
            clean = clean[..(char.IsHighSurrogate(clean[MostLength - 1]) ? MostLength - 1 : MostLength)];
        }

        clean = clean.TrimStart().TrimEnd(' ', '.');
        return IsValid(clean) ? clean : null;
    }

    private static bool IsValid(string name) =>
        name.Length is > 0 and <= MostLength
        && name[0] != '.'
        && name[^1] != '.'
        && name.All(IsPlain)
        && !Reserved.Contains(name.Split('.')[0].TrimEnd())
        && PartOf(name) is null;

    private static bool IsPlain(char c) => !char.IsControl(c) && !Forbidden.Contains(c, StringComparison.Ordinal);
}
