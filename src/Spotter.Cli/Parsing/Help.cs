using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Spotter.Cli.Presenting;

namespace Spotter.Cli.Parsing;

/// <summary>Help texts that fit the terminal and end with examples.</summary>
internal static class Help
{
    /// <summary>Gives <paramref name="command"/> examples.</summary>
    public static void Decorate(Command command, string examples)
    {
        HelpOption? help = command.Options.OfType<HelpOption>().FirstOrDefault();
        if (help is null)
        {
            help = new HelpOption();
            command.Options.Add(help);
        }

        help.Description = "Show this help";
        help.Action = new HelpAction(command, examples);
    }

    /// <summary>Prints the help of a command.</summary>
    public static int Show(Command command)
    {
        Write(command, Console.Out, Terminal.TextWidth);
        return ExitCode.Done;
    }

    /// <summary>Writes the help of a command in lines of a width.</summary>
    public static void Write(Command command, TextWriter output, int width) =>
        ((HelpAction)command.Options.OfType<HelpOption>().First().Action!).Write(output, width);

    /// <summary>What the help of a command says.</summary>
    public static HelpContent ContentOf(Command command) =>
        ((HelpAction)command.Options.OfType<HelpOption>().First().Action!).Content;

    private sealed class HelpAction(Command command, string examples) : SynchronousCommandLineAction
    {
        public HelpContent Content => HelpContent.Of(command, examples);

        public override bool ClearsParseErrors => true;

        // Also of spotter --help faces: what is typed last says whose help.
        public override int Invoke(ParseResult parseResult)
        {
            Command asked = parseResult.CommandResult.Command;
            Help.Write(
                asked.Parents.Contains(command) ? asked : command,
                parseResult.InvocationConfiguration.Output,
                Terminal.TextWidth
            );
            return ExitCode.Done;
        }

        public void Write(TextWriter output, int width) => new HelpPage(command, examples, width).Write(output);
    }
}
