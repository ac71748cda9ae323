namespace Spotter.Learning.Execution;

/// <summary>Copies pixels whose channels are padded into features without gaps. (H, W, C) -> (H * W * C)</summary>
internal sealed unsafe class FlattenOperation(Tensor input, Tensor output) : Operation
{
    public override void Forward(Worker worker, in Step step) => Copy(worker, step, back: false);

    public override void Backward(Worker worker, in Step step)
    {
        if (input.Gradient is not null)
        {
            Copy(worker, step, back: true);
        }
    }

    private void Copy(Worker worker, in Step step, bool back)
    {
        int channels = input.Channels;
        (int start, int end) = worker.Share(step.Count);
        for (int sample = start; sample < end; sample++)
        {
            for (int pixel = 0; pixel < input.Pixels; pixel++)
            {
                nint padded = (nint)sample * input.SampleStride + (nint)pixel * input.PixelStride;
                nint dense = (nint)sample * output.SampleStride + (nint)pixel * channels;
                if (back)
                {
                    new ReadOnlySpan<float>(output.Slope + dense, channels).CopyTo(new Span<float>(input.Slope + padded, channels));
                }
                else
                {
                    new ReadOnlySpan<float>(input.Data + padded, channels).CopyTo(new Span<float>(output.Data + dense, channels));
                }
            }
        }
    }
}

/// <summary>Gives the pixels of the network's input whole rows of sixteen channels.</summary>
internal sealed unsafe class PadChannelsOperation(Tensor input, Tensor output) : Operation
{
    public override void Forward(Worker worker, in Step step)
    {
        (int start, int end) = worker.Share(step.Count);
        for (int sample = start; sample < end; sample++)
        {
            for (int pixel = 0; pixel < input.Pixels; pixel++)
            {
                float* from = input.Data + (nint)sample * input.SampleStride + (nint)pixel * input.PixelStride;
                float* to = output.Data + (nint)sample * output.SampleStride + (nint)pixel * output.PixelStride;
                new ReadOnlySpan<float>(from, input.Channels).CopyTo(new Span<float>(to, input.Channels));
            }
        }
    }
}
