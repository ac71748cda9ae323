using System.Globalization;

namespace Spotter.Cli.Presenting;

/// <summary>How wide lines may be.</summary>
internal static class Terminal
{
    /// <summary>Where the value begins in lines of "name value".</summary>
    public const int FactMargin = 9;

    private const string Variable = "COLUMNS";
    private const int LeastWidth = 20;

    // Help is read, also through a pager.
    private const int UsualWidth = 80;

    /// <summary>
    /// Columns of standard output; null where it goes into a pipe or file, which want lines as they are.
    /// </summary>
    public static int? Width => Asked() ?? (Console.IsOutputRedirected ? null : OfWindow());

    /// <summary>Columns for texts that are always folded.</summary>
    public static int TextWidth => Width ?? UsualWidth;

    // Whoever exports the variable means it, as for ls.
    private static int? Asked() =>
        int.TryParse(
            Environment.GetEnvironmentVariable(Variable),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out int columns
        )
        && columns > 0
            ? Math.Max(LeastWidth, columns)
            : null;

    private static int OfWindow()
    {
        try
        {
            return Console.WindowWidth is > 0 and var columns ? Math.Max(LeastWidth, columns) : UsualWidth;
        }
        catch (Exception e) when (e is IOException or PlatformNotSupportedException)
        {
            return UsualWidth;
        }
    }
}
