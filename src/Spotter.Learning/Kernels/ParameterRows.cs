using Spotter.Networks.Kernels;

namespace Spotter.Learning.Kernels;

/// <summary>Where rows of a parameter and of the optimizer's two memories of it begin.</summary>
internal readonly unsafe struct ParameterRows(float* value, float* first, float* second)
{
    public readonly float* Value = value;
    public readonly float* First = first;
    public readonly float* Second = second;

    public ParameterRows Skip(nint rows) =>
        new(Value + rows * Row.Width, First + rows * Row.Width, Second + rows * Row.Width);
}
