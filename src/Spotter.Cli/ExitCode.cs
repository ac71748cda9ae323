namespace Spotter.Cli;

/// <summary>What the tool answers to the shell.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int SomeFailed = 1;
    public const int Usage = 2;
    public const int MissingInput = 3;
    public const int MissingProgram = 4;

    /// <summary>With <c>--exit-code</c>: all went well and nothing was found.</summary>
    public const int NothingFound = 10;

    /// <summary>As shells count: 128 and the number of SIGINT.</summary>
    public const int Interrupted = 130;

    /// <summary>As shells count: 128 and the number of SIGPIPE; the reader of standard output has gone.</summary>
    public const int OutputClosed = 141;

    /// <summary>What an error means to a script.</summary>
    public static int Of(SpotterErrorKind kind) =>
        kind switch
        {
            SpotterErrorKind.Usage => Usage,
            SpotterErrorKind.Missing => MissingInput,
            SpotterErrorKind.Program or SpotterErrorKind.Device => MissingProgram,
            _ => SomeFailed,
        };
}
