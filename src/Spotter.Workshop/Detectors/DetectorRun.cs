using System.Globalization;
using nietras.SeparatedValues;
using Spotter.Media.Pictures;
using Spotter.Results;
using Spotter.Workshop.Classifiers;
using Spotter.Workshop.Evaluations;
using Spotter.Workshop.Plots;

namespace Spotter.Workshop.Detectors;

/// <summary>
/// The folder of a detector's training while it is trained: settings, figures of every measurement, curves, the page,
/// and at the end the model and what it does on pictures kept aside.
/// </summary>
internal sealed class DetectorRun : IDisposable
{
    public const string MetricsName = "metrics.csv";
    public const string CurvesName = "curves.png";
    public const string FindsName = "finds.png";

    private const string Step = "step";
    private const string ScoreLoss = "score_loss";
    private const string BoxLoss = "box_loss";
    private const string LearningRate = "learning_rate";
    private const string AveragePrecision = "average_precision";

    private readonly DetectorRunConfiguration _configuration;
    private readonly FileStream _held;
    private readonly List<DetectorMeasurement> _measurements;

    private DetectorRun(RunFolder folder, DetectorRunConfiguration configuration)
    {
        Folder = folder;
        _configuration = configuration;
        _held = folder.Lock();
        _measurements = [.. ReadMetrics(folder)];
    }

    public RunFolder Folder { get; }

    /// <summary>Makes the folder of a new run, or goes on in that of the same training.</summary>
    /// <param name="runs">Where runs are kept.</param>
    /// <param name="configuration">What it was asked for.</param>
    /// <param name="resumes">Whether a run with the same fingerprint and output that was interrupted goes on.</param>
    /// <exception cref="RunException">Another process trains the run.</exception>
    public static DetectorRun Begin(RunRepository runs, DetectorRunConfiguration configuration, bool resumes)
    {
        RunFolder? before = resumes
            ? runs.ListDetectors().LastOrDefault(run => run.State != RunState.Finished && Continues(run, configuration))
            : null;
        if (before is not null)
        {
            return new DetectorRun(before, before.ReadDetector());
        }

        RunFolder folder = runs.Create(Path.GetFileNameWithoutExtension(configuration.Output));
        folder.Write(configuration);
        return new DetectorRun(folder, configuration);
    }

    /// <summary>The figures of all measurements.</summary>
    /// <exception cref="RunException">The file is damaged.</exception>
    public static IReadOnlyList<DetectorMeasurement> ReadMetrics(RunFolder folder)
    {
        string path = folder.PathOf(MetricsName);
        if (!File.Exists(path))
        {
            return [];
        }

        try
        {
            var found = new List<DetectorMeasurement>();
            using SepReader rows = Sep.New(',').Reader().FromFile(path);
            foreach (SepReader.Row row in rows)
            {
                found.Add(
                    new DetectorMeasurement(
                        row[Step].Parse<int>(),
                        row[ScoreLoss].Parse<double>(),
                        row[BoxLoss].Parse<double>(),
                        row[LearningRate].Parse<double>(),
                        row[AveragePrecision].TryParse<double>()
                    )
                );
            }

            return found;
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or KeyNotFoundException)
        {
            throw new RunException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>Writes down where the training is, with curves and page.</summary>
    public void Add(DetectorMeasurement measurement)
    {
        // What a killed process did after its last checkpoint is done again.
        _measurements.RemoveAll(earlier => earlier.Step >= measurement.Step);
        _measurements.Add(measurement);
        using (
            var table = new CsvTable(
                Folder.PathOf(MetricsName),
                outputs: null,
                Step,
                ScoreLoss,
                BoxLoss,
                LearningRate,
                AveragePrecision
            )
        )
        {
            foreach (DetectorMeasurement one in _measurements)
            {
                using SepWriter.Row row = table.NewRow();
                row[Step].Format(one.Step);
                row[ScoreLoss].Format(Math.Round(one.ScoreLoss, 5));
                row[BoxLoss].Format(Math.Round(one.BoxLoss, 5));
                row[LearningRate].Format(Math.Round(one.LearningRate, 8));
                row[AveragePrecision].Set(one.AveragePrecision?.ToString("0.####", CultureInfo.InvariantCulture) ?? "");
            }

            table.Complete();
        }

        Folder.Write(CurvesName, DetectorCurves.Draw(_measurements));
        DetectorRunPage.Write(Folder, _configuration, _measurements, null, null, default);
    }

    /// <summary>Keeps the model and what it does on pictures kept aside.</summary>
    /// <param name="trained">The detector.</param>
    /// <param name="evaluation">Its finds on pictures kept aside; null where there are none.</param>
    /// <param name="elapsed">Time of this process.</param>
    /// <param name="cancellationToken">Stops drawing.</param>
    public void Finish(
        TrainedDetector trained,
        EvaluationReport? evaluation,
        TimeSpan elapsed,
        CancellationToken cancellationToken
    )
    {
        Folder.Write(Path.GetFileName(Folder.NetworkPath), trained.Model.Span);
        double? precision = trained.AveragePrecision is { } known && double.IsFinite(known) ? known : null;
        var result = new DetectorRunResult(
            DateTimeOffset.Now,
            Math.Round(elapsed.TotalSeconds, 1),
            trained.Size,
            precision,
            trained.Development
        );
        DetectorRunPage.Write(Folder, _configuration, _measurements, result, evaluation, cancellationToken);

        // It says that the run is finished, and comes last.
        Folder.Write(result);
    }

    public void Dispose() => _held.Dispose();

    private static bool Continues(RunFolder run, DetectorRunConfiguration configuration)
    {
        try
        {
            DetectorRunConfiguration before = run.ReadDetector();
            return before.Fingerprint == configuration.Fingerprint && before.Output == configuration.Output;
        }
        catch (RunException)
        {
            return false;
        }
    }
}
