using Spotter.Learning.Classifiers;

namespace Spotter.Workshop.Classifiers;

/// <summary>Writes down every complete epoch, so that a run that is killed leaves its figures and its model.</summary>
internal sealed class RunRecorder : IProgress<TrainingProgress>, IDisposable
{
    private readonly RunFolder _run;
    private readonly Action _write;
    private readonly IProgress<TrainingProgress>? _next;
    private readonly TensorBoardFile? _tensorBoard;
    private readonly List<EpochMetrics> _epochs;

    public RunRecorder(RunFolder run, bool writesTensorBoard, IProgress<TrainingProgress>? next, Action write)
    {
        _run = run;
        _write = write;
        _next = next;
        _epochs = [.. run.ReadMetrics()];
        _tensorBoard = writesTensorBoard ? new TensorBoardFile(run.FullPath, DateTimeOffset.UtcNow) : null;
    }

    public void Report(TrainingProgress value)
    {
        if (value.Finished is { } epoch)
        {
            _epochs.RemoveAll(earlier => earlier.Epoch >= epoch.Epoch);
            _epochs.Add(epoch);
            _run.Write(_epochs);
            _write();
            Chart(epoch, value.ImagesPerSecond);
        }

        _next?.Report(value);
    }

    public void Dispose() => _tensorBoard?.Dispose();

    private void Chart(EpochMetrics epoch, double imagesPerSecond)
    {
        if (_tensorBoard is null)
        {
            return;
        }

        var values = new List<(string Tag, float Value)>
        {
            ("loss/training", (float)epoch.Loss),
            ("accuracy/training", (float)epoch.Accuracy),
            ("learning rate", (float)epoch.LearningRate),
            ("images a second", (float)imagesPerSecond),
        };
        if (epoch is { ValidationLoss: { } loss, ValidationAccuracy: { } accuracy })
        {
            values.Add(("loss/validation", (float)loss));
            values.Add(("accuracy/validation", (float)accuracy));
        }

        _tensorBoard.Write(epoch.Epoch, values);
    }
}
