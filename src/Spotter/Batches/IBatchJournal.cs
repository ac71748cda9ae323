using Spotter.Sources;

namespace Spotter.Batches;

/// <summary>Keeps what a batch works on and what it has done, so that another process can go on with it.</summary>
internal interface IBatchJournal
{
    /// <summary>Work on a picture begins. Called on the threads of the workers.</summary>
    void Begin(PictureSource source);

    /// <summary>It is done, well or not. Called in the order of the inputs on one thread.</summary>
    void End(PictureOutcome outcome);
}
