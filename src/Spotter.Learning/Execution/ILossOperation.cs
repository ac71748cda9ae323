using Spotter.Networks.Operations;

namespace Spotter.Learning.Execution;

/// <summary>The end of a plan, whatever the width of its registers.</summary>
internal interface ILossOperation
{
    /// <summary>Room for what the outputs of a sample should be.</summary>
    Span<float> TargetOf(int sample);

    void SetWeight(int sample, float weight);

    void Run(Worker worker, int samples);

    (double Loss, int Correct) Total();
}
