namespace Spotter.Networks.Operations;

/// <summary>
/// A step of a plan. Every worker calls it and does its share; the plan lets the workers meet between steps. Buffers
/// belong to the step and are made once, for the largest batch.
/// </summary>
internal abstract class Step
{
    /// <summary>
    /// Parts that threads may take one after another; at least one a thread, and more where there is much to do, so
    /// that nobody waits long for the last.
    /// </summary>
    /// <param name="threads">Threads that may take part.</param>
    /// <param name="samples">Samples in the batch.</param>
    public virtual int PartsFor(int threads, int samples) => threads;

    /// <param name="worker">Who works.</param>
    /// <param name="samples">Samples in the batch, 1 to the plan's batch size.</param>
    public abstract void Forward(Worker worker, int samples);
}

/// <summary>A step from one tensor to another.</summary>
/// <param name="input">What it reads.</param>
/// <param name="output">What it writes.</param>
internal abstract class Operation(Tensor input, Tensor output) : Step
{
    protected Tensor Input { get; } = input;

    protected Tensor Output { get; } = output;
}
