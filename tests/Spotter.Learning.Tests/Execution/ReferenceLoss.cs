using Spotter.Learning.Losses;
using Spotter.Networks.Tests.Operations;

namespace Spotter.Learning.Tests.Execution;

/// <summary>The definition of every loss, in double precision.</summary>
internal static class ReferenceLoss
{
    public static double Of(double[][] outputs, Loss loss, int[] labels)
    {
        double sum = 0;
        for (int i = 0; i < outputs.Length; i++)
        {
            var target = new float[outputs[i].Length];
            double weight = loss.EncodeLabel(labels[i], target);
            sum += weight * LossOf(loss, outputs[i], target);
        }

        return sum / outputs.Length;
    }

    private static double LossOf(Loss loss, double[] y, float[] t)
    {
        switch (loss)
        {
            case SparseCategoricalCrossEntropy { FromLogits: true } or CategoricalCrossEntropy { FromLogits: true }:
                double[] p = ReferenceNetwork.Softmax(y);
                return -p.Select((value, i) => t[i] * Math.Log(value)).Sum();
            case SparseCategoricalCrossEntropy or CategoricalCrossEntropy:
                return -y.Select((value, i) => t[i] * Math.Log(value)).Sum();
            case BinaryCrossEntropy binary:
                return -y.Select(
                        (value, i) =>
                        {
                            double q = binary.FromLogits ? 1 / (1 + Math.Exp(-value)) : value;
                            return t[i] * Math.Log(q) + (1 - t[i]) * Math.Log(1 - q);
                        }
                    )
                    .Average();
            default:
                return y.Select((value, i) => (value - t[i]) * (value - t[i])).Average();
        }
    }
}
