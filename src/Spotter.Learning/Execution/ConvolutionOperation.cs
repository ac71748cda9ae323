using Spotter.Networks.Kernels;
using Spotter.Networks.Layers;
using Spotter.Networks.Operations;
using Spotter.Networks.Weights;

namespace Spotter.Learning.Execution;

/// <summary>
/// A convolution with bias, and ReLU if asked, as products of blocks of patches with the packed filters. Workers own
/// samples. (H, W, C) -> (H', W', F)
/// </summary>
internal unsafe class ConvolutionOperation<TRow> : Operation
    where TRow : struct, IRow<TRow>
{
    private const int Width = Row.Width;

    // Patches of a block fill half of a first-level cache; a multiple of every tile's height.
    private const int BlockFloats = 8192;
    private const int LongestBlock = 96;
    private const int ShortestBlock = 12;

    private readonly Parameter _bias;
    private readonly AlignedBuffer[] _patches;

    public ConvolutionOperation(Tensor input, Tensor output, ConvolutionParts parts, int threads)
        : base(input, output)
    {
        Kernel = parts.Kernel;
        _bias = parts.Bias;
        HasRelu = parts.HasRelu;
        Reader = new PatchReader(parts.Window, input);
        PatchStride = Tensor.RoundUp(Reader.Length);
        Block = Math.Clamp(BlockFloats / PatchStride / ShortestBlock * ShortestBlock, ShortestBlock, LongestBlock);
        _patches = AlignedBuffer.Many(threads, Block * PatchStride + Width);
    }

    protected Parameter Kernel { get; }

    protected bool HasRelu { get; }

    protected PatchReader Reader { get; }

    protected int PatchStride { get; }

    /// <summary>Pixels whose patches are made at a time.</summary>
    protected int Block { get; }

    public override void Forward(Worker worker, int samples)
    {
        (int start, int end) = worker.Share(samples);
        for (int sample = start; sample < end; sample++)
        {
            for (int pixel = 0; pixel < Output.Pixels; pixel += Block)
            {
                int count = Math.Min(Block, Output.Pixels - pixel);
                (nint patches, nint stride) = PatchesOf(worker, sample, pixel, count);
                float* y = Output.Data + (nint)sample * Output.SampleStride + (nint)pixel * Output.PixelStride;
                Multiply((float*)patches, stride, count, y);
            }
        }
    }

    private void Multiply(float* patches, nint stride, int count, float* y)
    {
        for (int panel = 0; panel < Kernel.Panels; panel++)
        {
            float* weights = Kernel.Packed.Pointer + (nint)panel * Kernel.Rows * Width;
            float* bias = _bias.Packed.Pointer + panel * Width;
            if (HasRelu)
            {
                Gemm.Run<TRow, BiasReluEpilogue<TRow>>(
                    patches,
                    stride,
                    1,
                    weights,
                    Width,
                    Kernel.Rows,
                    count,
                    new(y + panel * Width, Output.PixelStride, bias)
                );
            }
            else
            {
                Gemm.Run<TRow, BiasEpilogue<TRow>>(
                    patches,
                    stride,
                    1,
                    weights,
                    Width,
                    Kernel.Rows,
                    count,
                    new(y + panel * Width, Output.PixelStride, bias)
                );
            }
        }
    }

    protected (nint Patches, nint Stride) PatchesOf(Worker worker, int sample, int pixel, int count)
    {
        float* x = Input.Data + (nint)sample * Input.SampleStride;
        if (Reader.IsDirect)
        {
            return ((nint)(x + (nint)pixel * Reader.PixelStride), Reader.PixelStride);
        }

        float* patches = _patches[worker.Index].Pointer;
        Reader.Gather<TRow>(x, pixel, count, patches, PatchStride);
        return ((nint)patches, PatchStride);
    }
}
