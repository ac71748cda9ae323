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

    // Below one gradient in this many, products with single ones are faster than with all of them.
    private const int DenseFrom = 4;

    // For smaller kernels, looking at every gradient costs more than multiplying with it.
    private const int SparseFrom = 64;

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
    private readonly SparseSlopes[] _sparse;
    private readonly AlignedBuffer[] _sparseGradients;
    private readonly AlignedBuffer[] _untransposed;
    private readonly bool[] _usedSparse;
    private readonly bool _canBeSparse;
    private readonly int _patchStride;
    private readonly int _block;

    public ConvolutionOperation(
        Tensor input, Tensor output, Window window, Parameter kernel, Parameter bias, bool hasRelu, int threads, bool isTraining, UpdateSource<TUpdate> updates)
    {
        _input = input;
        _output = output;
        _kernel = kernel;
        _hasRelu = hasRelu;
        _reader = new PatchReader(window, input);
        _kernelRows = updates.RowsOf(kernel);
        _biasRows = updates.RowsOf(bias);
        _patchStride = Tensor.RoundUp(_reader.Length);
        _block = Math.Clamp(BlockFloats / _patchStride / ShortestBlock * ShortestBlock, ShortestBlock, LongestBlock);
        _patches = MakeScratch(threads, _block * _patchStride + Width);
        _slopes = input.Gradient is null ? [] : MakeScratch(threads, _block * _patchStride);
        _transposed = input.Gradient is null ? null : new AlignedBuffer((long)_patchStride * kernel.Columns);
        int workers = isTraining ? threads : 0;
        _sparse = new SparseSlopes[workers];
        for (int i = 0; i < workers; i++)
        {
            _sparse[i] = new SparseSlopes(kernel.Columns, _block);
        }

        _sparseGradients = MakeScratch(workers, _patchStride * kernel.Columns);
        _untransposed = MakeScratch(workers, kernel.Packed.Length);
        _usedSparse = new bool[workers];
        _canBeSparse = kernel.Rows >= SparseFrom && (input.HasWholeRows || !_reader.IsDirect);
        _kernelGradient = isTraining ? new(kernel, threads, updates) : null;
        _biasGradient = isTraining ? new(bias, threads, updates) : null;
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

        AddSparseGradient(worker);
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

        float* bias = _biasGradient!.PartOf(worker);
        for (int panel = 0; panel < _kernel.Panels; panel++)
        {
            TRow sum = Columns.Sum<TRow>(slope + panel * Width, _output.PixelStride, _output.Pixels);
            TRow.Store(TRow.Add(TRow.Load(bias + panel * Width), sum), bias + panel * Width);
        }

        if (_input.Gradient is not null)
        {
            new Span<float>(_input.Slope + (nint)sample * _input.SampleStride, _input.SampleStride).Clear();
        }

        for (int pixel = 0; pixel < _output.Pixels; pixel += _block)
        {
            int count = Math.Min(_block, _output.Pixels - pixel);
            float* dy = slope + (nint)pixel * _output.PixelStride;
            (nint patches, nint stride) = PatchesOf(worker, sample, pixel, count);
            SparseSlopes sparse = _sparse[worker.Index];
            bool isSparse = _canBeSparse && sparse.TryCollect(
                dy, _output.PixelStride, count, (int)stride, Width, count * _kernel.Columns / DenseFrom);
            if (isSparse)
            {
                AddKernelGradient(worker, sparse, (float*)patches);
            }
            else
            {
                AddKernelGradient(worker, (float*)patches, stride, count, dy);
            }

            if (_input.Gradient is not null)
            {
                AddInputGradient(worker, isSparse ? sparse : null, sample, pixel, count, dy);
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

    // The same, filter by filter, into a gradient that lies filter by filter.
    private void AddKernelGradient(Worker worker, SparseSlopes sparse, float* patches)
    {
        _usedSparse[worker.Index] = true;
        float* gradient = _sparseGradients[worker.Index].Pointer;
        for (int filter = 0; filter < _kernel.Columns; filter++)
        {
            int count = sparse.OfChannel(filter, out int* offsets, out float* slopes);
            if (count > 0)
            {
                SparseSums.Add<TRow>(
                    gradient + (nint)filter * Width, (nint)_kernel.Columns * Width, patches, Width, _patchStride / Width, offsets, slopes, count);
            }
        }
    }

    // d(patches) = dy W^T, added onto the pixels that the patches came from
    private void AddInputGradient(Worker worker, SparseSlopes? sparse, int sample, int pixel, int count, float* dy)
    {
        float* patches = _slopes[worker.Index].Pointer;
        if (sparse is not null)
        {
            new Span<float>(patches, count * _patchStride).Clear();
            for (int i = 0; i < count; i++)
            {
                int entries = sparse.OfPixel(i, out int* offsets, out float* slopes);
                SparseSums.Add<TRow>(
                    patches + (nint)i * _patchStride, Width, _transposed!.Pointer, (nint)_kernel.Columns * Width, _patchStride / Width, offsets, slopes, entries);
            }
        }
        else
        {
            for (int panel = 0; panel < _patchStride / Width; panel++)
            {
                Gemm.Run<TRow, StoreEpilogue<TRow>>(
                    dy, _output.PixelStride, 1, _transposed!.Pointer + (nint)panel * _kernel.Columns * Width, Width, _kernel.Columns, count,
                    new(patches + panel * Width, _patchStride));
            }
        }

        _reader.ScatterAdd<TRow>(patches, _patchStride, pixel, count, _input.Slope + (nint)sample * _input.SampleStride);
    }

    // Turns the gradient that lies filter by filter, once a step, into the order of the weights.
    private void AddSparseGradient(Worker worker)
    {
        if (!_usedSparse[worker.Index])
        {
            return;
        }

        _usedSparse[worker.Index] = false;
        AlignedBuffer gradient = _sparseGradients[worker.Index];
        AlignedBuffer ordered = _untransposed[worker.Index];
        PanelTranspose.Run(gradient.Pointer, _kernel.Columns, _kernel.Rows, ordered.Pointer, 0, _kernel.Panels);
        Columns.Add<TRow>(ordered.Pointer, _kernelGradient!.PartOf(worker), ordered.Length / Width);
        gradient.Span.Clear();
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

    private static AlignedBuffer[] MakeScratch(int threads, int length)
    {
        var scratch = new AlignedBuffer[threads];
        for (int i = 0; i < threads; i++)
        {
            scratch[i] = new AlignedBuffer(length);
        }

        return scratch;
    }
}
