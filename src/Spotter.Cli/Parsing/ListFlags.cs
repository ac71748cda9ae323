namespace Spotter.Cli.Parsing;

/// <summary>How something is listed.</summary>
internal sealed record ListChoice
{
    public bool IsJson { get; init; }

    public bool NoColor { get; init; }
}

internal static class ListFlags
{
    /// <param name="each">What there is a line of JSON for; null where there is one line in all.</param>
    public static FlagSet<ListChoice> All(string? each) =>
        new()
        {
            {
                Flag.Json(each is null ? "Print a line of JSON" : $"Print a line of JSON {each}"),
                static (choice, on) => choice with { IsJson = on }
            },
            { Flag.NoColor(), static (choice, on) => choice with { NoColor = on } },
        };
}
