using Spotter.Networks.Operations;

namespace Spotter.Learning.Execution;

/// <summary>Gradients go back to pixels whose channels are padded.</summary>
internal sealed unsafe class LearningFlatten(Tensor input, Tensor output)
    : FlattenOperation(input, output),
        ILearningOperation
{
    public void Backward(Worker worker, int samples)
    {
        if (Input.Gradient is null)
        {
            return;
        }

        int channels = Input.Channels;
        (int start, int end) = worker.Share(samples);
        for (int sample = start; sample < end; sample++)
        {
            for (int pixel = 0; pixel < Input.Pixels; pixel++)
            {
                nint padded = (nint)sample * Input.SampleStride + (nint)pixel * Input.PixelStride;
                nint dense = (nint)sample * Output.SampleStride + (nint)pixel * channels;
                new ReadOnlySpan<float>(Output.Slope + dense, channels).CopyTo(
                    new Span<float>(Input.Slope + padded, channels)
                );
            }
        }
    }
}
