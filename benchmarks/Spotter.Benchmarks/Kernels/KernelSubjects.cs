using System.Numerics;
using Spotter.Vision;
using Spotter.Vision.Cascades;
using Spotter.Vision.Detectors;
using Spotter.Vision.Images;
using Spotter.Vision.Kernels;
using Spotter.Vision.Kernels.Lanes;
using Spotter.Vision.Kernels.Vectors;

namespace Spotter.Benchmarks.Kernels;

/// <summary>The subjects in one width, on a level of a picture.</summary>
internal sealed unsafe class KernelSubjects<TLanes, TInt, TFloat> : IKernelSubjects
    where TLanes : struct, ILanes<TInt, TFloat>
    where TInt : struct
    where TFloat : struct
{
    private const int Row = 0;
    private const int Overrun = 64;

    private readonly GrayImage _picture;
    private readonly PyramidLevel _level;
    private readonly LevelLayout _layout;
    private readonly LevelRows<TLanes, TInt, TFloat> _rows;
    private readonly StageJudge<TLanes, TInt, TFloat> _judge;
    private readonly WindowPatch<TLanes, TInt, TFloat> _patch;
    private readonly VectorScanner<TLanes, TInt, TFloat> _scanner;
    private readonly RowResizer _resizer = new();
    private readonly FactorGeometry _geometry;
    private readonly GrowingBuffer<byte> _pixels = new();
    private readonly GrowingBuffer<int> _target = new();
    private readonly GrowingBuffer<int> _squares = new();
    private readonly GrowingBuffer<ulong> _passing = new();
    private readonly List<Candidate> _found = [];

    /// <param name="model">The cascade.</param>
    /// <param name="picture">The picture; it must stay where it is in memory.</param>
    /// <param name="level">Which scale.</param>
    public KernelSubjects(CascadeModel model, GrayImage picture, PyramidLevel level)
    {
        _picture = picture;
        _level = level;
        var shaped = new ShapedCascade(model);
        _layout = new LevelLayout(level.Step, level.Width + 1, model.HasTiltedFeatures);
        _rows = new LevelRows<TLanes, TInt, TFloat>(
            model.WindowSize,
            model.FeatureType == CascadeFeatureType.Haar,
            model.HasTiltedFeatures
        );
        _judge = new StageJudge<TLanes, TInt, TFloat>(new CompiledCascade(shaped, _layout, TLanes.ShortSamples), model);
        _patch = new WindowPatch<TLanes, TInt, TFloat>(model);
        _scanner = new VectorScanner<TLanes, TInt, TFloat>(shaped);
        _geometry = new FactorGeometry(model.WindowSize, new VarianceGate(model.WindowSize), _layout);
        _pixels.Reserve(level.Width + Overrun);
        _target.Reserve(_layout.Stride + _patch.Length + Overrun);
        _squares.Reserve(level.Width + (2 * Overrun));
        _passing.Reserve((level.WindowsAcross + 63) / 64);
        fixed (byte* pixels = &picture.View.Origin)
        {
            _rows.Start(picture.View, pixels, level, _layout, _judge.ReadsShort, Row);
            _rows.Advance(Row, Row);
            _judge.Pair(_rows.SumRow(Row), _rows.ShortRow(Row));
            _rows.Factors(Row, level.WindowsAcross, _passing.Pointer);
            _resizer.Start(picture.View, pixels, level);
        }
    }

    public void ResizeRow()
    {
        _resizer.Row(1, _pixels.Pointer);
    }

    public void IntegralRow() =>
        RowKernels<TLanes, TInt, TFloat>.Integral(
            _layout,
            _pixels.Pointer,
            _level.Width,
            _rows.SumRow(1),
            _target.Pointer,
            shorts: null
        );

    public void FactorRow()
    {
        RowKernels<TLanes, TInt, TFloat>.RunningSums(_squares.Pointer, _squares.Pointer, _level.Width);
        RowKernels<TLanes, TInt, TFloat>.Factors(
            in _geometry,
            _rows.SumRow(Row),
            _squares.Pointer,
            _level.WindowsAcross,
            _passing.Pointer
        );
    }

    public int FirstStageRow()
    {
        int windows = WindowGroups<TInt>.Count * TLanes.Count;
        int* first = _rows.SumRow(Row);
        int passed = 0;
        for (int k = 0; k + windows <= _level.WindowsAcross; k += windows)
        {
            int* window = first + k;
            ulong bits = _judge.Passing(
                0,
                window,
                window + TLanes.Count,
                window + (2 * TLanes.Count),
                window + (3 * TLanes.Count),
                ulong.MaxValue
            );
            passed += BitOperations.PopCount(bits);
        }

        return passed;
    }

    public void PatchRow()
    {
        for (int k = 0; k < _level.WindowsAcross; k++)
        {
            _patch.Copy(_rows.SumRow(Row) + k, _layout, _target.Pointer);
        }
    }

    public int Level()
    {
        _found.Clear();
        _scanner.Scan(_picture.View, _level, new RowRange(0, _level.RowEnd), _found);
        _scanner.Finish();
        return _found.Count;
    }
}
