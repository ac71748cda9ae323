using Spotter.Onnx.Decoders;

namespace Spotter.Onnx.Families;

/// <summary>Networks that answer alike, whoever trained them and for what.</summary>
/// <param name="Name">What its makers call it.</param>
/// <param name="Read">
/// How an answer of such names and shapes could be read; the trial run tells which of several ways is the right one.
/// Nothing where it cannot be this family's.
/// </param>
/// <param name="Others">Other names for the same, of versions that answer alike.</param>
internal sealed record NetworkFamily(
    string Name,
    Func<NetworkAnswer, IEnumerable<Reading>> Read,
    params string[] Others
)
{
    /// <summary>
    /// Whether it is tried where the user names it alone: it answers as another does, and means something else by it.
    /// </summary>
    public bool IsOnlyNamed { get; init; }

    /// <summary>All that can be read, the more telling shapes first.</summary>
    public static IReadOnlyList<NetworkFamily> All { get; } =
    [
        .. FaceFamilies.All,
        .. YoloFamilies.All,
        .. RawFamilies.All,
        .. MobileFamilies.All,
        .. CornerFamilies.All,
        .. SuppressedFamilies.All,
        .. TransformerFamilies.All,
        OwnFamily.Spotter,
    ];

    /// <summary>What they are called, for messages.</summary>
    public static string Names { get; } =
        string.Join(", ", All.Select(static family => family.Name).Distinct(StringComparer.Ordinal));

    /// <summary>Whether a user means this family: capitals and what joins words do not count, a plus does.</summary>
    public bool IsCalled(string name) => Others.Prepend(Name).Any(own => Plain(own) == Plain(name));

    private static string Plain(string name) =>
        string.Concat(name.Where(static c => char.IsLetterOrDigit(c) || c == '+').Select(char.ToLowerInvariant));
}
