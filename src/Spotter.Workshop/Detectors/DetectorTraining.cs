using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Spotter.Files;
using Spotter.Learning.Detectors;
using Spotter.Workshop.Classifiers;

namespace Spotter.Workshop.Detectors;

/// <summary>A whole training: data, detector, checkpoints, the model file.</summary>
public sealed class DetectorTraining
{
    private readonly DetectorTrainingOptions _options;
    private readonly IDetectorKind _kind;

    /// <param name="options">What to train on, and how.</param>
    /// <exception cref="ArgumentException">There is no such kind of detector, it writes another format, or a setting is
    /// out of range.</exception>
    public DetectorTraining(DetectorTrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _kind = DetectorKinds.Get(options);
        _kind.Check(options);
    }

    /// <summary>Told what a user should know: what was left out, which numbers were chosen.</summary>
    public Action<string> Note { get; init; } = static _ => { };

    /// <summary>What may be written over; null for nothing but what an earlier run wrote.</summary>
    public Outputs Outputs { get; init; } = new();

    /// <summary>Told where the training is, from several threads but never from two at once.</summary>
    public IProgress<DetectorTrainingProgress> Progress { get; init; } = new Progress<DetectorTrainingProgress>();

    /// <summary>Trains and writes the model.</summary>
    /// <param name="cancellationToken">Stops the training; <see cref="DetectorTrainingOptions.Resume"/> goes on from
    /// there.</param>
    /// <exception cref="TrainingDataException">There is nothing to train on, or the checkpoint does not
    /// fit.</exception>
    /// <exception cref="DetectorTrainingException">No model of use came out, and none was written; the message says why
    /// and what to do.</exception>
    /// <exception cref="OutputException">The model cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The caller asked to stop.</exception>
    public DetectorTrainingSummary Run(CancellationToken cancellationToken = default)
    {
        long began = Stopwatch.GetTimestamp();
        OutputException.RequireWritable(_options.Output, Outputs);
        DetectorRun? run = null;
        try
        {
            TrainedDetector trained = Train(ref run, out IDetectorTrainer trainer, cancellationToken);
            TimeSpan elapsed = Stopwatch.GetElapsedTime(began);
            if (run is not null && trainer is IMeasuredTrainer measured)
            {
                Record(run, () =>
                    run.Finish(trained, measured.Evaluate(trained, cancellationToken), elapsed, cancellationToken)
                );
            }

            return new DetectorTrainingSummary(_options.Output, trained, elapsed) { Report = run?.Folder.ReportPath };
        }
        finally
        {
            run?.Dispose();
        }
    }

    private TrainedDetector Train(
        ref DetectorRun? run,
        out IDetectorTrainer trainer,
        CancellationToken cancellationToken
    )
    {
        TrainedDetector trained;
        TrainingCheckpoint? checkpoint = null;
        try
        {
            trainer = _kind.Prepare(_options, Note, Progress, cancellationToken);
            Note($"{_kind.Name}: {trainer.Plan}");
            trainer.NoteDoubts(cancellationToken);
            string fingerprint = Fingerprint(trainer);
            checkpoint = new TrainingCheckpoint(_options.Output, fingerprint, Outputs);
            byte[]? before = Resume(checkpoint);
            run = Begin(trainer, fingerprint, before is not null);
            trained = trainer.Train(
                before,
                state => OutputException.Guard(checkpoint.Path, () => checkpoint.Save(state)),
                cancellationToken
            );
        }
        catch (ArgumentException e)
        {
            throw new TrainingDataException(SpotterException.PlainMessage(e), e);
        }
        catch (DetectorTrainingException e)
        {
            // Going on would end at the same place.
            checkpoint?.Delete();
            string advice =
                e.End == DetectorTrainingEnd.Inseparable
                    ? _kind.Advice
                    : "give negatives of the places where the detector will look, with all the things that are there";
            throw new DetectorTrainingException($"no model is written: {e.Message}; {advice}", e.End, e);
        }

        Outputs.Write(_options.Output, trained.Model.Span);
        checkpoint.Delete();
        return trained;
    }

    private DetectorRun? Begin(IDetectorTrainer trainer, string fingerprint, bool resumes)
    {
        if (_options.Runs is null || trainer is not IMeasuredTrainer measured)
        {
            return null;
        }

        DetectorRunConfiguration configuration = measured.Configuration with { Fingerprint = fingerprint };
        DetectorRun run = null!;
        OutputException.Guard(_options.Runs, () =>
            run = DetectorRun.Begin(new RunRepository(_options.Runs), configuration, resumes)
        );
        measured.Measured = measurement => Record(run, () => run.Add(measurement));
        Note($"run: {run.Folder.FullPath}");
        return run;
    }

    private static void Record(DetectorRun run, Action record) => OutputException.Guard(run.Folder.FullPath, record);

    private byte[]? Resume(TrainingCheckpoint checkpoint)
    {
        if (!checkpoint.Exists)
        {
            if (_options.Resume)
            {
                Note($"there is no {checkpoint.Path} to go on from; training begins");
            }

            return null;
        }

        if (_options.Resume)
        {
            return checkpoint.Load();
        }

        Outputs.Claim(checkpoint.Path);
        Note($"{checkpoint.Path} of an interrupted training is replaced; --resume would have gone on from it");
        return null;
    }

    private string Fingerprint(IDetectorTrainer trainer)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (
            string line in trainer
                .Inventory()
                .Prepend(
                    string.Create(CultureInfo.InvariantCulture, $"{_kind.Name}, seed {_options.Seed}, {trainer.Plan}")
                )
        )
        {
            hash.AppendData(Encoding.UTF8.GetBytes(line + "\n"));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
