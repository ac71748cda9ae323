using System.Globalization;
using System.Text;
using System.Text.Json;
using Spotter.Learning.Detectors;
using Spotter.Learning.Detectors.Cascades;
using Spotter.Networks.Text;
using Spotter.Vision;
using Spotter.Vision.Cascades;
using Spotter.Workshop.Classifiers;

namespace Spotter.Workshop.Detectors;

/// <summary>Staged cascades, written as OpenCV XML.</summary>
internal sealed class CascadeKind(string name, CascadeFeatureType featureType) : BoostedKind
{
    public override string Name => name;

    public override string Extension => ".xml";

    public override string Description => "a cascade in OpenCV's XML";

    public override string Advice =>
        "use --kind channels, crops that show the object from one side and cut alike, or a lower --detection-rate, "
        + "and see that no negative shows the object";

    public override void Check(DetectorTrainingOptions options) => Translate(options);

    protected override Booster Prepare(
        DetectorDataset dataset,
        DetectorTrainingOptions options,
        IProgress<DetectorTrainingProgress> progress
    ) => new Trainer(dataset, progress, Translate(options));

    private CascadeTrainingOptions Translate(DetectorTrainingOptions options)
    {
        var defaults = new CascadeTrainingOptions();
        return new CascadeTrainingOptions
        {
            FeatureType = featureType,
            WindowSize = options.WindowSize,
            Stages = options.Stages ?? defaults.Stages,
            DetectionRate = options.DetectionRate ?? defaults.DetectionRate,
            IsMirrored = options.IsMirrored,
            Seed = options.Seed,
            Threads = options.Threads,
        };
    }

    private sealed class Trainer(
        DetectorDataset dataset,
        IProgress<DetectorTrainingProgress> progress,
        CascadeTrainingOptions options
    ) : Booster
    {
        private readonly CascadePlan _plan = new CascadeTrainer(dataset, options).Plan;

        protected override BoxSize WindowSize => _plan.WindowSize;

        public override string Plan =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"window {_plan.WindowSize.Width}x{_plan.WindowSize.Height}, {Counted.Of(_plan.Objects, "object")} in "
                    + $"{Counted.Of(_plan.Views, "view")}{(_plan.IsMirrored ? " (with mirror images)" : "")}, "
                    + $"{Counted.Of(_plan.Negatives, "negative")} a stage, {Counted.Of(options.Stages, "stage")}, "
                    + $"detection rate {options.DetectionRate:0.####}"
            );

        public override TrainedDetector Train(byte[]? state, Action<byte[]> save, CancellationToken cancellationToken)
        {
            var trainer = new CascadeTrainer(dataset, options)
            {
                Progress = progress,
                StageFinished = finished => save(Pack(finished)),
            };
            CascadeTrainingResult result = trainer.Train(state is null ? null : Unpack(state), cancellationToken);
            return new TrainedDetector(ToXml(result.Model), result.Stages, result.End, result.Measure)
            {
                Size = TrainedDetector.SizeOf(result.Stages),
            };
        }

        private static byte[] Pack(CascadeTrainingState state) =>
            JsonSerializer.SerializeToUtf8Bytes(
                new SavedCascade(
                    Encoding.UTF8.GetString(ToXml(state.Model)),
                    [.. state.Stages],
                    [.. state.Negatives],
                    state.LearnsAll
                ),
                WorkshopJson.Lines.SavedCascade
            );

        private static CascadeTrainingState Unpack(byte[] bytes)
        {
            SavedCascade saved = JsonSerializer.Deserialize(bytes, WorkshopJson.Lines.SavedCascade)
                ?? throw new InvalidDataException("the state is empty");
            using var xml = new MemoryStream(Encoding.UTF8.GetBytes(saved.Xml));
            return new CascadeTrainingState(CascadeModel.Load(xml, "the saved cascade"), saved.Stages, saved.Negatives)
            {
                LearnsAll = saved.LearnsAll,
            };
        }

        private static byte[] ToXml(CascadeModel model)
        {
            using var stream = new MemoryStream();
            model.Write(stream);
            return stream.ToArray();
        }
    }
}

/// <summary>The cascade so far, in a checkpoint.</summary>
/// <param name="Xml">As OpenCV XML, which keeps every bit.</param>
/// <param name="Stages">The figures of its stages.</param>
/// <param name="Negatives">Pixels of the negatives that pass it.</param>
/// <param name="LearnsAll">Whether no objects are withheld any more.</param>
internal sealed record SavedCascade(string Xml, TrainedStage[] Stages, byte[][] Negatives, bool LearnsAll);
