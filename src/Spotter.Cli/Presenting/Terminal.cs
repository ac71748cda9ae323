using Spectre.Console;

namespace Spotter.Cli.Presenting;

/// <summary>Standard output as a place for tables.</summary>
internal static class Terminal
{
    // Whoever pipes a table into another program does not want it folded at 80 columns.
    private const int UnfoldedWidth = 400;

    public static IAnsiConsole Create(bool noColor)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            ColorSystem = noColor ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = InteractionSupport.No,
        });
        if (Console.IsOutputRedirected)
        {
            console.Profile.Width = UnfoldedWidth;
        }

        return console;
    }

    /// <summary>A table without lines, its heads in lower case.</summary>
    public static Table Columns(params string[] heads)
    {
        var table = new Table { Border = TableBorder.None };
        foreach (string head in heads)
        {
            table.AddColumn(new TableColumn(new Text(head)) { NoWrap = true, Padding = new Padding(0, 0, 2, 0) });
        }

        return table;
    }
}
