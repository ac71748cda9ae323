using Spotter.Networks.Graphs;
using Spotter.Networks.Kernels;
using Spotter.Networks.Layers;
using Spotter.Networks.Tests.Operations;

namespace Spotter.Networks.Tests.Graphs;

public sealed class NetworkRunnerTests
{
    private static readonly PixelNormalization Colours = new([1 / 128f, 1 / 100f, 1 / 90f], [-1, -0.9f, -0.8f]);

    [Theory]
    [InlineData(PixelOrder.Bgr)]
    [InlineData(PixelOrder.Rgb)]
    public void Run_Bytes_EqualsNumbers(PixelOrder order)
    {
        NetworkGraph network = GraphCases.Create("pyramid");
        foreach ((int width, int height, int gap) in new[] { (8, 8, 0), (24, 16, 5), (64, 40, 1) })
        {
            int stride = 3 * width + gap;
            byte[] pixels = Bytes(stride * height - gap);
            var numbers = new float[3 * width * height];
            for (int i = 0; i < numbers.Length; i++)
            {
                (int row, int rest) = Math.DivRem(i, 3 * width);
                (int column, int channel) = Math.DivRem(rest, 3);
                int place = order == PixelOrder.Bgr ? 2 - channel : channel;
                numbers[i] =
                    pixels[row * stride + 3 * column + place] * Colours.Scales[channel] + Colours.Offsets[channel];
            }

            foreach (VectorWidth vectors in TestNetworks.Widths())
            {
                using var runner = new NetworkRunner(network, Colours, 2, vectors);
                float[][] outputs = runner.Run(pixels, width, height, stride, order);
                float[][] expected = [.. outputs.Select(static output => new float[output.Length])];
                runner.Run(numbers, width, height, expected);
                Assert.Equal(expected, outputs);
            }
        }
    }

    [Fact]
    public void Run_GrayBytes_EqualsNumbers()
    {
        NetworkGraph network = GraphCases.Create("normalized pyramid");
        using var runner = new NetworkRunner(network, PixelNormalization.ZeroToOne());
        byte[] pixels = Bytes(40 * 24);
        float[][] outputs = runner.Run(pixels, 32, 24, 40, PixelOrder.Gray);
        float[] numbers = [.. pixels.Where((_, i) => i % 40 < 32).Select(static pixel => pixel * (1f / 255))];
        float[][] expected = [.. outputs.Select(static output => new float[output.Length])];
        runner.Run(numbers, 32, 24, expected);
        Assert.Equal(expected, outputs);
    }

    [Fact]
    public async Task Run_FromManyThreadsInManySizes_AllGetTheirOwnAnswers()
    {
        NetworkGraph network = GraphCases.Create("pyramid");
        using var runner = new NetworkRunner(network, Colours);
        (int Width, int Height)[] sizes = [.. Enumerable.Range(1, 20).Select(static i => (8 * i, 8 * (1 + i % 3)))];
        byte[] pixels = Bytes(3 * 160 * 24);
        float[][][] expected =
        [
            .. sizes.Select(size =>
            {
                using var alone = new NetworkRunner(network, Colours);
                return alone.Run(pixels, size.Width, size.Height, 3 * size.Width, PixelOrder.Rgb);
            }),
        ];
        await Parallel.ForAsync(0, 120, new ParallelOptions { MaxDegreeOfParallelism = 4 }, (i, _) =>
        {
            (int width, int height) = sizes[i % sizes.Length];
            Assert.Equal(expected[i % sizes.Length], runner.Run(pixels, width, height, 3 * width, PixelOrder.Rgb));
            return ValueTask.CompletedTask;
        });
    }

    [Fact]
    public void Run_WeightsChangedAfterwards_AnswersAsBefore()
    {
        NetworkGraph network = GraphCases.Create("normalized pyramid");
        using var runner = new NetworkRunner(network, PixelNormalization.ZeroToOne());
        byte[] pixels = Bytes(32 * 24);
        float[][] before = runner.Run(pixels, 32, 24, 32, PixelOrder.Gray);
        network.Parameters.Single(static parameter => parameter.Name == "n/gamma").SetValues(new float[32]);
        Assert.Equal(before, runner.Run(pixels, 32, 24, 32, PixelOrder.Gray));
    }

    [Fact]
    public void Run_PictureDoesNotFit_SaysWhy()
    {
        using var runner = new NetworkRunner(GraphCases.Create("pyramid"), Colours);
        Throws("one shape, got 4 x 8 x 32 and 5 x 8 x 32", () => runner.OutputShapesFor(32, 20));
        Throws("24 bytes a row, got a stride of 23", () => runner.Run(new byte[999], 8, 8, 23, PixelOrder.Rgb));
        Throws("and 191 bytes", () => runner.Run(new byte[191], 8, 8, 24, PixelOrder.Rgb));
        Throws("3 channels, got pixels of Gray", () => runner.Run(new byte[999], 8, 8, 24, PixelOrder.Gray));
        Throws("192 numbers, got 191", () => runner.Run(new float[191], 8, 8, []));
        Throws("got room for 28 and 6 numbers", () => runner.Run(new float[192], 8, 8, [new float[28], new float[6]]));
        Throws("of 1 channels", () =>
            new NetworkRunner(GraphCases.Create("pyramid"), PixelNormalization.ZeroToOne()).Dispose()
        );
        var dense = new NetworkGraph(TensorShape.Features(4), [new Dense(3)]);
        Throws("takes 4", () => new NetworkRunner(dense, Colours).Dispose());
        runner.Dispose();
        Assert.Throws<ObjectDisposedException>(() => runner.Run(new byte[192], 8, 8, 24, PixelOrder.Rgb));
    }

    private static void Throws(string message, Action action) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(action).Message, StringComparison.Ordinal);

    private static byte[] Bytes(int length)
    {
        var random = new RandomStream(5, 0);
        var bytes = new byte[length];
        foreach (ref byte value in bytes.AsSpan())
        {
            value = (byte)random.NextInt(256);
        }

        return bytes;
    }
}
