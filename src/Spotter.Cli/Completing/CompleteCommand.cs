using System.CommandLine;
using Spotter.Cli.Presenting;

namespace Spotter.Cli.Completing;

/// <summary>
/// <c>spotter complete =CURRENT [WORD...]</c>, which the scripts of <c>spotter completion</c> call and nobody types: a
/// line a candidate, its description behind a tab, and last <c>:files</c> or <c>:folders</c> where names on the disk
/// may follow, which shells complete better.
/// </summary>
internal static class CompleteCommand
{
    private const string Name = "complete";
    private const int MostAbout = 60;

    /// <summary>Before anything else, since any words may follow.</summary>
    public static bool IsMeant(string[] args) => args is [Name, ['=', ..], ..];

    public static int Run(string[] args, RootCommand root)
    {
        try
        {
            Write(Candidates.For(root, args[2..], args[1][1..]), Console.Out);
        }
#pragma warning disable CA1031 // nobody asked for anything yet: what cannot be read completes to nothing
        catch (Exception e)
#pragma warning restore CA1031
        {
            Messages.Trace(e);
        }

        return ExitCode.Done;
    }

    private static void Write(Candidates candidates, TextWriter output)
    {
        foreach (Completion candidate in candidates.List)
        {
            string word = Messages.OneLine(candidate.Word);
            output.Write(candidate.About is { Length: > 0 } about ? $"{word}\t{Short(about)}\n" : $"{word}\n");
        }

        if (candidates.Disk != DiskNames.None)
        {
            output.Write($":{candidates.Disk.ToString().ToLowerInvariant()}\n");
        }
    }

    private static string Short(string about)
    {
        string line = Messages.OneLine(about).Split("; ", 2)[0].Split(" (default", 2)[0];
        return line.Length <= MostAbout ? line : line[..line.LastIndexOf(' ', MostAbout)] + " ...";
    }
}
