using System.Runtime.InteropServices;
using Spotter.Vision.Cascades;
using Spotter.Vision.Images;
using Spotter.Vision.Kernels.Scalar;

namespace Spotter.Vision.Detectors;

/// <summary>
/// How far each window of a search got: what a detector knows on its way and does not say. It is made with the scalar
/// definition of the engine, to be looked at; it takes many times as long as a search.
/// </summary>
/// <example>
/// <code>
/// CascadeTrace trace = CascadeTrace.Run(model, frame.Gray.View);
/// int rejectedAtOnce = trace.Levels.Sum(level => level.StagesPassed.Count(static passed => passed == 0));
/// </code>
/// </example>
public sealed class CascadeTrace
{
    /// <summary>In place of a number of stages: the window has too little contrast to be looked at.</summary>
    public const int TooFlat = -1;

    /// <summary>
    /// In place of a number of stages: the search leaves the window out, because its left neighbour failed in the first
    /// stage.
    /// </summary>
    public const int LeftOut = -2;

    private CascadeTrace(CascadeModel model, CascadeTraceLevel[] levels)
    {
        Model = model;
        Levels = levels;
    }

    /// <summary>The cascade.</summary>
    public CascadeModel Model { get; }

    /// <summary>The scales of the search, smallest window first.</summary>
    public IReadOnlyList<CascadeTraceLevel> Levels { get; }

    /// <summary>Searches a picture and keeps account.</summary>
    /// <param name="model">The cascade.</param>
    /// <param name="gray">H x W, 0..255. A picture smaller than the model's window has no levels.</param>
    /// <param name="options">Scale factor, min size and max size count; the rest does not.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public static CascadeTrace Run(
        CascadeModel model,
        ImageView<byte> gray,
        DetectionOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(model);
        options ??= DetectionOptions.Default;
        var pyramid = new List<PyramidLevel>();
        ScalePyramid.Build(
            new BoxSize(gray.Width, gray.Height),
            model.WindowSize,
            options.ScaleFactor ?? CascadeDetector.UsualScaleFactor,
            options.MinSize ?? default,
            options.MaxSize ?? default,
            pyramid
        );
        var scanner = new ScalarScanner(model);
        var levels = new List<CascadeTraceLevel>();
        foreach (PyramidLevel level in pyramid)
        {
            cancellationToken.ThrowIfCancellationRequested();
            short[] passed = new short[level.WindowsAcross * level.WindowRows];
            passed.AsSpan().Fill(LeftOut);
            scanner.Trace(gray, level, passed);
            levels.Add(new CascadeTraceLevel(level, ImmutableCollectionsMarshal.AsImmutableArray(passed)));
        }

        return new CascadeTrace(model, [.. levels]);
    }
}
