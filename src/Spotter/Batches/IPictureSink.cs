using Spotter.Results;
using Spotter.Sources;
using Spotter.Vision.Images;

namespace Spotter.Batches;

/// <summary>
/// Makes something of a picture while its pixels are at hand. It is called from several threads, in any order.
/// </summary>
public interface IPictureSink
{
    /// <summary>Takes one picture. An <see cref="IOException"/> fails this picture and not the run.</summary>
    void Accept(PictureSource source, PictureResult result, Frame frame);
}
