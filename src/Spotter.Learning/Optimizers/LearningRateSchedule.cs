using System.Text.Json.Serialization;

namespace Spotter.Learning.Optimizers;

/// <summary>How the learning rate changes during a run: a factor on the optimizer's own rate, for each step.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "schedule")]
[JsonDerivedType(typeof(ConstantRate), "constant")]
[JsonDerivedType(typeof(StepDecay), "step")]
[JsonDerivedType(typeof(CosineDecay), "cosine")]
[JsonDerivedType(typeof(WarmUp), "warm_up")]
[JsonDerivedType(typeof(OneCycle), "one_cycle")]
public abstract record LearningRateSchedule
{
    private protected LearningRateSchedule() { }

    /// <summary>The factor for one step.</summary>
    /// <param name="epoch">Epochs done, with the part of the one in progress: 0 at the first step, below
    /// <paramref name="epochs"/> at the last.</param>
    /// <param name="epochs">Epochs of the whole run.</param>
    public abstract double Factor(double epoch, int epochs);

    /// <exception cref="ArgumentException">A number is out of range.</exception>
    internal virtual void Check() { }

    // From 1 to 0 along half a cosine while the share goes from 0 to 1.
    private protected static double Cosine(double share) => 0.5 * (1 + Math.Cos(Math.PI * Math.Clamp(share, 0, 1)));
}

/// <summary>The same rate at every step.</summary>
public sealed record ConstantRate : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double Factor(double epoch, int epochs) => 1;
}

/// <summary>Multiplies the rate by a factor every so many epochs.</summary>
/// <param name="EveryEpochs">Epochs between changes, at least 1.</param>
/// <param name="By">The factor, above 0.</param>
public sealed record StepDecay(int EveryEpochs, double By = 0.1) : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double Factor(double epoch, int epochs) => Math.Pow(By, Math.Floor(epoch / EveryEpochs));

    internal override void Check()
    {
        if (EveryEpochs < 1 || !(By > 0 && double.IsFinite(By)))
        {
            throw new ArgumentException(
                $"a step schedule needs at least 1 epoch and a factor above 0, got {EveryEpochs} and {By}"
            );
        }
    }
}

/// <summary>Lowers the rate along half a cosine over the run (Loshchilov and Hutter, 2017).</summary>
/// <param name="FinalShare">The share of the rate that is left at the end, 0 to 1.</param>
public sealed record CosineDecay(double FinalShare = 0) : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double Factor(double epoch, int epochs) => FinalShare + (1 - FinalShare) * Cosine(epoch / epochs);

    internal override void Check()
    {
        if (!(FinalShare is >= 0 and <= 1))
        {
            throw new ArgumentException($"the final share of a cosine schedule must be 0 to 1, got {FinalShare}");
        }
    }
}

/// <summary>Raises the rate evenly over the first epochs, then follows another schedule for the rest.</summary>
/// <param name="Epochs">Length of the warm-up in epochs, above 0; may be a fraction.</param>
/// <param name="Then">What follows; constant when null.</param>
public sealed record WarmUp(double Epochs, LearningRateSchedule? Then = null) : LearningRateSchedule
{
    private const double FirstShare = 0.01;

    /// <inheritdoc/>
    public override double Factor(double epoch, int epochs)
    {
        double factor = Then?.Factor(Math.Max(0, epoch - Epochs), Math.Max(1, (int)Math.Ceiling(epochs - Epochs))) ?? 1;
        return epoch >= Epochs ? factor : factor * (FirstShare + (1 - FirstShare) * epoch / Epochs);
    }

    internal override void Check()
    {
        Then?.Check();
        if (!(Epochs > 0 && double.IsFinite(Epochs)))
        {
            throw new ArgumentException($"a warm-up must be longer than 0 epochs, got {Epochs}");
        }
    }
}

/// <summary>
/// Up to the optimizer's rate, then down to almost nothing, both along half a cosine (Smith and Topin, 2019).
/// </summary>
/// <param name="RisingShare">The share of the run that goes up, above 0 and below 1.</param>
/// <param name="FirstDivisor">The first rate is the optimizer's divided by this, at least 1.</param>
/// <param name="LastDivisor">The last rate is the first divided by this, at least 1.</param>
public sealed record OneCycle(double RisingShare = 0.3, double FirstDivisor = 25, double LastDivisor = 10_000)
    : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double Factor(double epoch, int epochs)
    {
        double first = 1 / FirstDivisor;
        double last = first / LastDivisor;
        double share = epoch / epochs;
        return share < RisingShare
            ? 1 + (first - 1) * Cosine(share / RisingShare)
            : last + (1 - last) * Cosine((share - RisingShare) / (1 - RisingShare));
    }

    internal override void Check()
    {
        if (!(RisingShare is > 0 and < 1) || !(FirstDivisor >= 1) || !(LastDivisor >= 1))
        {
            throw new ArgumentException(
                $"a one-cycle schedule needs a rising share above 0 and below 1 and divisors of at least 1, got "
                    + $"{RisingShare}, {FirstDivisor}, {LastDivisor}"
            );
        }
    }
}
