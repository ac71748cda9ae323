using Spotter.Vision;
using Spotter.Vision.Cascades;
using Spotter.Vision.Kernels;
using Spotter.Vision.Kernels.Scalar;

namespace Spotter.Learning.Detectors.Cascades;

/// <summary>
/// Runs a cascade on single windows, in the arithmetic that defines the engine. Belongs to one thread.
/// </summary>
internal sealed class PassCheck
{
    private readonly CascadeModel _model;
    private readonly BoxSize _window;
    private readonly ExactCascade _cascade;
    private readonly int[] _sums;
    private readonly uint[] _squares;

    public PassCheck(CascadeModel model)
    {
        _model = model;
        _window = model.WindowSize;
        _squares = new uint[(_window.Width + 1) * (_window.Height + 1)];
        _sums = new int[2 * _squares.Length];
        _cascade = new ExactCascade(model, LevelLayout.Plain(_window.Width + 1, _squares.Length));
    }

    /// <summary>How many stages a window passes before one rejects it.</summary>
    /// <param name="pixels">Window height x window width.</param>
    public int StagesPassed(byte[] pixels)
    {
        int stride = _window.Width + 1;
        ScalarIntegral.Compute(pixels, _window.Width, _window.Height, _sums, _squares, stride);
        if (_model.HasTiltedFeatures)
        {
            ScalarIntegral.ComputeTilted(pixels, _window.Width, _window.Height, _sums.AsSpan(_squares.Length), stride);
        }

        float factor = _model.FeatureType == CascadeFeatureType.Haar ? WindowSet.FactorOf(pixels, _window) : 1;
        int passed = 0;
        while (
            factor != 0
            && passed < _model.Stages.Length
            && _cascade.StageSum(_model.Stages[passed], in _sums[0], factor) >= _model.Stages[passed].EffectiveThreshold
        )
        {
            passed++;
        }

        return passed;
    }
}
