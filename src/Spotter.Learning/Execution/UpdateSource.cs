using Spotter.Learning.Kernels;
using Spotter.Networks.Weights;

namespace Spotter.Learning.Execution;

/// <summary>Which step of training it is.</summary>
/// <param name="seed">The seed of the run.</param>
internal class StepSource(long seed)
{
    public long Seed => seed;

    /// <summary>Steps before this one since training began. Set before each step, read by all workers.</summary>
    public long Number { get; set; }
}

/// <summary>
/// Where operations find the optimizer's numbers of the current step and its memories of a parameter.
/// </summary>
internal sealed class UpdateSource<TUpdate>(OptimizerState state, long seed) : StepSource(seed)
    where TUpdate : struct
{
    /// <summary>Set before each step, read by all workers.</summary>
    public TUpdate Current { get; set; }

    public unsafe ParameterRows RowsOf(Parameter parameter)
    {
        OptimizerMemory memory = state.MemoryOf(parameter);
        return new ParameterRows(parameter.Packed.Pointer, memory.First.Pointer, memory.Second.Pointer);
    }
}
