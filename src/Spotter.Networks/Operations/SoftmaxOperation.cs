namespace Spotter.Networks.Operations;

/// <summary>Features to shares: y = e^x / sum e^x, with the greatest x taken off first.</summary>
internal unsafe class SoftmaxOperation(Tensor input, Tensor output) : Operation(input, output)
{
    public override void Forward(Worker worker, int samples)
    {
        (int start, int end) = worker.Share(samples);
        for (int sample = start; sample < end; sample++)
        {
            var x = new ReadOnlySpan<float>(Input.Data + (nint)sample * Input.SampleStride, Input.Channels);
            var y = new Span<float>(Output.Data + (nint)sample * Output.SampleStride, Output.Channels);
            Apply(x, y);
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
