using Spotter.Learning.Losses;
using Spotter.Networks;
using Spotter.Networks.Kernels;
using Spotter.Networks.Operations;

namespace Spotter.Learning.Execution;

/// <summary>Compares the outputs with the targets: the loss of the batch, and the gradient that goes back.</summary>
internal sealed unsafe class LossOperation<TRow> : ILossOperation
    where TRow : struct, IRow<TRow>
{
    private const int Width = Row.Width;
    private const float Hidden = -1e30f;

    private readonly Loss _loss;
    private readonly Tensor _output;
    private readonly int _outputs;
    private readonly AlignedBuffer _targets;
    private readonly AlignedBuffer _weights;
    private readonly AlignedBuffer _mask;
    private readonly AlignedBuffer _slope;
    private readonly WorkerSum[] _sums;

    public LossOperation(Loss loss, Tensor output, int batch, int threads)
    {
        _loss = loss;
        _output = output;
        _outputs = output.Channels;
        TargetStride = Tensor.RoundUp(_outputs);
        _targets = new AlignedBuffer((long)batch * TargetStride);
        _weights = new AlignedBuffer(batch);
        _mask = new AlignedBuffer(TargetStride);
        _mask.Span[_outputs..].Fill(Hidden);
        _sums = new WorkerSum[threads];

        // Evaluation has no way back; the gradient goes nowhere.
        _slope = output.Gradient ?? new AlignedBuffer(output.Value.Length);
    }

    private int TargetStride { get; }

    public void ReadTarget(ISampleReader reader, int position, int sample)
    {
        var target = new Span<float>(_targets.Pointer + (nint)sample * TargetStride, _outputs);
        _weights.Pointer[sample] = ((IClassSampleReader)reader).ReadTarget(position, _loss, target);
    }

    /// <summary>
    /// The loss summed over the batch and the samples whose greatest output is right, added in the order of the
    /// workers.
    /// </summary>
    public (double Loss, int Correct) Total()
    {
        double loss = 0;
        int correct = 0;
        foreach (WorkerSum sum in _sums)
        {
            loss += sum.Loss;
            correct += sum.Correct;
        }

        return (loss, correct);
    }

    public void Run(Worker worker, int samples)
    {
        (int start, int end) = worker.Share(samples);
        float share = 1f / samples;
        double loss = 0;
        int correct = 0;
        for (int sample = start; sample < end; sample++)
        {
            float* output = _output.Data + (nint)sample * _output.SampleStride;
            float* slope = _slope.Pointer + (nint)sample * _output.SampleStride;
            float* target = _targets.Pointer + (nint)sample * TargetStride;
            float weight = _weights.Pointer[sample];
            correct += IsCorrect(new(output, _outputs), new(target, _outputs)) ? 1 : 0;
            loss +=
                weight
                * (
                    _loss switch
                    {
                        SparseCategoricalCrossEntropy { FromLogits: true }
                        or CategoricalCrossEntropy { FromLogits: true } => SoftmaxCrossEntropy(
                            output,
                            target,
                            slope,
                            weight * share
                        ),
                        SparseCategoricalCrossEntropy or CategoricalCrossEntropy => CrossEntropy(
                            output,
                            target,
                            slope,
                            weight * share
                        ),
                        BinaryCrossEntropy { FromLogits: true } => SigmoidCrossEntropy(
                            output,
                            target,
                            slope,
                            weight * share
                        ),
                        BinaryCrossEntropy => BinaryEntropy(output, target, slope, weight * share),
                        _ => SquaredError(output, target, slope, weight * share),
                    }
                );
        }

        _sums[worker.Part] = new WorkerSum(loss, correct);
    }

    private bool IsCorrect(ReadOnlySpan<float> output, ReadOnlySpan<float> target)
    {
        if (_outputs == 1)
        {
            return output[0] > (_loss.TakesLogits ? 0f : 0.5f) == target[0] > 0.5f;
        }

        return ImageClassifier.IndexOfGreatest(output) == ImageClassifier.IndexOfGreatest(target);
    }

    // loss = sum t (log sum e^z - z), slope = softmax(z) sum t - t; the greatest z is taken off first so that nothing
    // overflows.
    private double SoftmaxCrossEntropy(float* output, float* target, float* slope, float scale)
    {
        TRow greatest = TRow.Create(Hidden);
        for (int i = 0; i < TargetStride; i += Width)
        {
            greatest = TRow.Max(greatest, TRow.Add(TRow.Load(output + i), TRow.Load(_mask.Pointer + i)));
        }

        float top = TRow.MaxLane(greatest);
        TRow exponentials = TRow.Zero;
        TRow targets = TRow.Zero;
        TRow products = TRow.Zero;
        for (int i = 0; i < TargetStride; i += Width)
        {
            TRow shifted = TRow.Subtract(
                TRow.Add(TRow.Load(output + i), TRow.Load(_mask.Pointer + i)),
                TRow.Create(top)
            );
            TRow exponential = RowMath.FlushTiny(RowMath.Exp(shifted));
            TRow.Store(exponential, slope + i);
            exponentials = TRow.Add(exponentials, exponential);
            targets = TRow.Add(targets, TRow.Load(target + i));
            products = TRow.MultiplyAdd(TRow.Load(target + i), shifted, products);
        }

        float whole = TRow.Sum(exponentials);
        float mass = TRow.Sum(targets);
        TRow factor = TRow.Create(scale * mass / whole);
        for (int i = 0; i < TargetStride; i += Width)
        {
            TRow gradient = TRow.Multiply(TRow.Load(slope + i), factor);
            TRow.Store(TRow.MultiplyAdd(TRow.Load(target + i), TRow.Create(-scale), gradient), slope + i);
        }

        return mass * Math.Log(whole) - TRow.Sum(products);
    }

    private double CrossEntropy(float* output, float* target, float* slope, float scale)
    {
        double loss = 0;
        for (int i = 0; i < _outputs; i++)
        {
            float p = Math.Clamp(output[i], 1e-7f, 1f);
            loss -= target[i] * Math.Log(p);
            slope[i] = -target[i] / p * scale;
        }

        return loss;
    }

    // log(1 + e^z) - t z, in the form that does not overflow for either sign of z.
    private double SigmoidCrossEntropy(float* output, float* target, float* slope, float scale)
    {
        double loss = 0;
        for (int i = 0; i < _outputs; i++)
        {
            double z = output[i];
            loss += Math.Max(z, 0) - z * target[i] + Math.Log(1 + Math.Exp(-Math.Abs(z)));
            slope[i] = (float)((1 / (1 + Math.Exp(-z)) - target[i]) * scale / _outputs);
        }

        return loss / _outputs;
    }

    private double BinaryEntropy(float* output, float* target, float* slope, float scale)
    {
        double loss = 0;
        for (int i = 0; i < _outputs; i++)
        {
            double p = Math.Clamp(output[i], 1e-7, 1 - 1e-7);
            loss -= target[i] * Math.Log(p) + (1 - target[i]) * Math.Log(1 - p);
            slope[i] = (float)((p - target[i]) / (p * (1 - p)) * scale / _outputs);
        }

        return loss / _outputs;
    }

    private double SquaredError(float* output, float* target, float* slope, float scale)
    {
        double loss = 0;
        for (int i = 0; i < _outputs; i++)
        {
            double distance = (double)output[i] - target[i];
            loss += distance * distance;
            slope[i] = (float)(2 * distance * scale / _outputs);
        }

        return loss / _outputs;
    }

    private readonly record struct WorkerSum(double Loss, int Correct);
}
