using System.Globalization;

namespace Spotter.Workshop.Labels;

/// <summary>Numbers in labels.</summary>
internal static class LabelNumber
{
    /// <exception cref="LabelException">The text is no finite number.</exception>
    public static double Parse(string text, string place) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
        && double.IsFinite(value)
            ? value
            : throw new LabelException($"{place}: '{text}' is not a number");
}
