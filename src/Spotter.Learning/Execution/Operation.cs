namespace Spotter.Learning.Execution;

/// <summary>
/// A step of a plan. Every worker calls it and does its share; the plan lets the workers meet between operations.
/// Buffers belong to the operation and are made once, for the largest batch.
/// </summary>
internal abstract class Operation
{
    public abstract void Forward(Worker worker, in Step step);

    /// <summary>Turns the gradient of the output into that of the input and moves the parameters. Inference has no such thing.</summary>
    public virtual void Backward(Worker worker, in Step step)
    {
    }
}

/// <summary>What a step works on.</summary>
/// <param name="Count">Samples in the batch, 1 to the plan's batch size.</param>
/// <param name="Number">Steps before this one since training began.</param>
/// <param name="Seed">The seed of the run.</param>
internal readonly record struct Step(int Count, long Number, long Seed);
