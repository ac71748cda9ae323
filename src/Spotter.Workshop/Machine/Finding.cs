namespace Spotter.Workshop.Machine;

/// <summary>One thing that the doctor looked at.</summary>
/// <param name="Subject">What.</param>
/// <param name="IsFine">Whether it is as it should be.</param>
/// <param name="Detail">What was found.</param>
/// <param name="Advice">What to do; null where nothing needs doing.</param>
public sealed record Finding(string Subject, bool IsFine, string Detail, string? Advice = null);
