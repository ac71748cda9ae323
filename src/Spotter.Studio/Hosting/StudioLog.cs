namespace Spotter.Studio.Hosting;

/// <summary>Faults of the program, for whoever runs the studio; requests are not logged.</summary>
/// <param name="write">Takes one line, which may hold several for a stack trace.</param>
internal sealed class StudioLog(Action<string> write)
{
    private long _faults;

    public long Faults => Interlocked.Read(ref _faults);

    public void Fault(string where, Exception exception)
    {
        Interlocked.Increment(ref _faults);
        write($"studio: {where}: {exception}");
    }
}
