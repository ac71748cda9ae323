using Spotter.Learning.Kernels;
using Spotter.Networks.Kernels;
using Spotter.Networks.Operations;

namespace Spotter.Learning.Execution;

/// <summary>
/// Products of blocks of patches lead back as well: to the filters, and to the patches, which are added onto the
/// pixels they came from.
/// </summary>
internal sealed unsafe class LearningConvolution<TRow, TUpdate> : ConvolutionOperation<TRow>, ILearningOperation
    where TRow : struct, IRow<TRow>
    where TUpdate : struct, IUpdate<TRow>
{
    private const int Width = Row.Width;

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
        : base(input, output, parts, threads)
    {
        _slopes = input.Gradient is null ? [] : AlignedBuffer.Many(threads, Block * PatchStride);
        _transposed = input.Gradient is null ? null : new AlignedBuffer((long)PatchStride * Kernel.Columns);
        _kernelGradient = new(parts.Kernel, threads, updates);
        _biasGradient = new(parts.Bias, threads, updates);
    }

    public void Backward(Worker worker, int samples)
    {
        if (_transposed is not null)
        {
            (int first, int last) = worker.Share(PatchStride / Width);
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
        float* slope = Output.Slope + (nint)sample * Output.SampleStride;
        if (HasRelu)
        {
            Columns.MaskByPositive<TRow>(
                Output.Data + (nint)sample * Output.SampleStride,
                slope,
                Width,
                Output.RowsPerSample
            );
        }

        _biasGradient.AddColumns(worker, slope, Output.PixelStride, Output.Pixels);
        if (Input.Gradient is not null)
        {
            new Span<float>(Input.Slope + (nint)sample * Input.SampleStride, Input.SampleStride).Clear();
        }

        for (int pixel = 0; pixel < Output.Pixels; pixel += Block)
        {
            int count = Math.Min(Block, Output.Pixels - pixel);
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
        for (int panel = 0; panel < PatchStride / Width; panel++)
        {
            Gemm.Run<TRow, StoreEpilogue<TRow>>(
                dy,
                Output.PixelStride,
                1,
                _transposed!.Pointer + (nint)panel * Kernel.Columns * Width,
                Width,
                Kernel.Columns,
                count,
                new(patches + panel * Width, PatchStride)
            );
        }

        PatchScatter.Add<TRow>(
            Reader,
            patches,
            PatchStride,
            pixel,
            count,
            Input.Slope + (nint)sample * Input.SampleStride
        );
    }
}
