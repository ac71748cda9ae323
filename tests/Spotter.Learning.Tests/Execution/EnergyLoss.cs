using Spotter.Learning.Execution;
using Spotter.Networks.Kernels;
using Spotter.Networks.Operations;

namespace Spotter.Learning.Tests.Execution;

/// <summary>A loss of all numbers of all outputs, each with a factor of its own: the mean of y^2 / 2 + f y of each
/// output.</summary>
internal sealed class EnergyLoss : ILossFactory
{
    /// <summary>The sum over the samples.</summary>
    /// <param name="outputs">[output][sample][number].</param>
    public static double Of(double[][][] outputs) =>
        outputs
            .Select(
                (output, o) => output.Sum(sample => sample.Select((y, i) => y * y / 2 + Factor(o, i) * y).Average())
            )
            .Sum();

    public ILossOperation Create<TRow>(IReadOnlyList<Tensor> outputs, int batch, int threads)
        where TRow : struct, IRow<TRow> => new Operation(outputs);

    private static double Factor(int output, int index) => Math.Sin(output + 0.7 * index);

    private sealed unsafe class Operation(IReadOnlyList<Tensor> outputs) : ILossOperation
    {
        private double _loss;

        public void ReadTarget(ISampleReader reader, int position, int sample) { }

        public void Run(Worker worker, int samples)
        {
            if (worker.Index > 0)
            {
                return;
            }

            _loss = 0;
            for (int o = 0; o < outputs.Count; o++)
            {
                for (int sample = 0; sample < samples; sample++)
                {
                    Add(outputs[o], o, sample, samples);
                }
            }
        }

        public (double Loss, int Correct) Total() => (_loss, 0);

        private void Add(Tensor output, int number, int sample, int samples)
        {
            for (int i = 0; i < output.Shape.Length; i++)
            {
                (int pixel, int channel) = Math.DivRem(i, output.Channels);
                nint offset = (nint)sample * output.SampleStride + (nint)pixel * output.PixelStride + channel;
                double y = output.Data[offset];
                _loss += (y * y / 2 + Factor(number, i) * y) / output.Shape.Length;
                output.Slope[offset] = (float)((y + Factor(number, i)) / output.Shape.Length / samples);
            }
        }
    }
}
