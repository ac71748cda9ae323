using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Spotter.Cli.Parsing;

/// <summary>Help texts that end with examples.</summary>
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

        help.Action = new HelpWithExamples(help.Action as HelpAction ?? new HelpAction(), examples);
    }

    private sealed class HelpWithExamples(HelpAction help, string examples) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            help.Invoke(parseResult);
            TextWriter output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (string line in examples.Split('\n'))
            {
                output.WriteLine($"  {line.TrimEnd('\r')}");
            }

            return ExitCode.Done;
        }
    }
}
