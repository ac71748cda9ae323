using Spotter.Vision.Detectors;
using Spotter.Vision.Images;

namespace Spotter.Vision.Kernels;

/// <summary>
/// Slides a cascade's window over one level of the pyramid. A scanner owns its buffers and belongs to one thread at a
/// time. All scanners answer the same candidates with the same scores in the same order: row by row, left to right.
/// </summary>
internal interface ILevelScanner
{
    /// <param name="image">The picture, H x W, 0..255.</param>
    /// <param name="level">The scale to search.</param>
    /// <param name="rows">Which rows of windows.</param>
    /// <param name="found">Receives the windows that pass, some of them only when <see cref="Finish"/> is
    /// called.</param>
    void Scan(ImageView<byte> image, in PyramidLevel level, RowRange rows, List<Candidate> found);

    /// <summary>
    /// Ends a search: judges windows that scans have put off, and adds those that pass to their scan's list.
    /// </summary>
    void Finish();
}
