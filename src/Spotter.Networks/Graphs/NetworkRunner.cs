using Spotter.Networks.Kernels;
using Spotter.Networks.Layers;
using Spotter.Networks.Operations;

namespace Spotter.Networks.Graphs;

/// <summary>
/// Runs a network on pictures of any size that it takes, with the weights that it had when the runner was made. Safe to
/// share between threads: weights are prepared once, and each call takes room of its own from a pool.
/// </summary>
/// <example>
/// <code>
/// using var runner = new NetworkRunner(network, PixelNormalization.ZeroToOne(channels: 3));
/// float[][] outputs = runner.Run(bgr, width: 640, height: 480, strideBytes: 3 * 640, PixelOrder.Bgr);
/// </code>
/// </example>
public sealed class NetworkRunner : IDisposable
{
    private readonly NetworkGraph _network;
    private readonly PixelNormalization _normalization;
    private readonly PlanPool _plans;

    /// <summary>Prepares the weights.</summary>
    /// <param name="network">What runs.</param>
    /// <param name="normalization">How bytes become numbers.</param>
    /// <param name="threads">Threads that share one picture; 0 takes one a core.</param>
    /// <exception cref="ArgumentException">The normalisation is for other channels than the network takes, or there are
    /// too many threads.</exception>
    public NetworkRunner(NetworkGraph network, PixelNormalization normalization, int threads = 1)
        : this(network, normalization, threads, VectorWidth.Best) { }

    internal NetworkRunner(NetworkGraph network, PixelNormalization normalization, int threads, VectorWidth width)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(normalization);
        if (!network.InputShape.IsImage || network.InputShape.Channels != normalization.Scales.Count)
        {
            throw new ArgumentException(
                $"the network takes {network.InputShape}, but the normalisation is for pictures of "
                    + $"{normalization.Scales.Count} channels"
            );
        }

        _network = network;
        _normalization = normalization;
        _plans = new PlanPool(network, batch: 1, threads, width);
    }

    /// <summary>The shapes of the outputs for a picture, height x width x channels each.</summary>
    /// <param name="width">Of the picture, at least 1.</param>
    /// <param name="height">Of the picture, at least 1.</param>
    /// <exception cref="ArgumentException">The network does not take that size; the message names the
    /// layer.</exception>
    public IReadOnlyList<TensorShape> OutputShapesFor(int width, int height) =>
        _network.OutputShapesFor(ShapeOf(width, height));

    /// <summary>Runs the network on a picture.</summary>
    /// <param name="pixels">Rows of pixels, 0..255.</param>
    /// <param name="width">Pixels a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="strideBytes">Bytes from a row to the next, at least those of a row.</param>
    /// <param name="order">What a pixel's bytes are; gray for networks of one channel.</param>
    /// <returns>For each output an array, row-major, channels side by side.</returns>
    /// <exception cref="ArgumentException">The picture is shorter than it says, or the network does not take
    /// it.</exception>
    public float[][] Run(ReadOnlySpan<byte> pixels, int width, int height, int strideBytes, PixelOrder order)
    {
        float[][] outputs = [.. OutputShapesFor(width, height).Select(static shape => new float[shape.Length])];
        Run(pixels, width, height, strideBytes, order, outputs);
        return outputs;
    }

    /// <summary>Runs the network on a picture.</summary>
    /// <param name="pixels">Rows of pixels, 0..255.</param>
    /// <param name="width">Pixels a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="strideBytes">Bytes from a row to the next, at least those of a row.</param>
    /// <param name="order">What a pixel's bytes are; gray for networks of one channel.</param>
    /// <param name="outputs">An array for each output, as long as the output or longer; row-major, channels side by
    /// side.</param>
    /// <exception cref="ArgumentException">The picture is shorter than it says, the network does not take it, or an
    /// array is too short.</exception>
    public void Run(
        ReadOnlySpan<byte> pixels,
        int width,
        int height,
        int strideBytes,
        PixelOrder order,
        IReadOnlyList<float[]> outputs
    )
    {
        TensorShape shape = ShapeOf(width, height);
        if (shape.Channels != (order == PixelOrder.Gray ? 1 : 3))
        {
            throw new ArgumentException($"the network takes {shape.Channels} channels, got pixels of {order}");
        }

        int row = width * shape.Channels;
        if (strideBytes < row || pixels.Length < (long)(height - 1) * strideBytes + row)
        {
            throw new ArgumentException(
                $"a picture of {shape} has {row} bytes a row, got a stride of {strideBytes} and {pixels.Length} bytes"
            );
        }

        InferencePlan plan = _plans.Rent(shape);
        plan.Run(pixels, strideBytes, order == PixelOrder.Bgr, _normalization, outputs);
        _plans.Return(plan);
    }

    /// <summary>Runs the network on numbers.</summary>
    /// <param name="sample">height x width x channels numbers, row-major, channels side by side, normalised.</param>
    /// <param name="width">Pixels a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="outputs">An array for each output, as long as the output or longer.</param>
    /// <exception cref="ArgumentException">There are fewer or more numbers, the network does not take that size, or an
    /// array is too short.</exception>
    public void Run(ReadOnlySpan<float> sample, int width, int height, IReadOnlyList<float[]> outputs)
    {
        TensorShape shape = ShapeOf(width, height);
        if (sample.Length != shape.Length)
        {
            throw new ArgumentException($"a picture of {shape} is {shape.Length} numbers, got {sample.Length}");
        }

        InferencePlan plan = _plans.Rent(shape);
        plan.Run(sample, outputs);
        _plans.Return(plan);
    }

    /// <summary>Ends the threads of calls that are over; calls that run end theirs.</summary>
    public void Dispose() => _plans.Dispose();

    private TensorShape ShapeOf(int width, int height) =>
        TensorShape.Image(height, width, _network.InputShape.Channels);
}
