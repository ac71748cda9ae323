using System.Globalization;
using Spotter.Networks.Graphs;
using Spotter.Networks.Layers;
using Spotter.Vision.Networks;

namespace Spotter.Workshop.Explaining;

/// <summary>Layers of a network that follow one another without branches, as one box of a drawing.</summary>
/// <param name="Name">The name of the last layer, or what the block does where it has none.</param>
/// <param name="Layers">At least one.</param>
/// <param name="Sources">The blocks that it takes; -1 is the picture.</param>
/// <param name="Stride">Pixels of the picture a cell of what comes out, each way.</param>
/// <param name="Column">Where it stands in a drawing whose rows are the strides.</param>
/// <param name="Sight">Width of the part of the picture that a cell can depend on, in pixels.</param>
/// <param name="IsOutput">Whether it comes out of the network.</param>
internal sealed record NetworkBlock(
    string Name,
    IReadOnlyList<BuiltLayer> Layers,
    IReadOnlyList<int> Sources,
    int Stride,
    int Column,
    int Sight,
    bool IsOutput
)
{
    /// <summary>Block number of the picture that goes in.</summary>
    public const int Input = -1;

    public TensorShape Shape => Layers[^1].Output;

    /// <summary>The layer whose answer is the block's.</summary>
    public string LayerName => Layers[^1].Name;

    /// <summary>How many numbers it has learned.</summary>
    public long WeightCount =>
        Layers
            .SelectMany(static layer => layer.Parameters)
            .Sum(static parameter => parameter.IsTrainable ? (long)parameter.Count : 0);

    /// <summary>For example <c>max pool 2, 2 x conv 3x3</c>; what only scales or bends numbers is not named.</summary>
    public string Steps
    {
        get
        {
            var steps = new List<(string Name, int Count)>();
            foreach (string step in Layers.Select(static layer => StepOf(layer.Layer)).OfType<string>())
            {
                if (steps is [.., var last] && last.Name == step)
                {
                    steps[^1] = (step, last.Count + 1);
                }
                else
                {
                    steps.Add((step, 1));
                }
            }

            return string.Join(
                ", ",
                steps.Select(static step => step.Count > 1 ? $"{step.Count} x {step.Name}" : step.Name)
            );
        }
    }

    /// <summary>The blocks of a network for an input.</summary>
    /// <param name="model">What is to be drawn.</param>
    /// <param name="input">The picture that goes in.</param>
    public static IReadOnlyList<NetworkBlock> Of(NetworkDetectorModel model, TensorShape input)
    {
        NetworkGraph network = model.Content.Network;
        IReadOnlyList<BuiltLayer> layers = network.BuiltFor(input);
        int[] readers = new int[layers.Count + 1];
        foreach (int source in layers.SelectMany(static layer => layer.Sources))
        {
            readers[source]++;
        }

        // Which block a value comes from; upsampling, which computes nothing, is part of the arrow.
        int[] blockOf = new int[layers.Count + 1];
        double[] sights = new double[layers.Count + 1];
        blockOf[0] = Input;
        sights[0] = 1;
        var blocks = new List<NetworkBlock>();
        for (int i = 0; i < layers.Count; i++)
        {
            BuiltLayer layer = layers[i];
            sights[i + 1] =
                layer.Sources.Max(source => sights[source]) + (Reach(layer.Layer) * Step(layer.Input, input));
            if (layer.Layer is UpSampling2D)
            {
                blockOf[i + 1] = blockOf[layer.Sources[0]];
                continue;
            }

            bool isOutput = network.Outputs.Contains(i + 1);
            bool goesOn =
                i > 0
                && layer.Sources is [var source]
                && source == i
                && readers[i] == 1
                && !network.Outputs.Contains(i)
                && layers[i - 1].Layer is { Name: null } and not UpSampling2D
                && layer.Layer is not (MaxPooling2D or AveragePooling2D or Concatenate);
            if (goesOn)
            {
                NetworkBlock block = blocks[^1];
                blocks[^1] = block with
                {
                    Layers = [.. block.Layers, layer],
                    Stride = Step(layer.Output, input),
                    Sight = (int)sights[i + 1],
                    IsOutput = isOutput,
                };
            }
            else
            {
                int[] sources = [.. layer.Sources.Select(value => blockOf[value]).Distinct()];
                blocks.Add(
                    new NetworkBlock("", [layer], sources, Step(layer.Output, input), 0, (int)sights[i + 1], isOutput)
                );
            }

            blockOf[i + 1] = blocks.Count - 1;
        }

        return Arrange(blocks);
    }

    // Down the first column as pictures get smaller; beside what it takes where the size stays; outputs last.
    private static List<NetworkBlock> Arrange(List<NetworkBlock> blocks)
    {
        var taken = new HashSet<(int Stride, int Column)> { (1, 0) };
        for (int i = 0; i < blocks.Count; i++)
        {
            NetworkBlock block = blocks[i];
            int column = block
                .Sources.Where(static source => source != Input)
                .Select(source => blocks[source].Column + (blocks[source].Stride == block.Stride ? 1 : 0))
                .Append(0)
                .Max();
            while (!taken.Add((block.Stride, column)))
            {
                column++;
            }

            string? name = block
                .Layers.Select(static layer => layer.Layer.Name)
                .LastOrDefault(static n => n is not null);
            blocks[i] = block with { Column = column, Name = name ?? $"block {i + 1}" };
        }

        int last = blocks.Max(static block => block.Column);
        return [.. blocks.Select(block => block.IsOutput ? block with { Column = last } : block)];
    }

    private static int Step(TensorShape shape, TensorShape input) => Math.Max(1, input.Width / shape.Width);

    // How many cells more than its own a cell depends on.
    private static int Reach(Layer layer) =>
        layer switch
        {
            Conv2D one => one.Kernel.Width - 1,
            DepthwiseConv2D one => one.Kernel.Width - 1,
            MaxPooling2D one => one.Pool.Width - 1,
            AveragePooling2D one => one.Pool.Width - 1,
            _ => 0,
        };

    private static string? StepOf(Layer layer) =>
        layer switch
        {
            Conv2D one => Text($"conv {one.Kernel.Height}x{one.Kernel.Width}{Every(one.Stride)}"),
            DepthwiseConv2D one => Text($"depthwise {one.Kernel.Height}x{one.Kernel.Width}{Every(one.Stride)}"),
            MaxPooling2D one => Text($"max pool {one.Pool.Width}"),
            AveragePooling2D one => Text($"mean pool {one.Pool.Width}"),
            Add => "sum",
            Concatenate => "side by side",
            BatchNormalization or Activation or Dropout => null,
            _ => layer.Kind,
        };

    private static string Every(Size2D stride) => stride.Width > 1 ? Text($" stride {stride.Width}") : "";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
