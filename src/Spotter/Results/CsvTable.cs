using nietras.SeparatedValues;
using Spotter.Files;
using Spotter.Networks.Files;

namespace Spotter.Results;

/// <summary>
/// A file of comma-separated values (RFC 4180) with a header. It appears when it is complete; disposing it before
/// leaves none behind.
/// </summary>
internal sealed class CsvTable : IDisposable
{
    // The wide ones too: some spreadsheets read them like the narrow ones.
    private const string FormulaStarts = "=+-@\t\r\n＝＋－＠";

    private readonly WholeFile _file;
    private readonly StreamWriter _text;
    private readonly SepWriter _rows;
    private readonly string _path;
    private readonly Outputs? _outputs;

    /// <param name="path">The file.</param>
    /// <param name="outputs">What may be written over; null lets the file replace any.</param>
    /// <param name="columns">The header.</param>
    /// <exception cref="OutputException">The file may not be replaced.</exception>
    public CsvTable(string path, Outputs? outputs, params string[] columns)
    {
        _path = outputs?.Claim(path) ?? path;
        _outputs = outputs;
        _file = new WholeFile(path);
        _text = new StreamWriter(_file.Stream) { NewLine = "\n" };
        _rows = Sep.New(',').Writer(static options => options with { Escape = true }).To(_text, leaveOpen: true);
        _rows.Header.Add(columns);
        _rows.Header.Write();
    }

    /// <summary>The next row; it is written when it is disposed of.</summary>
    public SepWriter.Row NewRow() => _rows.NewRow();

    /// <summary>
    /// Text for a cell. Spreadsheets take text that begins like a formula for one, whoever named the file: such text
    /// gets an apostrophe before it, as spreadsheets have it themselves. Numbers are written without this.
    /// </summary>
    public static string Defused(string text) =>
        text.Length > 0 && FormulaStarts.Contains(text[0], StringComparison.Ordinal) ? $"'{text}" : text;

    public void Complete()
    {
        _rows.Flush();
        _text.Flush();
        _file.Commit();
        _outputs?.Note(_path);
    }

    public void Dispose()
    {
        _rows.Dispose();
        _file.Dispose();
    }
}
