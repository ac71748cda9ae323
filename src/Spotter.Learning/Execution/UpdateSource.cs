using Spotter.Learning.Kernels;
using Spotter.Learning.Networks;

namespace Spotter.Learning.Execution;

/// <summary>Where operations find the optimizer's numbers of the current step and its memories of a parameter.</summary>
internal sealed class UpdateSource<TUpdate>(OptimizerState? state)
    where TUpdate : struct
{
    /// <summary>Set before each step, read by all workers.</summary>
    public TUpdate Current { get; set; }

    public unsafe ParameterRows RowsOf(Parameter parameter)
    {
        OptimizerMemory? memory = state?.MemoryOf(parameter);
        return memory is null
            ? new ParameterRows(parameter.Packed.Pointer, null, null)
            : new ParameterRows(parameter.Packed.Pointer, memory.First.Pointer, memory.Second.Pointer);
    }
}
