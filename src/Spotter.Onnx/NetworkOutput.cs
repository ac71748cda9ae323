using Microsoft.ML.OnnxRuntime;

namespace Spotter.Onnx;

/// <summary>An output of a network while it runs.</summary>
internal sealed class NetworkOutput
{
    private readonly OrtValue? _value;
    private readonly float[] _copy = [];

    public NetworkOutput(string name, OrtValue value)
    {
        Name = name;
        _value = value;
    }

    public NetworkOutput(string name, float[] data)
    {
        Name = name;
        _copy = data;
    }

    public string Name { get; }

    /// <summary>Its numbers, row-major.</summary>
    public ReadOnlySpan<float> Data => _value is null ? _copy : _value.GetTensorDataAsSpan<float>();
}
