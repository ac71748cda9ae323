using Spotter.Networks.Graphs;
using Spotter.Networks.Weights;

namespace Spotter.Networks.Layers;

/// <summary>Makes a graph of layers: names them, connects them, checks shapes, makes parameters.</summary>
internal sealed class NetworkBuilder
{
    private const int DeepestNesting = 16;
    private const int LongestName = 64;

    private readonly ParameterFactory _factory;
    private readonly List<BuiltLayer> _built = [];
    private readonly List<TensorShape> _shapes;
    private readonly Dictionary<string, int> _values = new(StringComparer.Ordinal) { [NetworkGraph.InputName] = 0 };
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _givenNames = new(StringComparer.Ordinal);

    private NetworkBuilder(ParameterFactory factory, TensorShape input)
    {
        _factory = factory;
        _shapes = [input];
    }

    /// <summary>A graph in which every layer follows those whose outputs it takes.</summary>
    public static IReadOnlyList<BuiltLayer> Build(
        IReadOnlyList<Layer> layers,
        TensorShape input,
        ParameterFactory factory
    )
    {
        var builder = new NetworkBuilder(factory, input);
        builder.TakeNames(layers, depth: 0);
        builder.AddChain(layers, first: 0, place: "", depth: 0);
        return builder._built;
    }

    /// <summary>The values that outputs of these names are.</summary>
    /// <exception cref="ArgumentException">There is no such layer, or one is named twice.</exception>
    public static int[] OutputsOf(IReadOnlyList<BuiltLayer> built, IReadOnlyList<string>? names)
    {
        if (names is null)
        {
            return [built.Count];
        }

        if (names.Count == 0 || names.Distinct(StringComparer.Ordinal).Count() != names.Count)
        {
            throw new ArgumentException(
                $"outputs must be one or more layers, each once, got [{string.Join(", ", names)}]"
            );
        }

        return
        [
            .. names.Select(name =>
                1 + built.Index().FirstOrDefault(entry => entry.Item.Name == name, (-2, null!)).Index
                    is var value
                        and > 0
                    ? value
                    : throw new ArgumentException($"there is no layer {name} to be an output")
            ),
        ];
    }

    // Names that are given come first, so that no layer without one gets the same.
    private void TakeNames(IReadOnlyList<Layer?> layers, int depth)
    {
        if (depth > DeepestNesting)
        {
            throw new ArgumentException($"residual layers are nested more than {DeepestNesting} deep");
        }

        foreach (Layer? layer in layers)
        {
            if (layer?.Name is { } name)
            {
                RequireName(name);
                if (!_givenNames.Add(name))
                {
                    throw new ArgumentException($"two layers are called {name}");
                }
            }

            if (layer is Residual residual)
            {
                TakeNames(residual.Body ?? [], depth + 1);
                TakeNames(residual.ShortcutLayers, depth + 1);
            }
        }
    }

    private static void RequireName(string name)
    {
        bool isPlain =
            name.Length is > 0 and <= LongestName
            && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');
        if (!isPlain || name == NetworkGraph.InputName)
        {
            throw new ArgumentException(
                $"a layer's name is 1 to {LongestName} letters, digits, _, - or . and not {NetworkGraph.InputName}, "
                    + $"got \"{name}\""
            );
        }
    }

    // Answers the value at the end.
    private int AddChain(IReadOnlyList<Layer> layers, int first, string place, int depth)
    {
        int value = first;
        for (int i = 0; i < layers.Count; i++)
        {
            Layer layer = layers[i] ?? throw new ArgumentException($"{place}layer {i + 1} is null");
            value = AddLayer(layer, value, $"{place}layer {i + 1}", depth);
        }

        return value;
    }

    private int AddLayer(Layer layer, int before, string place, int depth)
    {
        string name = layer.Name ?? NextName(layer.Kind);
        place = $"{place} ({name})";
        int[] sources = layer.Inputs is null ? [before] : [.. layer.Inputs.Select(input => Find(input, place, depth))];
        TensorShape[] inputs = [.. sources.Select(source => _shapes[source])];
        TensorShape output = At(place, () => layer.OutputShape(inputs));
        int first = _factory.All.Count;
        _factory.Enter(name);
        At(place, () => layer.AddParameters(_factory, inputs[0]));
        Parameter[] own = [.. _factory.All.Skip(first)];
        if (layer is not Residual residual)
        {
            return Append(new BuiltLayer(layer, name, place, sources, inputs, output, own, depth));
        }

        int body = AddChain(residual.Body, sources[0], $"{place}, body, ", depth + 1);
        int shortcut = AddChain(residual.ShortcutLayers, sources[0], $"{place}, shortcut, ", depth + 1);
        (TensorShape end, TensorShape direct) = (_shapes[body], _shapes[shortcut]);
        return end == direct
            ? Append(
                new BuiltLayer(
                    new Add(residual.Activation),
                    name,
                    place,
                    [body, shortcut],
                    [end, direct],
                    direct,
                    own,
                    depth
                )
            )
            : throw new ArgumentException(
                $"{place}: the body ends in {end} but the shortcut in {direct}; give the "
                    + $"shortcut a layer that changes the shape"
            );
    }

    private int Append(BuiltLayer layer)
    {
        _built.Add(layer);
        _shapes.Add(layer.Output);
        _values[layer.Name] = _built.Count;
        return _built.Count;
    }

    private int Find(string name, string place, int depth)
    {
        if (depth > 0)
        {
            throw new ArgumentException($"{place}: layers within a residual take what stands before them, not Inputs");
        }

        return _values.TryGetValue(name, out int value)
            ? value
            : throw new ArgumentException($"{place}: there is no layer {name} before it to be an input");
    }

    private static void At(string place, Action action) => At(place, () =>
        {
            action();
            return 0;
        });

    private static T At<T>(string place, Func<T> function)
    {
        try
        {
            return function();
        }
        catch (Exception problem) when (problem is ArgumentException or OverflowException)
        {
            throw new ArgumentException($"{place}: {problem.Message}", problem);
        }
    }

    private string NextName(string kind)
    {
        while (true)
        {
            int number = _counts.GetValueOrDefault(kind);
            _counts[kind] = number + 1;
            string name = number == 0 ? kind : $"{kind}_{number}";
            if (!_givenNames.Contains(name))
            {
                return name;
            }
        }
    }
}
