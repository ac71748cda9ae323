using Spotter.Networks.Layers;

namespace Spotter.Networks.Operations;

/// <summary>The values of a graph while it is compiled: a tensor for each reader, taken one after another.</summary>
internal sealed class GraphValues
{
    private readonly IReadOnlyList<BuiltLayer> _layers;
    private readonly Queue<Tensor>?[] _tensors;
    private readonly int[] _readers;
    private readonly int[] _lastReader;
    private readonly bool[] _isOutput;

    public GraphValues(IReadOnlyList<BuiltLayer> layers, IReadOnlyList<int> outputs)
    {
        _layers = layers;
        int count = layers.Count + 1;
        _tensors = new Queue<Tensor>?[count];
        _readers = new int[count];
        _lastReader = new int[count];
        _isOutput = new bool[count];
        foreach (int output in outputs)
        {
            _readers[output]++;
            _isOutput[output] = true;
        }

        for (int i = 0; i < layers.Count; i++)
        {
            foreach (int source in layers[i].Sources)
            {
                _readers[source]++;
                _lastReader[source] = i;
            }
        }
    }

    /// <summary>How many take a value: layers, and the end of the network.</summary>
    public int ReadersOf(int value) => _readers[value];

    /// <summary>The layer that alone takes a value, and takes nothing else.</summary>
    public int? OnlyReaderOf(int value) =>
        _readers[value] == 1 && !_isOutput[value] && _layers[_lastReader[value]].Sources.Count == 1
            ? _lastReader[value]
            : null;

    public bool IsThere(int value) => _tensors[value] is not null;

    public void Put(int value, IEnumerable<Tensor> tensors) => _tensors[value] = new Queue<Tensor>(tensors);

    /// <summary>Nobody will ask for it.</summary>
    public void Skip(int value) => _tensors[value] = new Queue<Tensor>();

    public Tensor Take(int value) => _tensors[value]!.Dequeue();
}
