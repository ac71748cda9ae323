using Spotter.Cli;

// Answered before anything else is loaded: scripts ask for the version often.
if (args is ["--version"])
{
    Console.WriteLine($"spotter {typeof(Tool).Assembly.GetName().Version?.ToString(3)}");
    return ExitCode.Done;
}

return Tool.Run(args);
