namespace Spotter.Onnx;

/// <summary>
/// Lets callers that have a picture at the same time run a network once for all of them. Nobody waits for a clock: a
/// run begins as soon as all who have announced a picture have brought it, or there are enough.
/// </summary>
/// <param name="sessions">A network of one input that takes any number of pictures.</param>
/// <param name="most">Pictures a run, more than 1.</param>
internal sealed class BatchGate(NetworkSessions sessions, int most)
{
    private readonly object _gate = new();
    private readonly List<Waiting> _waiting = [];
    private int _announced;
    private bool _isRunning;

    /// <summary>Announces a picture; whoever does not bring it disposes of that.</summary>
    public Announcement Announce()
    {
        lock (_gate)
        {
            _announced++;
        }

        return new Announcement(this);
    }

    /// <summary>What the network gives for a picture, which is run with those of others.</summary>
    /// <param name="announcement">Of this picture.</param>
    /// <param name="value">One picture, (1, ...).</param>
    /// <param name="threads">1 runs on one thread.</param>
    public IReadOnlyList<NetworkOutput> Run(Announcement announcement, NetworkValue value, int threads)
    {
        var own = new Waiting(value);
        Waiting[] together;
        lock (_gate)
        {
            announcement.IsOver = true;
            _waiting.Add(own);
            Monitor.PulseAll(_gate);
            while (own.Outputs is null && own.Problem is null && !IsLeader(own))
            {
                Monitor.Wait(_gate);
            }

            if (own.Problem is { } failure)
            {
                throw new OnnxModelException(failure.Message, failure);
            }

            if (own.Outputs is { } outputs)
            {
                return outputs;
            }

            together = [.. _waiting.Where(other => other.IsLike(own)).Take(most)];
            _waiting.RemoveAll(other => together.Contains(other));
            _announced -= together.Length;
            _isRunning = true;
        }

        OnnxModelException? problem = null;
        try
        {
            Answer(together, threads);
        }
        catch (OnnxModelException e)
        {
            problem = e;
            throw;
        }
        finally
        {
            lock (_gate)
            {
                // Whatever else went wrong is the leader's; the others must not wait for ever.
                foreach (Waiting other in together.Where(static other => other.Outputs is null))
                {
                    other.Problem = problem ?? new OnnxModelException("the run with other pictures failed");
                }

                _isRunning = false;
                Monitor.PulseAll(_gate);
            }
        }

        return own.Outputs!;
    }

    // The first of those who wait runs for all, once nobody is still on the way.
    private bool IsLeader(Waiting own) =>
        !_isRunning
        && _waiting.Count > 0
        && _waiting[0] == own
        && (_waiting.Count == _announced || _waiting.Count(other => other.IsLike(own)) >= most);

    private void Answer(Waiting[] together, int threads)
    {
        NetworkValue first = together[0].Value;
        int length = Count(first.Dimensions);
        NetworkValue all = first;
        if (together.Length > 1)
        {
            float[] pixels = new float[length * together.Length];
            foreach ((int i, Waiting one) in together.Index())
            {
                one.Value.Data.AsSpan(0, length).CopyTo(pixels.AsSpan(i * length));
            }

            all = first with { Data = pixels, Dimensions = [together.Length, .. first.Dimensions[1..]] };
        }

        sessions.Run([all], threads, outputs =>
        {
            foreach ((int i, Waiting one) in together.Index())
            {
                one.Outputs = [.. outputs.Select(output => PartOf(output, i, together.Length))];
            }
        });
    }

    /// <summary>Whether each output of a network holds an answer a picture.</summary>
    /// <param name="sessions">A network of one input.</param>
    /// <param name="value">One picture, (1, ...).</param>
    public static bool IsPossible(NetworkSessions sessions, NetworkValue value)
    {
        bool isPossible = false;
        try
        {
            float[] both = new float[2 * Count(value.Dimensions)];
            sessions.Run(
                [value with { Data = both, Dimensions = [2, .. value.Dimensions[1..]] }],
                threads: 1,
                outputs => isPossible = outputs.All(static output => output.Dimensions is [2, ..])
            );
        }
        catch (OnnxModelException)
        {
            // Open by name alone.
        }

        return isPossible;
    }

    private static NetworkOutput PartOf(NetworkOutput output, int index, int count)
    {
        if (output.Dimensions.Length == 0 || output.Dimensions[0] != count)
        {
            throw new OnnxModelException(
                $"its output {output.Name} does not give an answer a picture; run one at a time (--batch 1)"
            );
        }

        int length = output.Data.Length / count;
        return new NetworkOutput(
            output.Name,
            output.Data.Slice(index * length, length).ToArray(),
            [1, .. output.Dimensions[1..]]
        );
    }

    private static int Count(int[] dimensions) => dimensions.Aggregate(1, static (product, extent) => product * extent);

    private void Leave()
    {
        lock (_gate)
        {
            _announced--;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Somebody who will bring a picture, or will not after all.</summary>
    internal sealed class Announcement(BatchGate gate) : IDisposable
    {
        /// <summary>Whether it was brought.</summary>
        public bool IsOver { get; set; }

        public void Dispose()
        {
            if (!IsOver)
            {
                IsOver = true;
                gate.Leave();
            }
        }
    }

    private sealed class Waiting(NetworkValue value)
    {
        public NetworkValue Value { get; } = value;

        public IReadOnlyList<NetworkOutput>? Outputs { get; set; }

        public OnnxModelException? Problem { get; set; }

        public bool IsLike(Waiting other) => Value.Dimensions.SequenceEqual(other.Value.Dimensions);
    }
}
