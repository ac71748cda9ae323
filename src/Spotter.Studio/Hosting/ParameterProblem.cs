using System.Text.RegularExpressions;

namespace Spotter.Studio.Hosting;

/// <summary>The framework's words for programmers in those for users.</summary>
internal static partial class ParameterProblem
{
    public static string Explain(string message)
    {
        Match missing = Missing().Match(message);
        return missing.Success
            ? $"{missing.Groups["name"].Value} is missing; it wants "
                + $"{Words.For(missing.Groups["type"].Value == "int" ? typeof(int) : typeof(string))}"
            : message;
    }

    [GeneratedRegex(
        """^Required parameter "(?<type>\S+) (?<name>\S+)" was not provided""",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Missing();
}
