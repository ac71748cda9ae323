using Spotter.Studio.Hosting;

namespace Spotter.Studio.Scheduling;

/// <summary>Bytes that may be held at a time, over all requests.</summary>
internal sealed class ByteBudget(long most)
{
    private long _held;

    public long Held => Interlocked.Read(ref _held);

    /// <exception cref="ProblemException">There is no room now.</exception>
    public void Take(long bytes)
    {
        if (Interlocked.Add(ref _held, bytes) > most)
        {
            Give(bytes);
            throw ProblemException.TooMany($"{most >> 20} MB of requests wait already; try again when they are done");
        }
    }

    public void Give(long bytes) => Interlocked.Add(ref _held, -bytes);
}
