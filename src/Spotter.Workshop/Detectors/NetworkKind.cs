using System.Globalization;
using Spotter.Learning.Detectors;
using Spotter.Learning.Detectors.Networks;
using Spotter.Networks.Text;
using Spotter.Vision;
using Spotter.Vision.Evaluation;
using Spotter.Vision.Networks;
using Spotter.Workshop.Evaluations;
using Spotter.Workshop.Labels;

namespace Spotter.Workshop.Detectors;

/// <summary>Convolutional networks, in Spotter's own format.</summary>
internal sealed class NetworkKind : IDetectorKind
{
    public const string FileExtension = ".network";

    public string Name => "network";

    public string Extension => FileExtension;

    public string Description => "a network in Spotter's own format";

    public string Advice => "label more pictures, and see that every object in them has its box";

    public void Check(DetectorTrainingOptions options)
    {
        string? unfit =
            options.WindowSize is not null ? "--window"
            : options.CellSize is not null ? "--cell"
            : options.Stages is not null ? "--stages"
            : options.Trees is not null ? "--trees"
            : options.JoinsParts ? "--join"
            : options.ObjectInCrop is not null ? "--object"
            : options.DetectionRate is not null ? "--detection-rate"
            : options.Variation is not null ? "--variation"
            : null;
        if (unfit is not null)
        {
            throw new ArgumentException($"{unfit}: a network has no such setting; leave it out");
        }

        if (options.Steps is < 1 or > 1_000_000)
        {
            throw new ArgumentException($"steps must be 1 to 1000000, got {options.Steps}");
        }

        if (options.BatchSize is < 1 or > 64)
        {
            throw new ArgumentException($"the batch size must be 1 to 64, got {options.BatchSize}");
        }

        if (options.Crops.Count > 0)
        {
            throw new ArgumentException(
                "a network learns from whole pictures: name them with --labels; for crops there are --kind channels, "
                    + "lbp and haar"
            );
        }
    }

    public IDetectorTrainer Prepare(
        DetectorTrainingOptions options,
        Action<string> note,
        IProgress<DetectorTrainingProgress> progress,
        CancellationToken cancellationToken
    ) => new Trainer(NetworkTrainingData.Read(options, note, cancellationToken), options, note, progress);

    private sealed class Trainer : IMeasuredTrainer
    {
        // Steps for each picture, between a floor for small sets and a ceiling that takes hours.
        private const int StepsAPicture = 20;
        private const int FewestSteps = 1500;
        private const int UsualBatch = 16;
        private const int MostSteps = 20_000;

        // Ten points make a curve; of long trainings no more than this is lost when they are killed.
        private const int Measurements = 10;
        private const int MostStepsAMeasurement = 250;
        private const int FewPictures = 50;

        // So many pictures tell how a training goes on; all of them are searched when it is over.
        private const int MostMeasured = 100;

        private readonly NetworkTrainingData _data;
        private readonly DetectorTrainingOptions _options;
        private readonly Action<string> _note;
        private readonly IProgress<DetectorTrainingProgress> _progress;
        private readonly NetworkTrainingOptions _training;

        public Trainer(
            NetworkTrainingData data,
            DetectorTrainingOptions options,
            Action<string> note,
            IProgress<DetectorTrainingProgress> progress
        )
        {
            _data = data;
            _options = options;
            _note = note;
            _progress = progress;
            int steps = options.Steps ?? Math.Clamp(data.Training.Count * StepsAPicture, FewestSteps, MostSteps);
            _training = new NetworkTrainingOptions
            {
                Labels = data.Labels,
                NearFilters = BuiltInNetworks.General.NearFilters,
                Steps = steps,
                BatchSize = options.BatchSize ?? UsualBatch,
                LearningRate = 1e-3,
                Seed = (int)options.Seed,
                Threads = options.Threads ?? 0,
                StepsAMeasurement = Math.Clamp(steps / Measurements, 1, MostStepsAMeasurement),
                Augmentation = new SceneAugmentation
                {
                    SmallestSides = [.. data.Labels.Select(static _ => 10f)],
                    MirrorShare = options.IsMirrored == false ? 0 : 0.5,
                },
            };
        }

        public string Plan =>
            $"{Counted.Of(_data.Labels.Count, "class")} ({string.Join(", ", _data.Labels)}), "
            + $"{Counted.Of(_data.Training.Count, "picture")} with {Counted.Of(Objects(_data.Training), "object")}, "
            + $"{_data.Development.Count} kept aside, {Counted.Of(_training.Steps, "step")} of "
            + $"{_training.BatchSize} samples, beginning with the built-in network";

        public DetectorRunConfiguration Configuration =>
            new(
                DateTimeOffset.Now,
                "network",
                Path.GetFullPath(_options.Output),
                [.. _options.Labels, .. _options.Negatives],
                _data.Labels,
                Plan,
                _training.Steps,
                _data.Training.Count,
                _data.Development.Count,
                _options.Seed
            );

        public Action<DetectorMeasurement>? Measured { get; set; }

        public IEnumerable<string> Inventory() => _data.Inventory();

        public void NoteDoubts(CancellationToken cancellationToken)
        {
            if (_data.Training.Count < FewPictures)
            {
                _note(
                    $"{Counted.Of(_data.Training.Count, "picture")} to learn from "
                        + $"{(_data.Training.Count == 1 ? "is" : "are")} few: {FewPictures} are a start, 200 are good"
                );
            }
        }

