using Spotter.Networks.Operations;

namespace Spotter.Learning.Execution;

/// <summary>A step of a plan that has a way back.</summary>
internal interface ILearningOperation
{
    /// <summary>Turns the gradient of the output into that of the input and moves the parameters.</summary>
    /// <param name="worker">Who works; the plan lets the workers meet afterwards.</param>
    /// <param name="samples">Samples in the batch, 1 to the plan's batch size.</param>
    void Backward(Worker worker, int samples);
}
