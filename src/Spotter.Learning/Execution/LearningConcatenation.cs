using Spotter.Networks.Operations;

namespace Spotter.Learning.Execution;

/// <summary>Each input gets the gradients of its own channels.</summary>
internal sealed unsafe class LearningConcatenation(IReadOnlyList<Tensor> inputs, Tensor output)
    : ConcatenateOperation(inputs, output),
        ILearningOperation
{
    public void Backward(Worker worker, int samples)
    {
        (int start, int end) = worker.Share(samples);
        for (int sample = start; sample < end; sample++)
        {
            float* dy = Output.Slope + (nint)sample * Output.SampleStride;
            foreach (Tensor input in Inputs)
            {
                if (input.Gradient is not null)
                {
                    float* dx = input.Slope + (nint)sample * input.SampleStride;
                    Copy(dy, Output.PixelStride, dx, input.PixelStride, input.Channels, 0, Output.Pixels);
                }

                dy += input.Channels;
            }
        }
    }
}
