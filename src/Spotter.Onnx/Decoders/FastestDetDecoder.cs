// dog-qiuqiu: FastestDet, an anchor-free detector with a single head.

namespace Spotter.Onnx.Decoders;

/// <summary>
/// FastestDet: one grid (1, 5 + classes, H / 16, W / 16); each cell has an object score, the offset and size of a box,
/// and a probability a class.
/// </summary>
internal sealed class FastestDetDecoder : INetworkDecoder
{
    private const int Stride = 16;
    private const int ClassesFrom = 5;

    // The network's own mixture of both scores.
    private const float ObjectPower = 0.6f;
    private const float ClassPower = 0.4f;

    private FastestDetDecoder(NetworkShape shape, int classes)
    {
        Input = new NetworkInput(
            shape.Width,
            shape.Height,
            PixelForm.Uniform(isRgb: false, mean: 0, scale: 1f / 255) with
            {
                Fit = PictureFit.Stretched,
            }
        );
        Labels = CocoClasses.For(classes);
    }

    public string Name => "FastestDet";

    public IReadOnlyList<string> Labels { get; }

    public NetworkInput Input { get; }

    public double UsualMinScore => 0.65;

    public float MaxOverlap => 0.45f;

    public static INetworkDecoder? TryCreate(NetworkShape shape) =>
        shape.Outputs is [{ Dimensions: [_, > ClassesFrom and var channels, var rows, var columns] }]
        && rows == shape.Height / Stride
        && columns == shape.Width / Stride
            ? new FastestDetDecoder(shape, channels - ClassesFrom)
            : null;

    public string? Objection(IReadOnlyList<NetworkOutput> outputs)
    {
        NetworkOutput grid = outputs[0];
        int cells = Input.Width / Stride * (Input.Height / Stride);
        return OutputRange.NoNumbers(grid.Name, grid.Data)
            ?? OutputRange.NoShares($"{grid.Name}, objects", grid.Data[..cells])
            ?? OutputRange.NoShares($"{grid.Name}, classes", grid.Data[(ClassesFrom * cells)..])
            ?? OutputRange.NoDistribution(
                $"{grid.Name}, classes",
                grid.Data[(ClassesFrom * cells)..],
                cells,
                byPlace: false
            );
    }

    public void Decode(IReadOnlyList<NetworkOutput> outputs, float minScore, List<NetworkBox> found)
    {
        ReadOnlySpan<float> data = outputs[0].Data;
        int across = Input.Width / Stride;
        int cells = across * (Input.Height / Stride);
        for (int cell = 0; cell < cells; cell++)
        {
            int best = 0;
            for (int label = 1; label < Labels.Count; label++)
            {
                best =
                    data[((ClassesFrom + label) * cells) + cell] > data[((ClassesFrom + best) * cells) + cell]
                        ? label
                        : best;
            }

            float score =
                MathF.Pow(data[cell], ObjectPower) * MathF.Pow(data[((ClassesFrom + best) * cells) + cell], ClassPower);
            if (score >= minScore)
            {
                found.Add(
                    NetworkBox.Around(
                        ((cell % across) + MathF.Tanh(data[cells + cell])) * Stride,
                        ((cell / across) + MathF.Tanh(data[(2 * cells) + cell])) * Stride,
                        Sigmoid(data[(3 * cells) + cell]) * Input.Width,
                        Sigmoid(data[(4 * cells) + cell]) * Input.Height,
                        score,
                        best
                    )
                );
            }
        }
    }

    private static float Sigmoid(float x) => 1 / (1 + MathF.Exp(-x));
}
