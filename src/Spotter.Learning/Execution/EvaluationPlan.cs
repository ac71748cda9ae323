using Spotter.Learning.Losses;
using Spotter.Networks;
using Spotter.Networks.Kernels;
using Spotter.Networks.Operations;

namespace Spotter.Learning.Execution;

/// <summary>A plan that compares what it answers with what it should.</summary>
internal sealed unsafe class EvaluationPlan : InferencePlan
{
    private readonly ILossOperation _lossOperation;

    public EvaluationPlan(Sequential network, int batch, int threads, Loss loss)
        : base(network, batch, threads)
    {
        _lossOperation = VectorWidths.Resolve(VectorWidth.Best) switch
        {
            VectorWidth.Bits512 => new LossOperation<Row512>(loss, Output, batch, Team.Count),
            VectorWidth.Bits256 => new LossOperation<Row256>(loss, Output, batch, Team.Count),
            _ => new LossOperation<Row128>(loss, Output, batch, Team.Count),
        };
    }

    /// <summary>
    /// Runs samples <paramref name="first"/> to first + count - 1 of a reader; count is at most the batch.
    /// </summary>
    /// <returns>The loss summed over them and how many are right.</returns>
    public (double Loss, int Correct) Run(ISampleReader reader, int first, int count, Span<float> outputs)
    {
        Team.Run(worker =>
        {
            (int start, int end) = worker.Share(count);
            for (int i = start; i < end; i++)
            {
                reader.ReadSample(first + i, worker.Index, Input.Data + (nint)i * Input.SampleStride);
                _lossOperation.ReadTarget(reader, first + i, i);
            }

            worker.Meet();
            Perform(worker, count);
            _lossOperation.Run(worker, count);
        });
        CopyOutputs(count, outputs);
        return _lossOperation.Total();
    }
}
