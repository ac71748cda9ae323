using Spectre.Console;

namespace Spotter.Cli.Presenting;

/// <summary>Standard output as a place for tables: how wide it is, and in colours where it has them.</summary>
internal sealed class TerminalOutput
{
    private readonly IAnsiConsole _colors;
    private readonly TextWriter _text;

    /// <param name="noColor">No colours, even where the terminal has them.</param>
    public TerminalOutput(bool noColor)
        : this(Terminal.Width, Console.Out, noColor) { }

    /// <param name="width">Columns; null folds nothing.</param>
    /// <param name="text">Where to.</param>
    /// <param name="noColor">No colours, even where the terminal has them.</param>
    public TerminalOutput(int? width, TextWriter text, bool noColor)
    {
        Width = width;
        _text = text;
        _colors = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                ColorSystem = noColor ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
                Interactive = InteractionSupport.No,
                Out = new AnsiConsoleOutput(text),
            }
        );

        // Lines are folded here, where words are known, and not there.
        _colors.Profile.Width = short.MaxValue;
    }

    /// <summary>Columns; null where nothing is folded.</summary>
    public int? Width { get; }

    public void Write(string text, Style? style)
    {
        if (style is null)
        {
            _text.Write(text);
        }
        else
        {
            _colors.Write(new Text(text, style));
        }
    }

    public void WriteLine() => _text.WriteLine();

    public void WriteLine(string text) => _text.WriteLine(text);

    /// <summary>Writes text that goes on in the next line where the terminal ends.</summary>
    public void WriteWrapped(string text) => Lines.WriteHanging(_text, "", 0, text, Width ?? int.MaxValue);

    /// <summary>Writes a value behind its name.</summary>
    public void WriteFact(string name, string value) =>
        Lines.WriteHanging(_text, name, Terminal.FactMargin, Messages.OneLine(value), Width ?? int.MaxValue);
}
