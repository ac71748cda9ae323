using System.CommandLine;

namespace Spotter.Cli.Parsing;

/// <summary>The words of another command line, with its options, behind <c>--</c>.</summary>
internal sealed class CommandLineArgument(string name) : Argument<string[]>(name);
