using Spotter.Networks.Weights;

namespace Spotter.Networks.Layers;

/// <summary>Puts layers onto one another: names them, checks shapes, makes parameters.</summary>
internal sealed class NetworkBuilder(ParameterFactory factory)
{
    private const int DeepestNesting = 16;

    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    public IReadOnlyList<BuiltLayer> Build(IReadOnlyList<Layer> layers, TensorShape input) =>
        Build(layers, input, "", 0);

    private List<BuiltLayer> Build(IReadOnlyList<Layer> layers, TensorShape input, string place, int depth)
    {
        if (depth > DeepestNesting)
        {
            throw new ArgumentException($"residual layers are nested more than {DeepestNesting} deep");
        }

        var built = new List<BuiltLayer>(layers.Count);
        for (int i = 0; i < layers.Count; i++)
        {
            Layer layer = layers[i] ?? throw new ArgumentException($"{place}layer {i + 1} is null");
            built.Add(Build(layer, input, $"{place}layer {i + 1}", depth));
            input = built[^1].Output;
        }

        return built;
    }

    private BuiltLayer Build(Layer layer, TensorShape input, string place, int depth)
    {
        string name = NextName(layer.Kind);
        TensorShape output;
        try
        {
            output = layer.OutputShape(input);
        }
        catch (ArgumentException problem)
        {
            throw new ArgumentException($"{place} ({name}): {problem.Message}", problem);
        }

        int first = factory.All.Count;
        AddParameters(layer, input, name, place);
        Parameter[] own = [.. factory.All.Skip(first)];
        if (layer is not Residual residual)
        {
            return new BuiltLayer(layer, name, input, output, own, [], []);
        }

        List<BuiltLayer> body = Build(residual.Body, input, $"{place} ({name}), body, ", depth + 1);
        List<BuiltLayer> shortcut = Build(residual.ShortcutLayers, input, $"{place} ({name}), shortcut, ", depth + 1);
        TensorShape direct = shortcut.Count == 0 ? input : shortcut[^1].Output;
        return body[^1].Output == direct
            ? new BuiltLayer(layer, name, input, direct, own, body, shortcut)
            : throw new ArgumentException(
                $"{place} ({name}): the body ends in {body[^1].Output} but the shortcut in {direct}; give the "
                    + $"shortcut a layer that changes the shape"
            );
    }

    private void AddParameters(Layer layer, TensorShape input, string name, string place)
    {
        factory.Enter(name);
        try
        {
            layer.AddParameters(factory, input);
        }
        catch (Exception problem) when (problem is ArgumentException or OverflowException)
        {
            throw new ArgumentException($"{place} ({name}): {problem.Message}", problem);
        }
    }

    private string NextName(string kind)
    {
        int number = _counts.GetValueOrDefault(kind);
        _counts[kind] = number + 1;
        return number == 0 ? kind : $"{kind}_{number}";
    }
}
