using Spotter.Networks.Kernels;
using Spotter.Networks.Layers;
using Spotter.Networks.Weights;

namespace Spotter.Networks.Operations;

/// <summary>
/// y = x W + b, with ReLU if asked. Workers own panels of outputs, or samples where there are few panels: the weights
/// of a panel stay in one core's cache.
/// </summary>
internal unsafe class DenseOperation<TRow> : Operation
    where TRow : struct, IRow<TRow>
{
    private const int Width = Row.Width;

    private readonly Parameter _bias;
    private readonly int _inputs;

    public DenseOperation(Tensor input, Tensor output, Parameter kernel, Parameter bias, bool hasRelu)
        : base(input, output)
    {
        Kernel = kernel;
        _bias = bias;
        HasRelu = hasRelu;
        _inputs = kernel.Rows;
        Panels = kernel.Panels;
    }

    protected Parameter Kernel { get; }

    protected bool HasRelu { get; }

    protected int Panels { get; }

    public override void Forward(Worker worker, int samples)
    {
        // Few panels do not divide evenly among the workers; samples do.
        bool byPanels = DividesEvenly(worker);
        (int firstPanel, int endPanel) = byPanels ? worker.Share(Panels) : (0, Panels);
        (int first, int end) = byPanels ? (0, samples) : worker.Share(samples, 4);
        float* x = Input.Data + (nint)first * Input.SampleStride;
        for (int panel = firstPanel; panel < endPanel; panel++)
        {
            float* weights = Kernel.Packed.Pointer + (nint)panel * _inputs * Width;
            float* bias = _bias.Packed.Pointer + panel * Width;
            float* y = Output.Data + (nint)first * Output.SampleStride + panel * Width;
            if (HasRelu)
            {
                Gemm.Run<TRow, BiasReluEpilogue<TRow>>(
                    x,
                    Input.SampleStride,
                    1,
                    weights,
                    Width,
                    _inputs,
                    end - first,
                    new(y, Output.SampleStride, bias)
                );
            }
            else
            {
                Gemm.Run<TRow, BiasEpilogue<TRow>>(
                    x,
                    Input.SampleStride,
                    1,
                    weights,
                    Width,
                    _inputs,
                    end - first,
                    new(y, Output.SampleStride, bias)
                );
            }
        }
    }

    protected bool DividesEvenly(Worker worker) => Panels % worker.Count == 0 || Panels >= 4 * worker.Count;
}
