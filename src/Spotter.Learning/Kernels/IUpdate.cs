using Spotter.Networks.Kernels;

namespace Spotter.Learning.Kernels;

/// <summary>One step of an optimizer on sixteen weights.</summary>
internal unsafe interface IUpdate<TRow>
    where TRow : struct, IRow<TRow>
{
    void Apply(float* value, float* first, float* second, TRow gradient);
}
