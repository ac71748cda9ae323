namespace Spotter.Cli.Parsing;

/// <summary>
/// The value of an option that takes yes or no. System.CommandLine lets a bool be true or false alone, whoever reads
/// it.
/// </summary>
internal enum Answer
{
    No,
    Yes,
}

internal static class AnswerExtensions
{
    /// <summary>Null where there is no answer.</summary>
    public static bool? IsYes(this Answer? answer) => answer is { } given ? given == Answer.Yes : null;
}
