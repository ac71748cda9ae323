namespace Spotter.Learning.Execution;

/// <summary>Features to shares: y = e^x / sum e^x, with the greatest x taken off first.</summary>
internal sealed unsafe class SoftmaxOperation(Tensor input, Tensor output) : Operation
{
    public override void Forward(Worker worker, in Step step)
    {
        (int start, int end) = worker.Share(step.Count);
        for (int sample = start; sample < end; sample++)
        {
            var x = new ReadOnlySpan<float>(input.Data + (nint)sample * input.SampleStride, input.Channels);
            var y = new Span<float>(output.Data + (nint)sample * output.SampleStride, output.Channels);
            Apply(x, y);
        }
    }

    // dx = y (dy - sum y dy)
    public override void Backward(Worker worker, in Step step)
    {
        if (input.Gradient is null)
        {
            return;
        }

        (int start, int end) = worker.Share(step.Count);
        for (int sample = start; sample < end; sample++)
        {
            float* y = output.Data + (nint)sample * output.SampleStride;
            float* dy = output.Slope + (nint)sample * output.SampleStride;
            float* dx = input.Slope + (nint)sample * input.SampleStride;
            float dot = 0;
            for (int i = 0; i < input.Channels; i++)
            {
                dot += y[i] * dy[i];
            }

            for (int i = 0; i < input.Channels; i++)
            {
                dx[i] = y[i] * (dy[i] - dot);
            }
        }
    }

    public static void Apply(ReadOnlySpan<float> x, Span<float> y)
    {
        float greatest = float.NegativeInfinity;
        foreach (float value in x)
        {
            greatest = MathF.Max(greatest, value);
        }

        float sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            y[i] = MathF.Exp(x[i] - greatest);
            sum += y[i];
        }

        foreach (ref float value in y)
        {
            value /= sum;
        }
    }
}
