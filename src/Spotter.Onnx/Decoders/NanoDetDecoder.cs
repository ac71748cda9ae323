// RangiLyu: NanoDet, with the distributions over box edges of X. Li et al.: Generalized focal loss, NeurIPS 2020.

using System.Globalization;

namespace Spotter.Onnx.Decoders;

/// <summary>
/// NanoDet: for each stride (1, cells, classes) probabilities and (1, cells, 4 * bins) distributions of the distances
/// from the cell's centre to the box's edges.
/// </summary>
internal sealed class NanoDetDecoder : INetworkDecoder
{
    private const int Sides = 4;
    private const int PublishedStrides = 3;
    private static readonly int[] AllStrides = [8, 16, 32, 64];

    private readonly Level[] _levels;
    private readonly int _bins;

    private NanoDetDecoder(NetworkShape shape, Level[] levels, int classes, int bins)
    {
        // Blue, green, red, of ImageNet.
        Input = new NetworkInput(
            shape.Width,
            shape.Height,
            new PixelForm(IsRgb: false, [103.53f, 116.28f, 123.675f], [1 / 57.375f, 1 / 57.12f, 1 / 58.395f])
        );
        _levels = levels;
        _bins = bins;
        Labels = CocoClasses.For(classes);
    }

    public string Name => "NanoDet";

    public IReadOnlyList<string> Labels { get; }

    public NetworkInput Input { get; }

    public double UsualMinScore => 0.35;

    public float MaxOverlap => 0.6f;

    public static INetworkDecoder? TryCreate(NetworkShape shape)
    {
        TensorInfo[] outputs = [.. shape.Outputs];
        if (
            outputs.Length < 2
            || outputs.Length % 2 != 0
            || !Array.TrueForAll(outputs, static o => o.Dimensions.Length == 3)
        )
        {
            return null;
        }

        // The distances are a multiple of four wide; probabilities come first where both are.
        int half = outputs.Length / 2;
        int classes = outputs[0].Dimensions[2];
        int distances = outputs[half].Dimensions[2];
        var levels = new List<Level>();
        for (int i = 0; i < half; i++)
        {
            int cells = outputs[i].Dimensions[1];
            int stride = Array.Find(AllStrides, s =>
                CellsAcross(shape.Width, s) * CellsAcross(shape.Height, s) == cells
            );
            bool fits =
                stride > 0
                && outputs[half + i].Dimensions[1] == cells
                && outputs[i].Dimensions[2] == classes
                && outputs[half + i].Dimensions[2] == distances;
            if (!fits)
            {
                return null;
            }

            levels.Add(new Level(stride, i, half + i));
        }

        return classes > 0 && distances > Sides && distances % Sides == 0
            ? new NanoDetDecoder(shape, [.. levels], classes, distances / Sides)
            : null;
    }

    public string? Objection(IReadOnlyList<NetworkOutput> outputs)
    {
        if (!HasNames(outputs))
        {
            return $"its outputs are called {string.Join(", ", outputs.Select(static output => output.Name))} instead "
                + $"of cls_pred_stride_8 and dis_pred_stride_8 and so on (PicoDet has the same shapes)";
        }

        foreach (Level level in _levels)
        {
            (NetworkOutput scores, NetworkOutput distances) = (outputs[level.Scores], outputs[level.Distances]);
            if (
                (
                    OutputRange.NoShares(scores.Name, scores.Data)
                    ?? OutputRange.NoNumbers(distances.Name, distances.Data)
                ) is
                { } problem
            )
            {
                return problem;
            }
        }

        return null;
    }

    public void Decode(IReadOnlyList<NetworkOutput> outputs, float minScore, List<NetworkBox> found)
    {
        foreach (Level level in _levels)
        {
            ReadOnlySpan<float> scores = outputs[level.Scores].Data;
            ReadOnlySpan<float> distances = outputs[level.Distances].Data;
            int across = CellsAcross(Input.Width, level.Stride);
            for (int cell = 0; cell < scores.Length / Labels.Count; cell++)
            {
                ReadOnlySpan<float> probabilities = scores.Slice(cell * Labels.Count, Labels.Count);
                int best = IndexOfHighest(probabilities);
                if (probabilities[best] >= minScore)
                {
                    ReadOnlySpan<float> bins = distances.Slice(cell * Sides * _bins, Sides * _bins);
                    float x = ((cell % across) * level.Stride) + (0.5f * (level.Stride - 1));
                    float y = ((cell / across) * level.Stride) + (0.5f * (level.Stride - 1));
                    found.Add(
                        new NetworkBox(
                            x - (Expected(bins, 0) * level.Stride),
                            y - (Expected(bins, 1) * level.Stride),
                            x + (Expected(bins, 2) * level.Stride),
                            y + (Expected(bins, 3) * level.Stride),
                            probabilities[best],
                            best
                        )
                    );
                }
            }
        }
    }

    /// <summary>The mean of a distribution given as logits over the bins 0, 1, 2, ...</summary>
    private float Expected(ReadOnlySpan<float> bins, int side)
    {
        ReadOnlySpan<float> logits = bins.Slice(side * _bins, _bins);
        float highest = logits[IndexOfHighest(logits)];
        float sum = 0;
        float weighted = 0;
        for (int i = 0; i < logits.Length; i++)
        {
            float weight = MathF.Exp(logits[i] - highest);
            sum += weight;
            weighted += weight * i;
        }

        return weighted / sum;
    }

    /// <summary>
    /// PicoDet has the same shapes, but other colours and middles of cells; its strides go to 64. The names tell: those
    /// of NanoDet's own exporter, or of the published network with three strides, whose outputs have nothing but
    /// numbers.
    /// </summary>
    private bool HasNames(IReadOnlyList<NetworkOutput> outputs) =>
        Array.TrueForAll(_levels, level =>
            IsNamed(outputs[level.Scores].Name, "cls", level) && IsNamed(outputs[level.Distances].Name, "dis", level)
        )
        || (
            _levels.Length <= PublishedStrides
            && outputs.All(static output =>
                int.TryParse(output.Name, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            )
        );

    private static bool IsNamed(string name, string what, Level level) =>
        name.Contains(what, StringComparison.OrdinalIgnoreCase)
        && name.EndsWith(level.Stride.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    private static int IndexOfHighest(ReadOnlySpan<float> values)
    {
        int best = 0;
        for (int i = 1; i < values.Length; i++)
        {
            best = values[i] > values[best] ? i : best;
        }

        return best;
    }

    private static int CellsAcross(int length, int stride) => (length + stride - 1) / stride;

    private readonly record struct Level(int Stride, int Scores, int Distances);
}
