using System.Globalization;

namespace Spotter.Networks.Text;

/// <summary>
/// Numbers of things in words: <c>1 face</c>, <c>2 upper bodies</c>, <c>no people</c>. Everything that counts in a text
/// counts so.
/// </summary>
internal static class Counted
{
    private static readonly Dictionary<string, string> Irregular = new(StringComparer.OrdinalIgnoreCase)
    {
        ["person"] = "people",
        ["man"] = "men",
        ["woman"] = "women",
        ["child"] = "children",
        ["foot"] = "feet",
        ["tooth"] = "teeth",
        ["goose"] = "geese",
        ["mouse"] = "mice",
        ["ox"] = "oxen",
        ["knife"] = "knives",
        ["wife"] = "wives",
        ["life"] = "lives",
        ["leaf"] = "leaves",
        ["loaf"] = "loaves",
        ["half"] = "halves",
        ["shelf"] = "shelves",
        ["wolf"] = "wolves",
        ["calf"] = "calves",
        ["scarf"] = "scarves",
        ["potato"] = "potatoes",
        ["tomato"] = "tomatoes",
        ["axis"] = "axes",
        ["bus"] = "buses",
    };

    // The same for one and for many, or many already.
    private static readonly HashSet<string> Unchanged = new(StringComparer.OrdinalIgnoreCase)
    {
        "sheep",
        "fish",
        "deer",
        "moose",
        "aircraft",
        "skis",
        "scissors",
        "glasses",
        "sunglasses",
        "pants",
        "trousers",
        "jeans",
        "shorts",
        "broccoli",
        "luggage",
        "traffic",
        "people",
        "men",
        "women",
        "children",
        "mice",
    };

    public static string Pictures(long count) => Of(count, "picture");

    /// <summary><c>1 stage</c>, <c>2 stages</c>.</summary>
    /// <param name="count">How many.</param>
    /// <param name="one">What one of them is called, in one word or several, of which the last is the thing.</param>
    public static string Of(long count, string one) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {Noun(count, one)}");

    /// <summary>The noun alone, for where the number stands elsewhere.</summary>
    public static string Noun(long count, string one)
    {
        // "smiling" is the label of a face that does.
        string thing = one == "smiling" ? "smiling face" : one;
        return count == 1 ? thing : Plural(thing);
    }

    /// <summary><c>2 cars, 1 person</c>, in the order of <paramref name="labels"/>.</summary>
    /// <param name="found">The label of each thing.</param>
    /// <param name="labels">All labels there could be.</param>
    public static string Of(IReadOnlyCollection<string> found, IReadOnlyList<string> labels)
    {
        if (found.Count == 0)
        {
            return None(labels);
        }

        return string.Join(
            ", ",
            labels
                .Select(label => (Label: label, Count: found.Count(one => one == label)))
                .Where(static entry => entry.Count > 0)
                .Select(static entry => Of(entry.Count, entry.Label))
        );
    }

    /// <summary><c>no faces</c>, or <c>nothing</c> where there could be several things.</summary>
    public static string None(IReadOnlyList<string> labels) =>
        labels.Count == 1 ? $"no {Noun(0, labels[0])}" : "nothing";

    // The spelling of English plurals. What does not end like a word is somebody's number or code, and stays.
    private static string Plural(string thing)
    {
        int start = thing.LastIndexOfAny([' ', '-', '_']) + 1;
        (string before, string word) = (thing[..start], thing[start..]);
        if (word.Length < 2 || !char.IsAsciiLetterLower(word[^1]) || Unchanged.Contains(word))
        {
            return thing;
        }

        if (Irregular.TryGetValue(word, out string? many))
        {
            return before + (char.IsUpper(word[0]) ? char.ToUpperInvariant(many[0]) + many[1..] : many);
        }

        bool hisses =
            word[^1] is 's' or 'x' or 'z'
            || word.EndsWith("ch", StringComparison.Ordinal)
            || word.EndsWith("sh", StringComparison.Ordinal);
        if (hisses)
        {
            return $"{thing}es";
        }

        bool endsInConsonantAndY = word[^1] == 'y' && !"aeiou".Contains(word[^2], StringComparison.Ordinal);
        return endsInConsonantAndY ? $"{thing[..^1]}ies" : $"{thing}s";
    }
}
