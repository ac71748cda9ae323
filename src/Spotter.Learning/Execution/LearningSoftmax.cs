using Spotter.Networks.Operations;

namespace Spotter.Learning.Execution;

/// <summary>dx = y (dy - sum y dy).</summary>
internal sealed unsafe class LearningSoftmax(Tensor input, Tensor output)
    : SoftmaxOperation(input, output),
        ILearningOperation
{
    // dx = y (dy - sum y dy)
    public void Backward(Worker worker, int samples)
    {
        if (Input.Gradient is null)
        {
            return;
        }

        (int start, int end) = worker.Share(samples);
        for (int sample = start; sample < end; sample++)
        {
            float* y = Output.Data + (nint)sample * Output.SampleStride;
            float* dy = Output.Slope + (nint)sample * Output.SampleStride;
            float* dx = Input.Slope + (nint)sample * Input.SampleStride;
            float dot = 0;
            for (int i = 0; i < Input.Channels; i++)
            {
                dot += y[i] * dy[i];
            }

            for (int i = 0; i < Input.Channels; i++)
            {
                dx[i] = y[i] * (dy[i] - dot);
            }
        }
    }
}
