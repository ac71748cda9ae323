using Spotter.Files;
using Spotter.Learning.Detectors;
using Spotter.Learning.Detectors.SecondStages;
using Spotter.Vision.Channels;
using Spotter.Workshop.Models;

namespace Spotter.Workshop.Detectors;

/// <summary>Trains the second stage of a channel model from pictures, and writes the model with it.</summary>
/// <param name="model">A built-in model or a file.</param>
/// <param name="data">Where the pictures are, what to write, the seed and the threads; what shapes a detector is not
/// looked at.</param>
public sealed class SecondStageTraining(string model, DetectorTrainingOptions data)
{
    /// <summary>Told what a user should know: what was left out.</summary>
    public Action<string> Note { get; init; } = static _ => { };

    /// <summary>What may be written over; null for nothing but what an earlier run wrote.</summary>
    public Outputs Outputs { get; init; } = new();

    /// <summary>Told where the training is.</summary>
    public IProgress<SecondStageProgress> Progress { get; init; } = new Progress<SecondStageProgress>();

    /// <summary>Passes over what is learned from; null means the usual number.</summary>
    public int? Epochs { get; init; }

    /// <summary>From which score on the model answers; null leaves it.</summary>
    public double? OperatingPoint { get; init; }

    /// <summary>Trains and writes the model.</summary>
    /// <param name="cancellationToken">Stops the training; nothing is written then.</param>
    /// <exception cref="TrainingDataException">There is nothing to train on.</exception>
    /// <exception cref="FileNotFoundException">There is no such model.</exception>
    /// <exception cref="ArgumentException">The model is of another kind, or a setting is out of range.</exception>
    /// <exception cref="OutputException">The model cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The caller asked to stop.</exception>
    public SecondStageResult Run(CancellationToken cancellationToken = default)
    {
        ChannelModel trees = AnyModel.LoadChannels(model);
        OutputException.RequireWritable(data.Output, Outputs);
        var defaults = new SecondStageTrainingOptions();
        SecondStageTrainingOptions options = defaults with
        {
            Epochs = Epochs ?? defaults.Epochs,
            Seed = (int)data.Seed,
            Threads = data.Threads,
        };
        options.Check();
        DetectorDataset dataset = new TrainingData(data, Note).Read(cancellationToken);
        SecondStageResult result;
        try
        {
            result = new SecondStageTrainer(trees, options) { Progress = Progress }.Train(dataset, cancellationToken);
        }
        catch (ArgumentException e)
        {
            throw new TrainingDataException(e.Message, e);
        }

        result = OperatingPoint is { } score ? result with { Model = result.Model.WithOperatingPoint(score) } : result;
        Outputs.Write(data.Output, result.Model.ToBytes());
        return result;
    }
}
