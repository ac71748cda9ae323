using Spotter.Learning.Kernels;
using Spotter.Networks.Kernels;
using Spotter.Networks.Operations;
using Spotter.Networks.Weights;

namespace Spotter.Learning.Execution;

/// <summary>
/// A convolution with bias, and ReLU if asked, as products of blocks of patches with the packed filters. They lead back
/// as well: to the filters, and to the patches, which are added onto the pixels they came from. Workers own samples.
/// (H, W, C) -> (H', W', F)
/// </summary>
internal sealed unsafe class LearningConvolution<TRow, TUpdate> : Operation, ILearningOperation
    where TRow : struct, IRow<TRow>
    where TUpdate : struct, IUpdate<TRow>
{
    private const int Width = Row.Width;

    // Patches of a block fill half of a first-level cache; a multiple of every tile's height.
    private const int BlockFloats = 8192;
    private const int LongestBlock = 96;
    private const int ShortestBlock = 12;

    private readonly ConvolutionParts _parts;
    private readonly PatchReader _reader;
    private readonly int _patchStride;
    private readonly int _block;
    private readonly AlignedBuffer[] _patches;
    private readonly AlignedBuffer[] _slopes;
    private readonly AlignedBuffer? _transposed;
    private readonly GradientReducer<TRow, TUpdate> _kernelGradient;
    private readonly GradientReducer<TRow, TUpdate> _biasGradient;

    public LearningConvolution(
        Tensor input,
        Tensor output,
        ConvolutionParts parts,
        int threads,
        UpdateSource<TUpdate> updates
    )
        : base(input, output)
    {
        _parts = parts;
        _reader = new PatchReader(parts.Window, input);
        _patchStride = Tensor.RoundUp(_reader.Length);
        _block = Math.Clamp(BlockFloats / _patchStride / ShortestBlock * ShortestBlock, ShortestBlock, LongestBlock);
        _patches = AlignedBuffer.Many(threads, _block * _patchStride + Width);
        _slopes = input.Gradient is null ? [] : AlignedBuffer.Many(threads, _block * _patchStride);
        _transposed = input.Gradient is null ? null : new AlignedBuffer((long)_patchStride * Kernel.Columns);
        _kernelGradient = new(parts.Kernel, threads, updates);
        _biasGradient = new(parts.Bias, threads, updates);
    }

    private Parameter Kernel => _parts.Kernel;

    public override void Forward(Worker worker, int samples)
    {
        (int start, int end) = worker.Share(samples);
        for (int sample = start; sample < end; sample++)
        {
            for (int pixel = 0; pixel < Output.Pixels; pixel += _block)
            {
                int count = Math.Min(_block, Output.Pixels - pixel);
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
            float* bias = _parts.Bias.Packed.Pointer + panel * Width;
            if (_parts.HasRelu)
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

    public void Backward(Worker worker, int samples)
    {
        if (_transposed is not null)
        {
            (int first, int last) = worker.Share(_patchStride / Width);
            PanelTranspose.Run(Kernel.Packed.Pointer, Kernel.Rows, Kernel.Columns, _transposed.Pointer, first, last);
            worker.Meet();
        }

        (int start, int end) = worker.Share(samples);
        for (int sample = start; sample < end; sample++)
        {
            BackwardSample(worker, sample);
        }

        worker.Meet();
        _kernelGradient.Apply(worker);
        _biasGradient.Apply(worker);
    }

    private void BackwardSample(Worker worker, int sample)
    {
        _biasGradient.AddBias(worker, Output, sample, _parts.HasRelu);
        if (Input.Gradient is not null)
        {
            new Span<float>(Input.Slope + (nint)sample * Input.SampleStride, Input.SampleStride).Clear();
        }

        float* slope = Output.Slope + (nint)sample * Output.SampleStride;
        for (int pixel = 0; pixel < Output.Pixels; pixel += _block)
        {
            int count = Math.Min(_block, Output.Pixels - pixel);
            float* dy = slope + (nint)pixel * Output.PixelStride;
            (nint patches, nint stride) = PatchesOf(worker, sample, pixel, count);
            AddKernelGradient(worker, (float*)patches, stride, count, dy);
            if (Input.Gradient is not null)
            {
                AddInputGradient(worker, sample, pixel, count, dy);
            }
        }
    }

    // dW += patches^T dy
    private void AddKernelGradient(Worker worker, float* patches, nint stride, int count, float* dy)
    {
        float* gradient = _kernelGradient.PartOf(worker);
        for (int panel = 0; panel < Kernel.Panels; panel++)
        {
            Gemm.Run<TRow, AddEpilogue<TRow>>(
                patches,
                1,
                stride,
                dy + panel * Width,
                Output.PixelStride,
                count,
                Kernel.Rows,
                new(gradient + (nint)panel * Kernel.Rows * Width, Width)
            );
        }
    }

    // d(patches) = dy W^T, added onto the pixels that the patches came from
    private void AddInputGradient(Worker worker, int sample, int pixel, int count, float* dy)
    {
        float* patches = _slopes[worker.Index].Pointer;
        for (int panel = 0; panel < _patchStride / Width; panel++)
        {
            Gemm.Run<TRow, StoreEpilogue<TRow>>(
                dy,
                Output.PixelStride,
                1,
                _transposed!.Pointer + (nint)panel * Kernel.Columns * Width,
                Width,
                Kernel.Columns,
                count,
                new(patches + panel * Width, _patchStride)
            );
        }

        PatchScatter.Add<TRow>(
            _reader,
            patches,
            _patchStride,
            pixel,
            count,
            Input.Slope + (nint)sample * Input.SampleStride
        );
    }

    private (nint Patches, nint Stride) PatchesOf(Worker worker, int sample, int pixel, int count)
    {
        float* x = Input.Data + (nint)sample * Input.SampleStride;
        if (_reader.IsDirect)
        {
            return ((nint)(x + (nint)pixel * _reader.PixelStride), _reader.PixelStride);
        }

        float* patches = _patches[worker.Index].Pointer;
        _reader.Gather<TRow>(x, pixel, count, patches, _patchStride);
        return ((nint)patches, _patchStride);
    }
}
