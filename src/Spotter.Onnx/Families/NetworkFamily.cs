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
    /// <summary>All that can be read, the more telling shapes first.</summary>
    public static IReadOnlyList<NetworkFamily> All { get; } =
    [
        .. FaceFamilies.All,
        .. YoloFamilies.All,
        .. MobileFamilies.All,
        .. SuppressedFamilies.All,
        .. TransformerFamilies.All,
        OwnFamily.Spotter,
    ];

    /// <summary>What they are called, for messages.</summary>
    public static string Names { get; } =
        string.Join(", ", All.Select(static family => family.Name).Distinct(StringComparer.Ordinal));

    /// <summary>Whether a user means this family: capitals and what joins words do not count.</summary>
    public bool IsCalled(string name) => Others.Prepend(Name).Any(own => Plain(own) == Plain(name));

    private static string Plain(string name) =>
        string.Concat(name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant));
}
