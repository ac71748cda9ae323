using Spotter.Learning.Kernels;
using Spotter.Networks.Kernels;
using Spotter.Networks.Layers;
using Spotter.Networks.Operations;

namespace Spotter.Learning.Execution;

/// <summary>
/// A convolution of the network's pictures with stride 1, and ReLU if asked, with the greatest of each two by two
/// pixels. What lies between the two never reaches memory. Workers own samples. (H, W, C) -> (H' / 2, W' / 2, F)
/// </summary>
internal unsafe class PooledConvolutionOperation<TRow> : Operation
    where TRow : struct, IRow<TRow>
{
    private const int Width = Row.Width;
    protected const int Pool = 2;

    private readonly int[] _taps;

    public PooledConvolutionOperation(Tensor input, Tensor output, ConvolutionParts parts, int threads)
        : base(input, output)
    {
        Parts = parts;
        Pictures = PaddedPicture.Many(threads, parts.Window, input.PixelStride);
        Winners = new AlignedBuffer(output.Value.Length);
        _taps = MakeTaps(Pictures[0].RowStride);
    }

    protected ConvolutionParts Parts { get; }

    protected PaddedPicture[] Pictures { get; }

    /// <summary>Which of four pixels was the greatest, in the layout of the output.</summary>
    protected AlignedBuffer Winners { get; }

    /// <summary>Whether this operation can do a convolution: its way back stops at the input.</summary>
    public static bool Suits(Window window, Tensor input) =>
        input.Gradient is null && window.Stride is { Height: 1, Width: 1 };

    public override void Forward(Worker worker, int samples)
    {
        PaddedPicture picture = Pictures[worker.Index];
        (int start, int end) = worker.Share(samples);
        for (int sample = start; sample < end; sample++)
        {
            float* x = picture.Read(Input.Data + (nint)sample * Input.SampleStride);
            for (int panel = 0; panel < Parts.Kernel.Panels; panel++)
            {
                for (int y = 0; y < Output.Shape.Height; y++)
                {
                    nint offset = OutputOffset(sample, y, panel);
                    PooledTaps.Forward<TRow>(
                        x + (nint)Pool * y * picture.RowStride,
                        Input.PixelStride,
                        picture.RowStride,
                        _taps,
                        Parts.Kernel.Packed.Pointer + (nint)panel * Parts.Kernel.Rows * Width,
                        Output.Data + offset,
                        Winners.Pointer + offset,
                        Output.PixelStride,
                        Output.Shape.Width
                    );
                }

                Finish(sample, panel);
            }
        }
    }

    // Bias and ReLU do not change which of four is the greatest, so they come once, afterwards.
    private void Finish(int sample, int panel)
    {
        var ending = new TileEnding<TRow>(TRow.Load(Parts.Bias.Packed.Pointer + panel * Width), Parts.Factor);
        float* y = Output.Data + OutputOffset(sample, 0, panel);
        for (int pixel = 0; pixel < Output.Pixels; pixel++, y += Output.PixelStride)
        {
            TRow.Store(ending.Apply(TRow.Load(y)), y);
        }
    }

    protected nint OutputOffset(int sample, int y, int panel) =>
        (nint)sample * Output.SampleStride + (nint)y * Output.Shape.Width * Output.PixelStride + panel * Width;

    // (kernel row, kernel column, channel), the order of the weights
    private int[] MakeTaps(int rowStride)
    {
        Size2D kernel = Parts.Window.Kernel;
        int channels = Input.Channels;
        return
        [
            .. from y in Enumerable.Range(0, kernel.Height)
            from x in Enumerable.Range(0, kernel.Width)
            from channel in Enumerable.Range(0, channels)
            select y * rowStride + x * Input.PixelStride + channel,
        ];
    }
}
