using Spotter.Networks.Kernels;
using Spotter.Networks.Operations;

namespace Spotter.Learning.Execution;

/// <summary>The end of a plan: what compares its outputs with what they should be, and where gradients begin.</summary>
internal interface ILossOperation
{
    /// <summary>Reads what the outputs of a sample should be. Several workers read at the same time.</summary>
    /// <param name="reader">Where samples come from: of the kind that the loss compares with.</param>
    /// <param name="position">Place in the order of the epoch.</param>
    /// <param name="sample">Number of the sample in the batch.</param>
    void ReadTarget(ISampleReader reader, int position, int sample);

    /// <summary>Every worker computes the loss of its samples, and the gradients of all outputs.</summary>
    void Run(Worker worker, int samples);

    /// <summary>The loss summed over the samples of the batch, and how many of them are right.</summary>
    (double Loss, int Correct) Total();
}

/// <summary>Makes the end of a plan, whatever the width of its registers.</summary>
internal interface ILossFactory
{
    /// <param name="outputs">The outputs of the network, with gradients unless nobody learns.</param>
    /// <param name="batch">The most samples of a step.</param>
    /// <param name="threads">Workers.</param>
    ILossOperation Create<TRow>(IReadOnlyList<Tensor> outputs, int batch, int threads)
        where TRow : struct, IRow<TRow>;
}
