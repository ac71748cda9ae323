namespace Spotter.Networks.Operations;

/// <summary>Copies pixels whose channels are padded into features without gaps. (H, W, C) -> (H * W * C)</summary>
internal unsafe class FlattenOperation(Tensor input, Tensor output) : Operation(input, output)
{
    public override void Forward(Worker worker, int samples)
    {
        int channels = Input.Channels;
        (int start, int end) = worker.Share(samples);
        for (int sample = start; sample < end; sample++)
        {
            for (int pixel = 0; pixel < Input.Pixels; pixel++)
            {
                nint padded = (nint)sample * Input.SampleStride + (nint)pixel * Input.PixelStride;
                nint dense = (nint)sample * Output.SampleStride + (nint)pixel * channels;
                new ReadOnlySpan<float>(Input.Data + padded, channels).CopyTo(
                    new Span<float>(Output.Data + dense, channels)
                );
            }
        }
    }
}

/// <summary>Gives the pixels of the network's input whole rows of sixteen channels.</summary>
internal sealed unsafe class PadChannelsOperation(Tensor input, Tensor output) : Operation(input, output)
{
    public override void Forward(Worker worker, int samples)
    {
        (int start, int end) = worker.Share(samples);
        for (int sample = start; sample < end; sample++)
        {
            for (int pixel = 0; pixel < Input.Pixels; pixel++)
            {
                float* from = Input.Data + (nint)sample * Input.SampleStride + (nint)pixel * Input.PixelStride;
                float* to = Output.Data + (nint)sample * Output.SampleStride + (nint)pixel * Output.PixelStride;
                new ReadOnlySpan<float>(from, Input.Channels).CopyTo(new Span<float>(to, Input.Channels));
            }
        }
    }
}
