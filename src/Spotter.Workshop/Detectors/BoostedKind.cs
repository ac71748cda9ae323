using Spotter.Learning.Detectors;
using Spotter.Vision;

namespace Spotter.Workshop.Detectors;

/// <summary>What the kinds that boost weak classifiers share: they learn from objects and negatives, in gray.</summary>
internal abstract class BoostedKind : IDetectorKind
{
    public abstract string Name { get; }

    public abstract string Extension { get; }

    public abstract string Description { get; }

    public abstract string Advice { get; }

    public abstract void Check(DetectorTrainingOptions options);

    public IDetectorTrainer Prepare(
        DetectorTrainingOptions options,
        Action<string> note,
        IProgress<DetectorTrainingProgress> progress,
        CancellationToken cancellationToken
    )
    {
        var data = new TrainingData(options, note);
        Booster booster = Prepare(data.Read(cancellationToken), options, progress);
        booster.Data = data;
        return booster;
    }

    /// <summary>Looks at the data and chooses the numbers of a training.</summary>
    protected abstract Booster Prepare(
        DetectorDataset dataset,
        DetectorTrainingOptions options,
        IProgress<DetectorTrainingProgress> progress
    );

    /// <summary>One training.</summary>
    internal abstract class Booster : IDetectorTrainer
    {
        public TrainingData? Data { get; set; }

        public abstract string Plan { get; }

        /// <summary>The smallest part of a scene that is looked at, in pixels.</summary>
        protected abstract BoxSize WindowSize { get; }

        public IEnumerable<string> Inventory() => Data!.Inventory();

        public void NoteDoubts(CancellationToken cancellationToken) => Data!.NoteDoubts(WindowSize, cancellationToken);

        public abstract TrainedDetector Train(byte[]? state, Action<byte[]> save, CancellationToken cancellationToken);
    }
}
