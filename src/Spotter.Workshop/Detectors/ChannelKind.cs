using System.Globalization;
using Spotter.Learning.Detectors;
using Spotter.Learning.Detectors.Channels;
using Spotter.Networks.Text;
using Spotter.Vision;
using Spotter.Vision.Channels;

namespace Spotter.Workshop.Detectors;

/// <summary>Boosted trees on channel features, in Spotter's own format.</summary>
internal sealed class ChannelKind : BoostedKind
{
    public override string Name => "channels";

    public override string Extension => ".channels";

    public override string Description => "a model in Spotter's own format";

    public override string Advice =>
        "give crops that show the object from one side and cut alike, and see that no negative shows the object";

    public override void Check(DetectorTrainingOptions options) => Translate(options);

    protected override Booster Prepare(
        DetectorDataset dataset,
        DetectorTrainingOptions options,
        IProgress<DetectorTrainingProgress> progress
    ) => new Trainer(dataset, progress, Translate(options), options.JoinsParts);

    private static ChannelTrainingOptions Translate(DetectorTrainingOptions options)
    {
        var defaults = new ChannelTrainingOptions
        {
            Label = options.ObjectLabel ?? Path.GetFileNameWithoutExtension(options.Output),
        };
        return defaults with
        {
            ObjectSize = options.WindowSize,
            CellSize = options.CellSize,
            Rounds = options.Stages ?? defaults.Rounds,
            Trees = options.Trees ?? defaults.Trees,
            DetectionRate = options.DetectionRate ?? defaults.DetectionRate,
            IsMirrored = options.IsMirrored,
            Jitter = defaults.Jitter.Times(options.Variation ?? 1),
            Seed = options.Seed,
            Threads = options.Threads,
        };
    }

    private sealed class Trainer(
        DetectorDataset dataset,
        IProgress<DetectorTrainingProgress> progress,
        ChannelTrainingOptions options,
        bool joinsParts
    ) : Booster
    {
        private readonly ChannelTrainingPlan _plan = new ChannelTrainer(dataset, options).Plan;

        protected override BoxSize WindowSize => _plan.Geometry.WindowSize;

        public override string Plan
        {
            get
            {
                ChannelGeometry geometry = _plan.Geometry;
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"objects of {_plan.ObjectSize.Width}x{_plan.ObjectSize.Height} in windows of "
                        + $"{geometry.WindowSize.Width}x{geometry.WindowSize.Height}, cells of {geometry.Shrink}, "
                        + $"{Counted.Of(dataset.Positives.Count, "object")} in "
                        + $"{Counted.Of(_plan.Variants, "variant")}"
                        + $"{(options.IsMirrored == false ? "" : " (with mirror images)")} varied by "
                        + $"{options.Jitter.Shift:0.###} and {options.Jitter.Rotation:0.#} degrees, "
                        + $"{_plan.FirstNegatives:N0} to {_plan.MostNegatives:N0} negatives, rounds of "
                        + $"{string.Join(", ", _plan.Trees)} trees, detection rate "
                        + $"{options.DetectionRate:0.####}"
                );
            }
        }

        public override TrainedDetector Train(byte[]? state, Action<byte[]> save, CancellationToken cancellationToken)
        {
            var trainer = new ChannelTrainer(dataset, options)
            {
                Progress = progress,
                RoundFinished = finished => save(finished.ToBytes()),
            };
            ChannelTrainingResult result = trainer.Train(
                state is null ? null : ChannelTrainingState.FromBytes(state),
                cancellationToken
            );
            return new TrainedDetector(
                result.Model.WithJoinedParts(joinsParts).ToBytes(),
                result.Rounds,
                result.End,
                result.Measure
            )
            {
                Size = TrainedDetector.SizeOf(result.Rounds),
            };
        }
    }
}
