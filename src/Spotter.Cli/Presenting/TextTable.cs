using Spectre.Console;

namespace Spotter.Cli.Presenting;

/// <summary>A column of a <see cref="TextTable"/>.</summary>
/// <param name="Head">What stands above it.</param>
internal sealed record TextColumn(string Head)
{
    /// <summary>0 stays at every width; of the others the highest gives way first.</summary>
    public int Rank { get; init; }

    /// <summary>A text of several words, which goes on below itself.</summary>
    public bool Wraps { get; init; }
}

/// <summary>
/// A table without lines that fits the terminal by one rule for every command: cells that are text go on below
/// themselves; where that is not enough, columns give way, the highest rank first; where those that have to stay do not
/// fit either, each row becomes a paragraph of "head value" lines, with all columns. Names and numbers are never
/// broken. A pipe gets all of it.
/// </summary>
internal sealed class TextTable(params TextColumn[] columns)
{
    private const int Gap = 2;
    private const int LeastText = 20;

    private readonly List<string[]> _rows = [];

    /// <summary>The style of a cell, for terminals with colours.</summary>
    public Func<int, string, Style?> Styling { get; init; } = static (_, _) => null;

    public bool ShowsHeads { get; init; } = true;

    public void Add(params string[] cells) => _rows.Add([.. cells.Select(Messages.OneLine)]);

    /// <summary>Writes it, and to standard error what was left out for want of width.</summary>
    public void Write(TerminalOutput output)
    {
        int[] all = [.. Enumerable.Range(0, columns.Length)];
        if (_rows.Count == 0 && !ShowsHeads)
        {
            return;
        }

        int[] shown = all;
        while (!Fits(shown, output.Width))
        {
            int worst = shown.MaxBy(i => columns[i].Rank);
            if (columns[worst].Rank == 0)
            {
                WriteStacked(output);
                return;
            }

            shown = [.. shown.Where(i => i != worst)];
        }

        WriteColumns(output, shown);
        if (shown.Length < all.Length)
        {
            string left = string.Join(", ", all.Except(shown).Select(i => columns[i].Head));
            Messages.Note($"not shown in {output.Width} columns: {left}; a wider terminal, a pipe or --json shows all");
        }
    }

    private bool Fits(int[] shown, int? width) =>
        width is null
        || shown.Sum(i => columns[i].Wraps ? Math.Min(LeastText, Natural(i)) : Natural(i)) + Gap * (shown.Length - 1)
            <= width;

    private int Natural(int column) =>
        _rows.Select(row => row[column].Length).Append(ShowsHeads ? columns[column].Head.Length : 0).Max();

    private void WriteColumns(TerminalOutput output, int[] shown)
    {
        int[] widths = [.. shown.Select(Natural)];
        if (output.Width is { } width)
        {
            Narrow(shown, widths, width);
        }

        if (ShowsHeads)
        {
            WriteRow(output, shown, widths, [.. columns.Select(static column => column.Head)], isHead: true);
        }

        _rows.ForEach(row => WriteRow(output, shown, widths, row, isHead: false));
    }

    // What is too much is taken from the texts, the widest first.
    private void Narrow(int[] shown, int[] widths, int width)
    {
        int excess = widths.Sum() + Gap * (shown.Length - 1) - width;
        foreach (
            int i in Enumerable
                .Range(0, shown.Length)
                .Where(i => columns[shown[i]].Wraps)
                .OrderByDescending(i => widths[i])
        )
        {
            int less = Math.Clamp(widths[i] - LeastText, 0, Math.Max(0, excess));
            widths[i] -= less;
            excess -= less;
        }
    }

    private void WriteRow(TerminalOutput output, int[] shown, int[] widths, string[] row, bool isHead)
    {
        List<string>[] cells =
        [
            .. shown.Select((column, i) => columns[column].Wraps ? Lines.Wrap(row[column], widths[i]) : [row[column]]),
        ];
        for (int line = 0; line < cells.Max(static cell => cell.Count); line++)
        {
            int last = Array.FindLastIndex(cells, cell => cell.Count > line && cell[line].Length > 0);
            for (int i = 0; i <= last; i++)
            {
                string text = line < cells[i].Count ? cells[i][line] : "";
                output.Write(text, isHead ? null : Styling(shown[i], row[shown[i]]));
                output.Write(i == last ? "" : new string(' ', widths[i] + Gap - text.Length), null);
            }

            output.WriteLine();
        }
    }

    private void WriteStacked(TerminalOutput output)
    {
        int margin = columns[1..].Max(static column => column.Head.Length) + 2 * Gap;
        foreach ((int number, string[] row) in _rows.Index())
        {
            if (number > 0)
            {
                output.WriteLine();
            }

            output.Write(row[0], Styling(0, row[0]));
            output.WriteLine();
            for (int i = 1; i < columns.Length; i++)
            {
                if (row[i].Length > 0)
                {
                    using var lines = new StringWriter();
                    Lines.WriteHanging(lines, $"  {columns[i].Head}", margin, row[i], output.Width ?? int.MaxValue);
                    output.Write(lines.ToString(), null);
                }
            }
        }
    }
}
