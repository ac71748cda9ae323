// The definition that the vector kernels are tested against: one window at a time, in the arithmetic of OpenCV's
// CascadeClassifier.

using Spotter.Vision.Cascades;
using Spotter.Vision.Detectors;
using Spotter.Vision.Images;

namespace Spotter.Vision.Kernels.Scalar;

internal sealed class ScalarScanner(CascadeModel model) : ILevelScanner
{
    private readonly VarianceGate _gate = new(model.WindowSize);
    private readonly ResizeTable _columns = new();
    private readonly ResizeTable _rows = new();
    private byte[] _pixels = [];
    private int[] _sums = [];
    private uint[] _squares = [];
    private int _stride;
    private ExactCascade? _cascade;

    // Nothing is put off.
    public void Finish() { }

    public void Scan(ImageView<byte> image, in PyramidLevel level, RowRange rows, List<Candidate> found)
    {
        Prepare(image, level);
        PyramidLevel here = level;
        Walk(level, rows, (x, y, passed, score) =>
        {
            if (passed == model.Stages.Length)
            {
                found.Add(new Candidate(here.BoxAt(x, y), score));
            }
        });
    }

    /// <summary>How many stages each window of a level passes, -1 where it is too flat for the first.</summary>
    /// <param name="image">The picture, H x W, 0..255.</param>
    /// <param name="level">The scale to search.</param>
    /// <param name="passed">A number a window, row by row; windows that the search leaves out keep theirs.</param>
    public void Trace(ImageView<byte> image, in PyramidLevel level, short[] passed)
    {
        Prepare(image, level);
        int across = level.WindowsAcross;
        int step = level.Step;
        Walk(level, new RowRange(0, level.RowEnd), (x, y, stages, _) =>
            passed[(y / step * across) + (x / step)] = (short)stages
        );
    }

    private void Walk(in PyramidLevel level, RowRange rows, Action<int, int, int, double> visit)
    {
        for (int y = rows.First; y < rows.End; y += level.Step)
        {
            for (int x = 0; x < level.PositionsAcross; x += level.Step)
            {
                int passed = Run(x, y, out double score);
                visit(x, y, passed, score);
                if (passed == 0)
                {
                    // What fails at once has a neighbour that would, too.
                    x += level.Step;
                }
            }
        }
    }

    private void Prepare(ImageView<byte> image, in PyramidLevel level)
    {
        int stride = level.Width + 1;
        int samples = stride * (level.Height + 1);
        int planes = model.HasTiltedFeatures ? 2 : 1;
        if (_sums.Length < samples * planes)
        {
            _pixels = new byte[level.Width * level.Height];
            _sums = new int[samples * planes];
            _squares = new uint[samples];
        }

        _columns.Prepare(image.Width, level.Width);
        _rows.Prepare(image.Height, level.Height);
        ScalarResize.Resize(image, _columns, _rows, _pixels);
        ScalarIntegral.Compute(_pixels, level.Width, level.Height, _sums, _squares, stride);
        if (model.HasTiltedFeatures)
        {
            ScalarIntegral.ComputeTilted(_pixels, level.Width, level.Height, _sums.AsSpan(samples), stride);
        }

        _stride = stride;
        _cascade = new ExactCascade(model, LevelLayout.Plain(stride, samples));
    }

    /// <summary>
    /// Answers the stage that rejected the window, the number of stages where none did, -1 where it is too flat.
    /// </summary>
    private int Run(int x, int y, out double sum)
    {
        sum = 0;
        int origin = (y * _stride) + x;
        float factor = 1;
        if (model.FeatureType == CascadeFeatureType.Haar && (factor = VarianceFactor(origin)) == 0)
        {
            return -1;
        }

        for (int s = 0; s < model.Stages.Length; s++)
        {
            sum = _cascade!.StageSum(model.Stages[s], in _sums[origin], factor);
            if (sum < model.Stages[s].EffectiveThreshold)
            {
                return s;
            }
        }

        return model.Stages.Length;
    }

    private float VarianceFactor(int origin)
    {
        int topLeft = origin + _stride + 1;
        int across = model.WindowSize.Width - 2;
        int down = (model.WindowSize.Height - 2) * _stride;
        int sum = _sums[topLeft] - _sums[topLeft + across] - _sums[topLeft + down] + _sums[topLeft + down + across];
        uint squares =
            _squares[topLeft]
            - _squares[topLeft + across]
            - _squares[topLeft + down]
            + _squares[topLeft + down + across];
        return _gate.Factor(sum, squares);
    }
}