        public TrainedDetector Train(byte[]? state, Action<byte[]> save, CancellationToken cancellationToken)
        {
            using var pixels = new ScenePixels(
                Path.GetDirectoryName(Path.GetFullPath(_options.Output)) ?? Path.GetTempPath()
            );
            List<LabelledScene> scenes = _data.Decode(pixels, _progress, _note, cancellationToken);
            var steps = new StepReport(_progress);
            var trainer = new NetworkDetectorTrainer(scenes, pixels, [], _training)
            {
                Progress = steps,
                Measure = (step, model) => Measure(steps, step, model, cancellationToken),
                Save = save,
                Learned = BuiltInNetworks.General.Model,
            };
            NetworkDetectorModel model = trainer.Train(state, cancellationToken);
            if (_data.Development.Count == 0)
            {
                Measured?.Invoke(steps.With(null));
                return Trained(model, new DevelopmentMeasure(0, 0, []));
            }

            _progress.Report(Measuring);
            NetworkMeasure measure = NetworkMeasure.Of(
                model,
                new SceneFiles(_data.Development),
                _options.Threads ?? Environment.ProcessorCount,
                cancellationToken
            );

            Measured?.Invoke(steps.With(Known(measure.AveragePrecision)));

            // A handful of pictures tells few false alarms from none, but where misses and false alarms balance.
            model = measure.Calibrate(null);
            return Trained(model, Development(measure)) with { AveragePrecision = measure.AveragePrecision };
        }

        public EvaluationReport? Evaluate(TrainedDetector trained, CancellationToken cancellationToken)
        {
            LabelledPicture[] pictures =
            [
                .. _data.Development.Select(static file => file.Labelled()).OfType<LabelledPicture>(),
            ];
            if (pictures.Length == 0)
            {
                return null;
            }

            var model = new ModelUnderTest(
                Path.GetFileName(_options.Output),
                new NetworkDetector(NetworkDetectorModel.Load(trained.Model.Span, _options.Output))
            );
            return DetectorEvaluation.Run(
                [model],
                new LabelSet(pictures, _data.Labels, []),
                new EvaluationOptions
                {
                    Classes = _data.Labels,
                    DetectorLabels = _data.Labels,
                    Criterion = MatchCriterion.Overlap(NetworkMeasure.Overlap),
                    Detection = new DetectionOptions { Threads = _options.Threads },
                },
                cancellationToken: cancellationToken
            );
        }

        // The last step is measured on all pictures, when training is over.
        private void Measure(
            StepReport steps,
            int step,
            NetworkDetectorModel model,
            CancellationToken cancellationToken
        )
        {
            if (step == _training.Steps || Measured is null)
            {
                return;
            }

            double? precision = null;
            if (_data.Development.Count > 0)
            {
                int every = (_data.Development.Count + MostMeasured - 1) / MostMeasured;
                LabelledFile[] some = [.. _data.Development.Where((_, i) => i % every == 0)];
                precision = Known(
                    NetworkMeasure
                        .Of(
                            model,
                            new SceneFiles(some),
                            _options.Threads ?? Environment.ProcessorCount,
                            cancellationToken
                        )
                        .AveragePrecision
                );
            }

            Measured(steps.With(precision));
        }

        private static double? Known(double value) => double.IsFinite(value) ? value : null;

        private static DetectorTrainingProgress Measuring =>
            new(DetectorTrainingPhase.Measuring, 1, 1, 0, 0, 0, 0, null, null);

        private TrainedDetector Trained(NetworkDetectorModel model, DevelopmentMeasure development) =>
            new(model.ToBytes(), [], DetectorTrainingEnd.Completed, development)
            {
                Size = $"{Counted.Of(_training.Steps, "step")}, {Counted.Of((int)model.ParameterCount, "weight")}",
            };

        private DevelopmentMeasure Development(NetworkMeasure measure) =>
            new(
                Objects(_data.Development),
                _data.Development.Count,
                [
                    .. measure.Curves.SelectMany(
                        (curve, label) =>
                            new[] { 0.1, 0.3, 1 }.Select(perPicture => Point(curve, _data.Labels[label], perPicture))
                    ),
                ]
            );

        private static DevelopmentPoint Point(DetectionCurve curve, string label, double perPicture)
        {
            OperatingPoint point = curve.AtFalseAlarms(perPicture);
            return new DevelopmentPoint(
                string.Create(CultureInfo.InvariantCulture, $"{label}, at most {perPicture:0.#} a picture"),
                double.IsNaN(point.Recall) ? null : point.Recall,
                point.FalseAlarmsPerPicture,
                null
            );
        }

        private static int Objects(IEnumerable<LabelledFile> files) =>
            files.Sum(static file => file.Scene.Objects.Count(static one => !one.IsIgnored));
    }

    // Steps as the trainer tells them, as the progress of a training.
    private sealed class StepReport(IProgress<DetectorTrainingProgress> progress) : IProgress<NetworkTrainingProgress>
    {
        private NetworkTrainingProgress _last = new(0, 0, 0, 0, 0, 0, default);

        /// <summary>The last step, as a run keeps it.</summary>
        public DetectorMeasurement With(double? averagePrecision) =>
            new(_last.Step, _last.ScoreLoss, _last.BoxLoss, _last.LearningRate, averagePrecision);

        public void Report(NetworkTrainingProgress value)
        {
            _last = value;
            progress.Report(
                new DetectorTrainingProgress(
                    DetectorTrainingPhase.Learning,
                    value.Step,
                    value.Steps,
                    (double)value.Step / value.Steps,
                    0,
                    0,
                    0,
                    value.Remaining,
                    null
                )
                {
                    ScoreLoss = value.ScoreLoss,
                    BoxLoss = value.BoxLoss,
                }
            );
        }
    }
}
