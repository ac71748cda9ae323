using Spotter.Learning.Losses;
using Spotter.Networks;
using Spotter.Networks.Kernels;
using Spotter.Networks.Operations;

namespace Spotter.Learning.Execution;

/// <summary>A plan that compares what it answers with what it should.</summary>
internal sealed unsafe class EvaluationPlan : InferencePlan
{
    private readonly ILossOperation _loss;
    private readonly ReadStep _read;
    private readonly Operation[] _steps;

    public EvaluationPlan(Sequential network, int batch, int threads, Loss loss)
        : base(network, batch, threads)
    {
        _loss = VectorWidths.Resolve(VectorWidth.Best) switch
        {
            VectorWidth.Bits512 => new LossOperation<Row512>(loss, Output, batch, Threads),
            VectorWidth.Bits256 => new LossOperation<Row256>(loss, Output, batch, Threads),
            _ => new LossOperation<Row128>(loss, Output, batch, Threads),
        };
        _read = new ReadStep(Input, _loss);
        _steps = [_read, .. Operations, new LossStep(Output, _loss)];
    }

    /// <summary>
    /// Runs samples <paramref name="first"/> to first + count - 1 of a reader; count is at most the batch.
    /// </summary>
    /// <returns>The loss summed over them and how many are right.</returns>
    public (double Loss, int Correct) Run(IClassSampleReader reader, int first, int count, Span<float> outputs)
    {
        _read.Set(reader, first);
        Run(_steps, count);
        CopyOutputs(count, outputs);
        return _loss.Total();
    }

    private sealed class ReadStep(Tensor input, ILossOperation loss) : Operation(input, input)
    {
        private ISampleReader? _reader;
        private int _first;

        public void Set(ISampleReader reader, int first) => (_reader, _first) = (reader, first);

        public override void Forward(Worker worker, int samples)
        {
            (int start, int end) = worker.Share(samples);
            for (int i = start; i < end; i++)
            {
                _reader!.ReadSample(_first + i, worker.Index, Input.Data + (nint)i * Input.SampleStride);
                loss.ReadTarget(_reader, _first + i, i);
            }
        }
    }

    private sealed class LossStep(Tensor output, ILossOperation loss) : Operation(output, output)
    {
        public override void Forward(Worker worker, int samples) => loss.Run(worker, samples);
    }
}
