namespace Spotter.Workshop.Evaluations;

/// <summary>What an evaluation found out.</summary>
/// <param name="Classes">The classes that were looked for.</param>
/// <param name="Criterion">When a detection counted, in words.</param>
/// <param name="Models">Each model, in the order in which they were named.</param>
/// <param name="Problems">A line for each picture that could not be read.</param>
public sealed record EvaluationReport(
    IReadOnlyList<string> Classes,
    string Criterion,
    IReadOnlyList<ModelEvaluation> Models,
    IReadOnlyList<string> Problems
)
{
    /// <summary>Pictures that were searched.</summary>
    public int Pictures => Models[0].Pictures.Count;

    /// <summary>Things there were to find.</summary>
    public int Objects => Models[0].Curve.Objects;
}
