using Spotter.Networks.Graphs;
using Spotter.Networks.Kernels;
using Spotter.Networks.Weights;

namespace Spotter.Learning.Execution;

/// <summary>The two memories that an optimizer keeps of a parameter, packed like the parameter.</summary>
internal sealed record OptimizerMemory(AlignedBuffer First, AlignedBuffer Second);

/// <summary>All that an optimizer remembers between steps; part of a checkpoint.</summary>
internal sealed class OptimizerState
{
    private readonly Dictionary<Parameter, OptimizerMemory> _memories;

    public OptimizerState(NetworkGraph network) =>
        _memories = network
            .Parameters.Where(parameter => parameter.IsTrainable)
            .ToDictionary(
                parameter => parameter,
                parameter => new OptimizerMemory(
                    new AlignedBuffer(parameter.Packed.Length),
                    new AlignedBuffer(parameter.Packed.Length)
                )
            );

    /// <summary>Steps taken so far.</summary>
    public long Steps { get; set; }

    public OptimizerMemory MemoryOf(Parameter parameter) => _memories[parameter];
}
