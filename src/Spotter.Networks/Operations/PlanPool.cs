using Spotter.Networks.Graphs;
using Spotter.Networks.Kernels;
using Spotter.Networks.Layers;

namespace Spotter.Networks.Operations;

/// <summary>
/// Plans of one network that calls at the same time take and give back, with the weights that it had when the pool was
/// made: weights are prepared once, and each call has operations and room of its own. Safe to share between threads.
/// </summary>
/// <param name="network">What runs.</param>
/// <param name="batch">Samples at a time.</param>
/// <param name="threads">Threads of a plan; 0 takes one a core. With one thread a pool need not be disposed of.</param>
/// <param name="width">Registers to use.</param>
internal sealed class PlanPool(NetworkGraph network, int batch, int threads = 1, VectorWidth width = VectorWidth.Best)
    : IDisposable
{
    private const int MostIdle = 16;

    private readonly FoldedGraph _folded = new(network);
    private readonly int _threads = WorkerTeam.ThreadsFor(threads);

    // The one that was used last stands last.
    private readonly List<InferencePlan> _idle = [];
    private bool _isDisposed;

    /// <summary>A plan for samples of a shape, to be given back unless it fails: a broken team does not work
    /// again.</summary>
    /// <exception cref="ArgumentException">The network does not take that shape; the message names the
    /// layer.</exception>
    public InferencePlan Rent(TensorShape shape)
    {
        lock (_idle)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            int index = _idle.FindLastIndex(plan => plan.InputShape == shape);
            if (index >= 0)
            {
                InferencePlan plan = _idle[index];
                _idle.RemoveAt(index);
                return plan;
            }
        }

        return new InferencePlan(_folded, shape, batch, _threads, width);
    }

    /// <summary>Takes a plan back.</summary>
    public void Return(InferencePlan plan)
    {
        InferencePlan? last = null;
        lock (_idle)
        {
            if (_isDisposed)
            {
                last = plan;
            }
            else
            {
                _idle.Add(plan);
                if (_idle.Count > MostIdle)
                {
                    last = _idle[0];
                    _idle.RemoveAt(0);
                }
            }
        }

        last?.Dispose();
    }

    /// <summary>Runs samples of the network's own shape that lie one after another.</summary>
    public void Run(ReadOnlySpan<float> samples, int count, Span<float> outputs)
    {
        InferencePlan plan = Rent(_folded.InputShape);
        plan.Run(samples, count, outputs);
        Return(plan);
    }

    /// <summary>Ends the threads of calls that are over; calls that run end theirs.</summary>
    public void Dispose()
    {
        lock (_idle)
        {
            _isDisposed = true;
            _idle.ForEach(static plan => plan.Dispose());
            _idle.Clear();
        }
    }
}
