namespace Spotter.Workshop.Classifiers;

/// <summary>Where a run stands.</summary>
public enum RunState
{
    /// <summary>A process is training it now.</summary>
    Running,

    /// <summary>All epochs are done, or early stopping ended it.</summary>
    Finished,

    /// <summary>It was stopped or killed, and can be resumed.</summary>
    Interrupted,

    /// <summary>
    /// Its numbers grew beyond all bounds; it has the model of the last good epoch, if there was one.
    /// </summary>
    Diverged,
}
