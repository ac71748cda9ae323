using System.Globalization;
using System.Text.RegularExpressions;
using Spotter.Networks.Text;

namespace Spotter.Networks.Layers;

/// <summary>
/// Layers as a short text for command lines, separated by commas: <c>conv32,pool,conv64,pool,dense128,dropout0.5</c>.
/// The layer that gives the answers is added at the end, and a picture is flattened where a dense layer meets it.
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item><c>128</c> or <c>dense128</c>: a dense layer of 128 units with ReLU.</item>
/// <item><c>conv32</c> or <c>conv32x5</c>: 32 filters of 3 x 3 or 5 x 5 with ReLU, the picture keeps its size.</item>
/// <item><c>pool</c> or <c>pool3</c>: the greatest of each 2 x 2 or 3 x 3; <c>avgpool</c> likewise their mean;
/// <c>gap</c> the mean of all.</item>
/// <item><c>dropout0.3</c>, <c>batchnorm</c>, <c>flatten</c>; <c>none</c> alone is no hidden layer at all.</item>
/// </list>
/// </remarks>
public static partial class LayerNotation
{
    private const int LargestNumber = 65536;

    private static readonly string[] Names =
    [
        "dense",
        "conv",
        "pool",
        "avgpool",
        "gap",
        "dropout",
        "batchnorm",
        "flatten",
        "none",
    ];

    /// <summary>Reads a text.</summary>
    /// <param name="text">For example <c>128</c>.</param>
    /// <param name="classes">Outputs of the last layer, at least 2.</param>
    /// <exception cref="FormatException">A layer is not known or its number is out of range; the message names
    /// it.</exception>
    public static IReadOnlyList<Layer> Parse(string text, int classes)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        var layers = new List<Layer>();
        bool isPicture = true;
        string[] words = text.Trim() == "none" ? [] : text.Split(',', StringSplitOptions.TrimEntries);
        foreach (string word in words)
        {
            Layer layer = ParseOne(word);
            AddFlattening(layers, layer is Dense, ref isPicture);
            isPicture &= layer is not (GlobalAveragePooling2D or Flatten);
            layers.Add(layer);
        }

        AddFlattening(layers, true, ref isPicture);
        layers.Add(new Dense(classes));
        return layers;
    }

    private static void AddFlattening(List<Layer> layers, bool isNeeded, ref bool isPicture)
    {
        if (isNeeded && isPicture)
        {
            layers.Add(new Flatten());
            isPicture = false;
        }
    }

    private static Layer ParseOne(string word)
    {
        Match match = Pattern().Match(word);
        if (!match.Success || (match.Groups["side"].Success && match.Groups["name"].Value != "conv"))
        {
            throw Unknown(word);
        }

        string number = match.Groups["number"].Value;
        return match.Groups["name"].Value switch
        {
            "" or "dense" => new Dense(Whole(number, word), ActivationKind.ReLU),
            "conv" => new Conv2D(
                Whole(number, word),
                match.Groups["side"] is { Success: true } side ? Whole(side.Value, word) : 3,
                ActivationKind.ReLU,
                Padding.Same,
                Initializer.HeNormal
            ),
            "pool" => new MaxPooling2D(number.Length == 0 ? 2 : Whole(number, word)),
            "avgpool" => new AveragePooling2D(number.Length == 0 ? 2 : Whole(number, word)),
            "dropout" => new Dropout(Share(number, word)),
            "gap" when number.Length == 0 => new GlobalAveragePooling2D(),
            "batchnorm" when number.Length == 0 => new BatchNormalization(),
            "flatten" when number.Length == 0 => new Flatten(),
            _ => throw Unknown(word),
        };
    }

    private static int Whole(string number, string word) =>
        int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int value)
        && value is >= 1 and <= LargestNumber
            ? value
            : throw new FormatException(
                $"'{word}' needs a whole number from 1 to {LargestNumber}, like conv32 or dense128"
            );

    private static float Share(string number, string word) =>
        float.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out float value)
        && value is >= 0 and < 1
            ? value
            : throw new FormatException($"'{word}' needs a share of at least 0 and below 1, like dropout0.3");

    private static FormatException Unknown(string word) =>
        new(
            $"'{word}' is no layer"
                + NearestName.Hint(
                    word.TrimEnd([.. "0123456789."]),
                    Names,
                    "layers are 128 or dense128, conv32, conv32x5, pool, avgpool, gap, dropout0.3, batchnorm, flatten, "
                        + "or none alone"
                )
        );

    [GeneratedRegex(
        @"^(?<name>[a-z]*)(?<number>[0-9.]*)(x(?<side>[0-9]+))?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Pattern();
}
