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
        ((HelpAction)command.Options.OfType<HelpOption>().First().Action!).Write(Console.Out);
        return ExitCode.Done;
    }

    private sealed class HelpAction(Command command, string examples) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            Write(parseResult.InvocationConfiguration.Output);
            return ExitCode.Done;
        }

        public void Write(TextWriter output) => new HelpPage(command, examples, Terminal.TextWidth).Write(output);
    }
}
