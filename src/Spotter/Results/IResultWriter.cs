using Spotter.Sources;

namespace Spotter.Results;

/// <summary>
/// Writes results in a file format, one picture after the other in the order of the inputs. Disposing a writer without
/// completing it leaves no file behind.
/// </summary>
internal interface IResultWriter : IDisposable
{
    /// <summary>Adds a picture.</summary>
    void Write(PictureSource source, PictureResult result);

    /// <summary>Finishes the file and gives it its name. An interrupted run completes what it has.</summary>
    void Complete();
}
