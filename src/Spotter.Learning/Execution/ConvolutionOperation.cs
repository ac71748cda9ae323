using Spotter.Learning.Kernels;
using Spotter.Learning.Networks;

namespace Spotter.Learning.Execution;

/// <summary>
/// A convolution with bias, and ReLU if asked, as products of blocks of patches with the packed filters. Workers own
/// samples. (H, W, C) -> (H', W', F)
/// </summary>
internal sealed unsafe class ConvolutionOperation<TRow, TUpdate> : Operation
    where TRow : struct, IRow<TRow>
    where TUpdate : struct, IUpdate<TRow>
{
    private const int Width = ParameterRows.Width;

    // Patches of a block fill half of a first-level cache; a multiple of every tile's height.
    private const int BlockFloats = 8192;
    private const int LongestBlock = 96;
    private const int ShortestBlock = 12;

    private readonly Tensor _input;
    private readonly Tensor _output;
    private readonly Parameter _kernel;
    private readonly bool _hasRelu;
    private readonly PatchReader _reader;
    private readonly ParameterRows _kernelRows;
    private readonly ParameterRows _biasRows;
    private readonly AlignedBuffer[] _patches;
    private readonly AlignedBuffer[] _slopes;
    private readonly AlignedBuffer? _transposed;
    private readonly GradientReducer<TRow, TUpdate>? _kernelGradient;
    private readonly GradientReducer<TRow, TUpdate>? _biasGradient;
    private readonly int _patchStride;
    private readonly int _block;

    public ConvolutionOperation(
        Tensor input, Tensor output, ConvolutionParts parts, int threads, bool isTraining, UpdateSource<TUpdate> updates)
    {
        _input = input;
        _output = output;
        _kernel = parts.Kernel;
        _hasRelu = parts.HasRelu;
        _reader = new PatchReader(parts.Window, input);
        _kernelRows = updates.RowsOf(parts.Kernel);
        _biasRows = updates.RowsOf(parts.Bias);
        _patchStride = Tensor.RoundUp(_reader.Length);
        _block = Math.Clamp(BlockFloats / _patchStride / ShortestBlock * ShortestBlock, ShortestBlock, LongestBlock);
        _patches = AlignedBuffer.Many(threads, _block * _patchStride + Width);
        _slopes = input.Gradient is null ? [] : AlignedBuffer.Many(threads, _block * _patchStride);
        _transposed = input.Gradient is null ? null : new AlignedBuffer((long)_patchStride * _kernel.Columns);
        _kernelGradient = isTraining ? new(parts.Kernel, threads, updates) : null;
        _biasGradient = isTraining ? new(parts.Bias, threads, updates) : null;
    }

    public override void Forward(Worker worker, in Step step)
    {
        (int start, int end) = worker.Share(step.Count);
        for (int sample = start; sample < end; sample++)
        {
            for (int pixel = 0; pixel < _output.Pixels; pixel += _block)
            {
                int count = Math.Min(_block, _output.Pixels - pixel);
                (nint patches, nint stride) = PatchesOf(worker, sample, pixel, count);
                float* y = _output.Data + (nint)sample * _output.SampleStride + (nint)pixel * _output.PixelStride;
                Multiply((float*)patches, stride, count, y);
            }
        }
    }

    public override void Backward(Worker worker, in Step step)
    {
        if (_transposed is not null)
        {
            (int first, int last) = worker.Share(_patchStride / Width);
            PanelTranspose.Run(_kernelRows.Value, _kernel.Rows, _kernel.Columns, _transposed.Pointer, first, last);
            worker.Meet();
        }

        (int start, int end) = worker.Share(step.Count);
        for (int sample = start; sample < end; sample++)
        {
            BackwardSample(worker, sample);
        }

        worker.Meet();
        _kernelGradient!.Apply(worker);
        _biasGradient!.Apply(worker);
    }

    private void BackwardSample(Worker worker, int sample)
    {
        float* slope = _output.Slope + (nint)sample * _output.SampleStride;
        if (_hasRelu)
        {
            Columns.MaskByPositive<TRow>(_output.Data + (nint)sample * _output.SampleStride, slope, Width, _output.RowsPerSample);
        }

        _biasGradient!.AddColumns(worker, slope, _output.PixelStride, _output.Pixels);
        if (_input.Gradient is not null)
        {
            new Span<float>(_input.Slope + (nint)sample * _input.SampleStride, _input.SampleStride).Clear();
        }

        for (int pixel = 0; pixel < _output.Pixels; pixel += _block)
        {
            int count = Math.Min(_block, _output.Pixels - pixel);
            float* dy = slope + (nint)pixel * _output.PixelStride;
            (nint patches, nint stride) = PatchesOf(worker, sample, pixel, count);
            AddKernelGradient(worker, (float*)patches, stride, count, dy);
            if (_input.Gradient is not null)
            {
                AddInputGradient(worker, sample, pixel, count, dy);
            }
        }
    }

    // dW += patches^T dy
    private void AddKernelGradient(Worker worker, float* patches, nint stride, int count, float* dy)
    {
        float* gradient = _kernelGradient!.PartOf(worker);
        for (int panel = 0; panel < _kernel.Panels; panel++)
        {
            Gemm.Run<TRow, AddEpilogue<TRow>>(
                patches, 1, stride, dy + panel * Width, _output.PixelStride, count, _kernel.Rows,
                new(gradient + (nint)panel * _kernel.Rows * Width, Width));
        }
    }

    // d(patches) = dy W^T, added onto the pixels that the patches came from
    private void AddInputGradient(Worker worker, int sample, int pixel, int count, float* dy)
    {
        float* patches = _slopes[worker.Index].Pointer;
        for (int panel = 0; panel < _patchStride / Width; panel++)
        {
            Gemm.Run<TRow, StoreEpilogue<TRow>>(
                dy, _output.PixelStride, 1, _transposed!.Pointer + (nint)panel * _kernel.Columns * Width, Width, _kernel.Columns, count,
                new(patches + panel * Width, _patchStride));
        }

        _reader.ScatterAdd<TRow>(patches, _patchStride, pixel, count, _input.Slope + (nint)sample * _input.SampleStride);
    }

    private void Multiply(float* patches, nint stride, int count, float* y)
    {
        for (int panel = 0; panel < _kernel.Panels; panel++)
        {
            float* weights = _kernelRows.Value + (nint)panel * _kernel.Rows * Width;
            float* bias = _biasRows.Value + panel * Width;
            if (_hasRelu)
            {
                Gemm.Run<TRow, BiasReluEpilogue<TRow>>(
                    patches, stride, 1, weights, Width, _kernel.Rows, count, new(y + panel * Width, _output.PixelStride, bias));
            }
            else
            {
                Gemm.Run<TRow, BiasEpilogue<TRow>>(
                    patches, stride, 1, weights, Width, _kernel.Rows, count, new(y + panel * Width, _output.PixelStride, bias));
            }
        }
    }

    private (nint Patches, nint Stride) PatchesOf(Worker worker, int sample, int pixel, int count)
    {
        float* x = _input.Data + (nint)sample * _input.SampleStride;
        if (_reader.IsDirect)
        {
            return ((nint)(x + (nint)pixel * _reader.PixelStride), _reader.PixelStride);
        }

        float* patches = _patches[worker.Index].Pointer;
        _reader.Gather<TRow>(x, pixel, count, patches, _patchStride);
        return ((nint)patches, _patchStride);
    }
}
