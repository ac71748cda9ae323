namespace Spotter.Learning.Classifiers;

/// <summary>All of a run that is not weights: what a checkpoint keeps beside them.</summary>
internal sealed class TrainingState
{
    /// <summary>Complete epochs.</summary>
    public int Epoch { get; set; }

    /// <summary>Batches done of the epoch in progress.</summary>
    public int Batch { get; set; }

    /// <summary>Loss summed over the samples of the epoch in progress.</summary>
    public double LossSum { get; set; }

    /// <summary>Right answers in the epoch in progress.</summary>
    public int Correct { get; set; }

    /// <summary>Figures of complete epochs.</summary>
    public List<EpochMetrics> History { get; set; } = [];

    /// <summary>The best validation loss so far; null before there is one.</summary>
    public double? BestLoss { get; set; }

    /// <summary>The epoch of the best validation loss.</summary>
    public int BestEpoch { get; set; }

    /// <summary>Epochs since then.</summary>
    public int EpochsWithoutImprovement { get; set; }

    /// <summary>Whether early stopping has ended the run.</summary>
    public bool HasStoppedEarly { get; set; }

    /// <summary>Steps of the optimizer.</summary>
    public long Steps { get; set; }

    /// <summary>What must be equal for a run to go on: seed, batch size, number of pictures, layers.</summary>
    public string Fingerprint { get; set; } = "";

    /// <summary>Whether weights of the best epoch follow in the file.</summary>
    public bool HasBestWeights { get; set; }
}
