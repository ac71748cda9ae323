using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Spotter.Learning.Execution;
using Spotter.Learning.Optimizers;
using Spotter.Networks;
using Spotter.Networks.Graphs;
using Spotter.Networks.Kernels;
using Spotter.Networks.Layers;
using Spotter.Networks.Operations;
using Spotter.Networks.Weights;
using Spotter.Vision.Networks;

namespace Spotter.Learning.Detectors.Networks;

/// <summary>Where a training is.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">Of the whole run.</param>
/// <param name="ScoreLoss">A running mean.</param>
/// <param name="BoxLoss">A running mean of 1 - GIoU.</param>
/// <param name="LearningRate">Of the last step.</param>
/// <param name="SamplesASecond">Since the run began.</param>
/// <param name="Remaining">Expected time to the end.</param>
internal sealed record NetworkTrainingProgress(
    int Step,
    int Steps,
    double ScoreLoss,
    double BoxLoss,
    double LearningRate,
    double SamplesASecond,
    TimeSpan Remaining
);

/// <summary>Fits a network to scenes.</summary>
/// <param name="scenes">In the order of <paramref name="pixels"/>.</param>
/// <param name="pixels">Their pictures.</param>
/// <param name="crops">Crops of objects to paste; may be none.</param>
/// <param name="options">How.</param>
internal sealed class NetworkDetectorTrainer(
    IReadOnlyList<LabelledScene> scenes,
    ScenePixels pixels,
    IReadOnlyList<ObjectCrop> crops,
    NetworkTrainingOptions options
)
{
    private const string Magic = "SpotterNetworkTraining1";
    private const double WarmUpShare = 0.04;
    private const double LastRate = 0.005;
    private const double RunningShare = 0.03;
    private const long SizeStream = 0x53495a45;

    /// <summary>Told after every step.</summary>
    public IProgress<NetworkTrainingProgress>? Progress { get; init; }

    /// <summary>Given the model so far, every so many steps and at the end.</summary>
    public Action<int, NetworkDetectorModel>? Measure { get; init; }

    /// <summary>Given what a later run needs to go on from here to the same model, before each measurement.</summary>
    public Action<byte[]>? Save { get; init; }

    /// <summary>Another detector to begin with; null begins with nothing.</summary>
    public NetworkDetectorModel? Learned { get; init; }

    /// <summary>Trains.</summary>
    /// <param name="state">What <see cref="Save"/> was given by the run that this one continues; null begins.</param>
    /// <param name="cancellationToken">Stops after the step in progress.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="InvalidDataException">The state belongs to another run.</exception>
    /// <exception cref="DetectorTrainingException">The loss became infinite or none.</exception>
    public NetworkDetectorModel Train(byte[]? state, CancellationToken cancellationToken)
    {
        options.Check();
        int threads = WorkerTeam.ThreadsFor(options.Threads);
        NetworkGraph network = NewNetwork();
        if (Learned is not null)
        {
            DetectorNetworks.TakeOver(network, Learned.Content.Network);
        }

        var optimizer = new OptimizerState(network);
        var averages = new AveragedWeights(network);
        int step = 0;
        (double Scores, double Boxes)? mean = null;
        if (state is not null)
        {
            (step, mean) = ReadState(state, network, optimizer, averages);
        }

        var loss = new DetectionLoss(options.Labels.Count, DetectorNetworks.Strides);
        var sampler = new SceneSampler(
            scenes,
            pixels,
            crops,
            options.Augmentation,
            DetectorNetworks.Normalization,
            options.Seed,
            options.Sizes.Max(options.BatchOf),
            threads
        );
        TrainingPlan[] plans = [.. options.Sizes.Select(size => PlanFor(size, network, optimizer, loss, threads))];
        try
        {
            long began = Stopwatch.GetTimestamp();
            long samples = 0;
            int first = step;
            while (step < options.Steps)
            {
                cancellationToken.ThrowIfCancellationRequested();
                int choice = new RandomStream(options.Seed, SizeStream, step).NextInt(plans.Length);
                int count = options.BatchOf(options.Sizes[choice]);
                sampler.Step = step;
                sampler.Size = options.Sizes[choice];
                double rate = options.LearningRate * RateAt((double)step / options.Steps);
                plans[choice].Run(sampler, 0, count, rate);
                averages.Add();
                step++;
                samples += count;
                DetectionLossParts parts = loss.PartsOf(choice);
                if (!double.IsFinite(parts.Total))
                {
                    throw new DetectorTrainingException(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"training diverged: the loss became no number in step {step}, at a learning rate of "
                                + $"{rate:G3}; lower it"
                        ),
                        DetectorTrainingEnd.Inseparable
                    );
                }

                mean = mean is { } old
                    ? (
                        old.Scores + ((parts.Scores - old.Scores) * RunningShare),
                        old.Boxes + ((parts.Boxes - old.Boxes) * RunningShare)
                    )
                    : (parts.Scores, parts.Boxes);
                double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
                Progress?.Report(
                    new NetworkTrainingProgress(
                        step,
                        options.Steps,
                        mean.Value.Scores,
                        mean.Value.Boxes,
                        rate,
                        samples / seconds,
                        TimeSpan.FromSeconds(seconds / (step - first) * (options.Steps - step))
                    )
                );
                if (step % options.StepsAMeasurement == 0 && step < options.Steps)
                {
                    Save?.Invoke(WriteState(step, network, optimizer, averages, mean.Value));
                    Measure?.Invoke(step, ModelOf(averages));
                }
            }
        }
        finally
        {
            foreach (TrainingPlan plan in plans)
            {
                plan.Dispose();
            }
        }

        NetworkDetectorModel model = ModelOf(averages);
        Measure?.Invoke(step, model);
        return model;
    }

    private NetworkGraph NewNetwork() =>
        DetectorNetworks.Create(options.Labels.Count, options.NearFilters, options.Seed);

    private TrainingPlan PlanFor(
        int size,
        NetworkGraph network,
        OptimizerState optimizer,
        DetectionLoss loss,
        int threads
    ) =>
        TrainingPlan.Create(
            network,
            new PlanOptions(
                options.BatchOf(size),
                threads,
                new AdamW(options.LearningRate, options.WeightDecay),
                options.Seed
            )
            {
                Input = TensorShape.Image(size, size, 3),
            },
            optimizer,
            loss
        );

    private NetworkDetectorModel ModelOf(AveragedWeights averages)
    {
        NetworkGraph network = NewNetwork();
        averages.CopyTo(network);
        return new NetworkDetectorModel(
            new NetworkContent(
                network,
                DetectorNetworks.Normalization,
                options.Labels,
                new DetectorHead(
                    DetectorNetworks.Strides,
                    options.InputSize,
                    [.. options.Labels.Select(static _ => new DetectorClass(0.4, []))]
                )
            )
        );
    }

    private static double RateAt(double share) =>
        share < WarmUpShare
            ? share / WarmUpShare
            : LastRate + ((1 - LastRate) * 0.5 * (1 + Math.Cos(Math.PI * (share - WarmUpShare) / (1 - WarmUpShare))));

    private static byte[] WriteState(
        int step,
        NetworkGraph network,
        OptimizerState optimizer,
        AveragedWeights averages,
        (double Scores, double Boxes) mean
    )
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(Magic);
        writer.Write(step);
        writer.Write(optimizer.Steps);
        foreach (AlignedBuffer buffer in Buffers(network, optimizer))
        {
            writer.Write(MemoryMarshal.AsBytes(buffer.Span));
        }

        averages.Write(writer);
        writer.Write(mean.Scores);
        writer.Write(mean.Boxes);
        writer.Flush();
        return stream.ToArray();
    }

    private static (int Step, (double Scores, double Boxes)? Mean) ReadState(
        byte[] state,
        NetworkGraph network,
        OptimizerState optimizer,
        AveragedWeights averages
    )
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(state));
            if (reader.ReadString() != Magic)
            {
                throw new InvalidDataException("the checkpoint is of another kind of training");
            }

            int step = reader.ReadInt32();
            optimizer.Steps = reader.ReadInt64();
            foreach (AlignedBuffer buffer in Buffers(network, optimizer))
            {
                reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(buffer.Span));
            }

            averages.Read(reader);

            // Runs that were begun before this was kept tell their means from here on.
            return (
                step,
                reader.BaseStream.Position < state.Length ? (reader.ReadDouble(), reader.ReadDouble()) : null
            );
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException("the checkpoint ends too early", e);
        }
    }

    // All that changes from step to step, packed as it is.
    private static IEnumerable<AlignedBuffer> Buffers(NetworkGraph network, OptimizerState optimizer)
    {
        foreach (Parameter parameter in network.Parameters)
        {
            yield return parameter.Packed;
            if (parameter.IsTrainable)
            {
                yield return optimizer.MemoryOf(parameter).First;
                yield return optimizer.MemoryOf(parameter).Second;
            }
        }
    }
}
