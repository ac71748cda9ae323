using System.Globalization;
using Spotter.Networks.Text;

namespace Spotter.Learning.Augmentation;

/// <summary>
/// Augmentation as a short text for command lines: <c>flip,shift0.1,rotate10,scale0.1,crop0.1,erase0.3</c>, or
/// <c>none</c>.
/// </summary>
public static class AugmentationNotation
{
    private static readonly string[] Names =
    [
        "flip",
        "flip-vertically",
        "shift",
        "rotate",
        "scale",
        "crop",
        "erase",
        "none",
    ];

    /// <summary>Reads a text.</summary>
    /// <returns>Null for <c>none</c>.</returns>
    /// <exception cref="FormatException">A word is not known or its number is out of range; the message names
    /// it.</exception>
    public static ImageAugmentation? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Trim() == "none")
        {
            return null;
        }

        var augmentation = new ImageAugmentation();
        foreach (string word in text.Split(',', StringSplitOptions.TrimEntries))
        {
            int digits = word.AsSpan().IndexOfAnyInRange('0', '9');
            string name = digits < 0 ? word : word[..digits];
            augmentation = (name, digits < 0) switch
            {
                ("flip", true) => augmentation with { FlipHorizontally = true },
                ("flip-vertically", true) => augmentation with { FlipVertically = true },
                ("shift", false) => augmentation with { Shift = Number(word, digits) },
                ("rotate", false) => augmentation with { RotationDegrees = Number(word, digits) },
                ("scale", false) => augmentation with { Scale = Number(word, digits) },
                ("crop", false) => augmentation with { Crop = Number(word, digits) },
                ("erase", false) => augmentation with { EraseChance = Number(word, digits) },
                _ => throw new FormatException(
                    $"'{word}' is no change of pictures"
                        + NearestName.Hint(
                            name,
                            Names,
                            "use flip, flip-vertically, shift0.1, rotate10, scale0.1, crop0.1, erase0.3, or none alone"
                        )
                ),
            };
        }

        try
        {
            augmentation.Check();
        }
        catch (ArgumentException problem)
        {
            throw new FormatException(problem.Message, problem);
        }

        return augmentation;
    }

    /// <summary>
    /// The text for some augmentation: what <see cref="Parse"/> reads, and in the same words what it does not.
    /// </summary>
    /// <returns><c>none</c> for what changes nothing.</returns>
    public static string Format(ImageAugmentation? augmentation)
    {
        augmentation ??= new ImageAugmentation();
        string[] words =
        [
            .. augmentation.FlipHorizontally ? ["flip"] : Array.Empty<string>(),
            .. augmentation.FlipVertically ? ["flip-vertically"] : Array.Empty<string>(),
            .. Word("shift", augmentation.Shift),
            .. Word("rotate", augmentation.RotationDegrees),
            .. Word("scale", augmentation.Scale),
            .. Word("crop", augmentation.Crop),
            .. Word("erase", augmentation.EraseChance),
            .. Word("brightness", augmentation.Brightness),
            .. Word("contrast", augmentation.Contrast),
        ];
        return words.Length == 0 ? "none" : string.Join(',', words);
    }

    private static IEnumerable<string> Word(string name, double value) =>
        value == 0 ? [] : [string.Create(CultureInfo.InvariantCulture, $"{name}{value}")];

    private static double Number(string word, int start) =>
        double.TryParse(
            word.AsSpan(start),
            NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out double value
        )
            ? value
            : throw new FormatException($"'{word}' does not end in a number");
}
