using System.CommandLine;
using System.Text.RegularExpressions;
using Spotter.Cli.Presenting;

namespace Spotter.Cli.Parsing;

/// <summary>The help of one command, in lines of a width; words are never broken.</summary>
/// <param name="command">What it is about.</param>
/// <param name="examples">A command line each, as <see cref="HelpExample"/> reads it.</param>
/// <param name="width">Columns.</param>
internal sealed partial class HelpPage(Command command, string examples, int width)
{
    private const int Indent = 2;
    private const int Gap = 2;

    // Where names take more than this, what they mean begins on the next line.
    private const int MostNames = 30;

    // Narrower, and what they mean always does.
    private const int LeastTwoColumns = 64;
    private const int NarrowMargin = 6;

    // Stands for a blank between quotes, where a line must not end.
    private const char HardBlank = '\u00A0';

    public void Write(TextWriter output)
    {
        HelpContent content = HelpContent.Of(command, examples);
        Paragraph(output, 0, content.Description);
        output.WriteLine();
        output.WriteLine("Usage:");
        Paragraph(output, Indent, content.Usage);
        int margin = Margin(content.Sections.SelectMany(static section => section.Entries));
        foreach (HelpSection section in content.Sections)
        {
            output.WriteLine();
            output.WriteLine($"{section.Title}:");
            foreach (HelpEntry entry in section.Entries)
            {
                Lines.WriteHanging(output, new string(' ', Indent) + entry.Names, margin, entry.Text ?? "", width);
            }
        }

        output.WriteLine();
        output.WriteLine("Examples:");
        foreach (HelpExample example in content.Examples)
        {
            Example(output, example);
        }
    }

    /// <summary>The command as it is typed.</summary>
    public static string PathOf(Command command) => string.Join(' ', WordsOf(command));

    /// <summary>The words of that, the tool's own name first.</summary>
    public static string[] WordsOf(Command command) =>
        [
            .. command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? WordsOf(parent) : [],
            command is RootCommand ? "spotter" : command.Name,
        ];

    /// <summary>Where an option is listed. Those that System.CommandLine brings concern the tool itself.</summary>
    public static HelpGroup GroupOf(Option option) => option is IFlagOption flag ? flag.Group : HelpGroup.Machine;

    // One for the whole page: the eye goes down one column.
    private int Margin(IEnumerable<HelpEntry> entries)
    {
        int widest = entries
            .Select(static entry => entry.Names.Length)
            .Where(static length => length <= MostNames)
            .DefaultIfEmpty(0)
            .Max();
        return width < LeastTwoColumns ? NarrowMargin : Indent + widest + Gap;
    }

    private void Paragraph(TextWriter output, int margin, string text) =>
        Lines.WriteHanging(output, "", margin, text, width);

    // A command line that is longer than the terminal goes on in the next line as in a shell: behind a backslash.
    private void Example(TextWriter output, HelpExample example)
    {
        string indent = new(' ', Indent);
        string closer = example.About is null
            ? example.Line
            : $"{example.Command}{new string(' ', Gap)}{example.About}";
        if (Indent + closer.Length <= width)
        {
            output.WriteLine(indent + (Indent + example.Line.Length <= width ? example.Line : closer));
            return;
        }

        string line = QuotedBlank().Replace(example.Command, static blank => blank.Value.Replace(' ', HardBlank));
        List<string> lines = Lines.Wrap(line, width - Indent - Gap - " \\".Length);
        foreach ((int i, string part) in lines.Index())
        {
            output.WriteLine(
                $"{indent}{(i == 0 ? "" : indent)}{part.Replace(HardBlank, ' ')}{(i < lines.Count - 1 ? " \\" : "")}"
            );
        }

        if (example.About is not null)
        {
            Paragraph(output, NarrowMargin, example.About);
        }
    }

    [GeneratedRegex("""["'][^"']*["']""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex QuotedBlank();
}
