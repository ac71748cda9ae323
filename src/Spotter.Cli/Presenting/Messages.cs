namespace Spotter.Cli.Presenting;

/// <summary>Lines for people, on standard error.</summary>
internal static class Messages
{
    public const string DebugVariable = "SPOTTER_DEBUG";

    public static void Error(string message) => Console.Error.WriteLine($"spotter: {OneLine(message)}");

    public static void Note(string message) => Console.Error.WriteLine(OneLine(message));

    /// <summary>A note that ends with a place on the disk, which opens with a click where the terminal can.</summary>
    public static void Note(string message, string place)
    {
        string line = OneLine(message);
        Console.Error.WriteLine(TerminalLinks.AreUnderstood() ? TerminalLinks.Mark(line, OneLine(place), place) : line);
    }

    /// <summary>A fault of the program in something that goes on: one line, and all of it for those who ask.</summary>
    public static void Fault(string report)
    {
        bool isWhole = Environment.GetEnvironmentVariable(DebugVariable) == "1";
        Console.Error.WriteLine(isWhole ? report : OneLine(report.Split('\n', 2)[0]));
    }

    /// <summary>Shows where an exception comes from, to those who ask for it.</summary>
    public static void Trace(Exception? exception)
    {
        if (exception is not null && Environment.GetEnvironmentVariable(DebugVariable) == "1")
        {
            Console.Error.WriteLine(exception);
        }
    }

    /// <summary>
    /// Messages quote file names and files, which may hold line breaks and what a terminal takes for commands.
    /// </summary>
    public static string OneLine(string text) => Networks.Text.OneLine.Clean(text);
}
