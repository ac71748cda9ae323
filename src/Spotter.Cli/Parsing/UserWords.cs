namespace Spotter.Cli.Parsing;

/// <summary>What depends on a user's words, after they were read.</summary>
internal static class UserWords
{
    /// <summary>Numbers, layers, names and data that do not fit are the user's mistake, not the program's.</summary>
    /// <param name="action">What to do with them.</param>
    /// <param name="where">What to put before the message.</param>
    /// <exception cref="SpotterException">Something does not fit.</exception>
    public static T Take<T>(Func<T> action, string where = "")
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw new SpotterException(SpotterErrorKind.Usage, where + SpotterException.PlainMessage(e), e);
        }
        catch (SpotterException e) when (where.Length > 0)
        {
            throw new SpotterException(e.Kind, where + e.Message, e);
        }
    }
}
