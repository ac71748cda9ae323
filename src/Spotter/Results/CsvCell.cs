namespace Spotter.Results;

/// <summary>
/// Text in a cell of comma-separated values (RFC 4180). Spreadsheets take text that begins like a formula for one,
/// whoever named the file: such text gets an apostrophe before it, as spreadsheets have it themselves. Numbers are
/// written without this.
/// </summary>
internal static class CsvCell
{
    // The wide ones too: some spreadsheets read them like the narrow ones.
    private const string FormulaStarts = "=+-@\t\r\n＝＋－＠";

    public static string Text(string value)
    {
        string safe =
            value.Length > 0 && FormulaStarts.Contains(value[0], StringComparison.Ordinal) ? $"'{value}" : value;
        return safe.AsSpan().IndexOfAny(",\"\r\n") < 0
            ? safe
            : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
