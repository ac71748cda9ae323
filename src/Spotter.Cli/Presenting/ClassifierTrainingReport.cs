using System.Globalization;
using System.Text;
using Spotter.Learning.Augmentation;
using Spotter.Learning.Classifiers;
using Spotter.Learning.Datasets;
using Spotter.Networks.Text;
using Spotter.Results;
using Spotter.Workshop.Classifiers;

namespace Spotter.Cli.Presenting;

/// <summary>
/// What training says: a line an epoch on standard output, the state of the epoch in progress on standard error.
/// </summary>
internal sealed class ClassifierTrainingReport(Stream stdout, bool isQuiet, bool isJson)
    : IProgress<TrainingProgress>,
        IProgress<(string File, long Bytes)>,
        IDisposable
{
    private const double BytesPerMegabyte = 1e6;

    private readonly ProgressLine _progress = new(!isQuiet && (!isJson || Console.IsOutputRedirected));

    public void Report((string File, long Bytes) value) =>
        _progress.Show(() =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"downloading {value.File}: {value.Bytes / BytesPerMegabyte:0.0} MB"
            )
        );

    public void Begin(TrainingSession session)
    {
        _progress.Hide();
        if (isQuiet)
        {
            return;
        }

        foreach (string note in session.Data.Notes)
        {
            Messages.Note(note);
        }

        if (session.BackboneReading is { } reading)
        {
            Messages.Note($"{session.Configuration.Backbone}: {reading}");
        }

        ImageDataset train = session.Data.Train;
        TrainingOptions options = session.Configuration.Training;
        Messages.Note(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{train.Name}: {train.Count:N0} training, {session.Data.Validation?.Count ?? 0:N0} validation, "
                    + $"{Counted.Of(session.Data.Test?.Count ?? 0, "test picture")} of {train.ImageShape}, "
                    + $"{Counted.Of(train.ClassNames.Count, "class")}"
            )
        );
        Messages.Note(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{session.Configuration.Preset}: "
                    + $"{Counted.Of(session.TrainableCount, "parameter")}, batches of "
                    + $"{options.BatchSize}, {Counted.Of(options.Threads, "thread")}, augmentation "
                    + $"{AugmentationNotation.Format(options.Augmentation)}; run {session.Run.Name}"
            )
        );
    }

    public void Report(TrainingProgress value)
    {
        if (value.Finished is { } epoch)
        {
            _progress.Hide();
            Print(epoch, value);
        }
        else
        {
            _progress.Show(() => Live(value));
        }
    }

    public void Finish(TrainingSession session, TrainingOutcome outcome)
    {
        _progress.Hide();
        if (isJson)
        {
            Print(
                TrainedClassifierLine.Of(session.Run, outcome.Training.End, outcome.Training.BestEpoch, outcome.Test)
            );
        }
        else if (!isQuiet)
        {
            PrintEnd(outcome);
        }

        if (isQuiet)
        {
            return;
        }

        Messages.Note(
            outcome.Training.End == TrainingEnd.Cancelled
                ? $"stopped and saved; go on with: spotter train classifier --resume {Mention(session.Run)}"
                : $"model: {session.Run.ModelPath}; report: {session.Run.ReportPath}"
        );
    }

    /// <summary>The last line of JSON of a run that diverged; what happened is an error, on standard error.</summary>
    public void Diverged(TrainingSession session, TrainingDivergedException diverged)
    {
        _progress.Hide();
        if (isJson)
        {
            Print(
                TrainedClassifierLine.Of(
                    session.Run,
                    TrainingEnd.Diverged,
                    diverged.BestEpoch,
                    session.Run.ReadResult()?.Test
                )
            );
        }
    }

    public void Dispose() => _progress.Hide();

    // The name is enough where the run is in the folder that the tool looks into.
    private static string Mention(RunFolder run) =>
        Path.GetFullPath(Path.Combine(RunRepository.DefaultFolder, run.Name)) == run.FullPath ? run.Name : run.FullPath;

    private static string Live(TrainingProgress now) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"epoch {now.Epoch} of {now.Epochs} {ProgressLine.Bar(now.Batch, now.Batches)} loss {now.Loss:0.0000}, "
                + $"{now.Accuracy * 100:0.00} % right, {Counted.Of((long)now.ImagesPerSecond, "image")} a second, "
                + $"{ProgressLine.Left(now.Remaining)} left"
        );

    private void Print(EpochMetrics epoch, TrainingProgress now)
    {
        if (isJson)
        {
            JsonLine.Write(stdout, EpochLine.Of(epoch, now.ImagesPerSecond), ToolJson.Lines.EpochLine);
        }
        else if (!isQuiet)
        {
            string validation = epoch is { ValidationLoss: { } loss, ValidationAccuracy: { } accuracy }
                ? string.Create(CultureInfo.InvariantCulture, $"; validation {loss:0.0000}, {accuracy * 100:0.00} %")
                : "";
            Line(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"epoch {epoch.Epoch} of {now.Epochs}: loss {epoch.Loss:0.0000}, {epoch.Accuracy * 100:0.00} % "
                        + $"right{validation}; {epoch.Seconds:0.0} s, "
                        + $"{Counted.Of((long)now.ImagesPerSecond, "image")} a second"
                )
            );
        }
    }

    private void PrintEnd(TrainingOutcome outcome)
    {
        if (outcome.Training.End == TrainingEnd.StoppedEarly)
        {
            Line($"stopped early: the best epoch was {outcome.Training.BestEpoch}");
        }

        if (outcome.Test is { } test)
        {
            Line(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"test: {test.Accuracy * 100:0.00} % of {test.Count:N0} right, loss {test.Loss:0.0000}, mean F1 "
                        + $"{test.MacroF1:0.0000}, calibration error {test.Calibration.ExpectedError:0.0000}"
                )
            );
        }
    }

    private void Print(TrainedClassifierLine end) => JsonLine.Write(stdout, end, ToolJson.Lines.TrainedClassifierLine);

    private void Line(string text)
    {
        stdout.Write(Encoding.UTF8.GetBytes(Messages.OneLine(text) + "\n"));
        stdout.Flush();
    }
}
