using System.Runtime.CompilerServices;
using Spotter.Vision.Cascades;
using Spotter.Vision.Detectors;
using Spotter.Vision.Images;
using Spotter.Vision.Kernels.Lanes;

namespace Spotter.Vision.Kernels.Vectors;

/// <summary>
/// Judges as many windows at once as a vector has lanes. A strip of rows goes through the first stage, row by row; what
/// is left of the strip then goes through one stage after the other, so that a stage's table stays in the cache.
/// </summary>
/// <typeparam name="TLanes">The width of the stage kernels.</typeparam>
/// <typeparam name="TInt">Its integers.</typeparam>
/// <typeparam name="TFloat">Its floats.</typeparam>
internal sealed unsafe class VectorScanner<TLanes, TInt, TFloat> : ILevelScanner
    where TLanes : struct, ILanes<TInt, TFloat>
    where TInt : struct
    where TFloat : struct
{
    // Rows of windows a strip.
    private const int StripRows = 8;

    private readonly CascadeModel _model;
    private readonly LevelRows<TLanes, TInt, TFloat> _rows;
    private readonly AlignedBuffer<ulong> _passing = new();
    private readonly AlignedBuffer<int> _positions = new();
    private readonly AlignedBuffer<uint> _alive = new();
    private readonly AlignedBuffer<int> _slots = new();
    private CompiledCascade? _coarse;
    private CompiledCascade? _fine;
    private CompiledCascade _cascade = null!;
    private int* _table;
    private int* _sums;

    public VectorScanner(CascadeModel model)
    {
        _model = model;
        _rows = new LevelRows<TLanes, TInt, TFloat>(
            model.WindowSize, model.FeatureType == CascadeFeatureType.Haar, model.HasTiltedFeatures);
    }

    public void Scan(ImageView<byte> image, in PyramidLevel level, RowRange rows, List<Candidate> found)
    {
        int windows = level.WindowsAcross;
        if (windows == 0 || rows.First >= rows.End)
        {
            return;
        }

        ref CompiledCascade? cached = ref (level.Step == 1 ? ref _fine : ref _coarse);
        _cascade = cached = ForColumns(cached, level);
        _slots.Reserve(_cascade.SlotCount * WindowGroups<TInt>.Count * TLanes.Count);
        _passing.Reserve((windows + 63) / 64);
        int vectors = (StripRows * ((windows + TLanes.Count - 1) / TLanes.Count)) + WindowGroups<TInt>.Count;
        _positions.Reserve(vectors);
        _alive.Reserve(vectors);
        fixed (int* table = _cascade.Table)
        {
            fixed (byte* pixels = &image.Origin)
            {
                _table = table;
                _rows.Start(image, pixels, level, _cascade.Layout, rows.First);
                int stripHeight = StripRows * level.Step;
                for (int y = rows.First; y < rows.End; y += stripHeight)
                {
                    ScanStrip(level, new RowRange(y, Math.Min(y + stripHeight, rows.End)), found);
                }
            }
        }
    }

    // Pictures of about the same width share a layout; a much wider one would only spread the rows.
    private CompiledCascade ForColumns(CompiledCascade? cascade, in PyramidLevel level)
    {
        const int Granularity = 64;
        int needed = level.Width + 1;
        return cascade is not null && cascade.Layout.Columns >= needed && cascade.Layout.Columns <= 2 * (needed + Granularity)
            ? cascade
            : new CompiledCascade(
                _model,
                new LevelLayout(level.Step, (needed + Granularity - 1) / Granularity * Granularity, _model.HasTiltedFeatures));
    }

    private void ScanStrip(in PyramidLevel level, RowRange strip, List<Candidate> found)
    {
        int lastRow = strip.First + ((strip.End - 1 - strip.First) / level.Step * level.Step);
        _rows.Advance(strip.First, lastRow);
        _sums = _rows.SumRow(strip.First);
        var survivors = new Survivors(_positions.Pointer, _alive.Pointer, TLanes.Count);
        survivors.Restart();
        for (int y = strip.First; y < strip.End; y += level.Step)
        {
            FirstStage(y, level.WindowsAcross, ref survivors);
        }

        survivors.Close();
        for (int stage = 1; stage < _cascade.Stages.Length && survivors.Count > 0; stage++)
        {
            NextStage(stage, ref survivors);
        }

        Report(level, survivors, strip.First, found);
    }

    private void FirstStage(int y, int windows, ref Survivors survivors)
    {
        ulong* valid = _passing.Pointer;
        if (_model.FeatureType == CascadeFeatureType.Haar)
        {
            _rows.Factors(y, windows, valid);
        }

        int* row = _rows.SumRow(y);
        var skips = default(FirstStageSkips);
        for (int k = 0; k < windows; k += 64)
        {
            int last = Math.Min(64, windows - k);
            ulong all = last == 64 ? ulong.MaxValue : (1UL << last) - 1;
            ulong judged = _model.FeatureType == CascadeFeatureType.Haar ? valid[k / 64] : all;
            ulong passed = judged == 0 ? 0 : FirstStage(row + k, judged);
            ulong skipped = skips.Next(judged & ~passed);
            AppendWord(ref survivors, (int)(row + k - _sums), passed & ~skipped);
        }
    }

    // The windows among 64 neighbours that pass the first stage.
    private ulong FirstStage(int* windows, ulong judged)
    {
        ulong passed = 0;
        int step = WindowGroups<TInt>.Count * TLanes.Count;
        ulong part = step == 64 ? ulong.MaxValue : (1UL << step) - 1;
        for (int k = 0; k < 64; k += step)
        {
            ulong candidates = (judged >> k) & part;
            if (candidates != 0)
            {
                int* first = windows + k;
                passed |= Judge(0, first, first + TLanes.Count, first + (2 * TLanes.Count), first + (3 * TLanes.Count), candidates) << k;
            }
        }

        return passed;
    }

    private static void AppendWord(ref Survivors survivors, int position, ulong bits)
    {
        ulong lanes = (1UL << TLanes.Count) - 1;
        for (int k = 0; bits != 0; k += TLanes.Count, bits >>= TLanes.Count)
        {
            survivors.Append(position + k, (uint)(bits & lanes));
        }
    }

    private void NextStage(int stage, ref Survivors survivors)
    {
        int count = survivors.Count;
        int* positions = survivors.Positions;
        uint* alive = survivors.Alive;

        // The last group may be short; it is filled with vectors in which nothing lives.
        for (int i = count; i < count + WindowGroups<TInt>.Count - 1; i++)
        {
            positions[i] = positions[count - 1];
            alive[i] = 0;
        }

        survivors.Restart();
        uint lanes = (uint)((1UL << TLanes.Count) - 1);
        for (int i = 0; i < count; i += WindowGroups<TInt>.Count)
        {
            int position0 = positions[i];
            int position1 = positions[i + 1];
            int position2 = positions[i + 2];
            int position3 = positions[i + 3];
            ulong candidates = alive[i]
                | ((ulong)alive[i + 1] << TLanes.Count)
                | ((ulong)alive[i + 2] << (2 * TLanes.Count))
                | ((ulong)alive[i + 3] << (3 * TLanes.Count));
            ulong passed = Judge(stage, _sums + position0, _sums + position1, _sums + position2, _sums + position3, candidates);
            if (passed != 0)
            {
                survivors.Append(position0, (uint)passed & lanes);
                survivors.Append(position1, (uint)(passed >> TLanes.Count) & lanes);
                survivors.Append(position2, (uint)(passed >> (2 * TLanes.Count)) & lanes);
                survivors.Append(position3, (uint)(passed >> (3 * TLanes.Count)) & lanes);
            }
        }

        survivors.Close();
    }

    /// <summary>The candidates, a bit each and a vector after the other, that pass a stage.</summary>
    private ulong Judge(int stage, int* window0, int* window1, int* window2, int* window3, ulong candidates)
    {
        CompiledStage compiled = _cascade.Stages[stage];
        Unsafe.SkipInit(out WindowGroups<TInt> groups);
        groups.Window0 = window0;
        groups.Window1 = window1;
        groups.Window2 = window2;
        groups.Window3 = window3;
        StageKernels<TLanes, TInt, TFloat>.Evaluate(compiled, _table, _cascade.Layout.FactorOffset, _slots.Pointer, ref groups);
        ulong possible = candidates & Above(compiled.Low, in groups);
        if (possible == 0)
        {
            return 0;
        }

        ulong doubtful = possible & ~Above(compiled.High, in groups);
        return doubtful == 0 ? possible : possible & ~FailingExactly(stage, in groups, doubtful);
    }

    private static ulong Above(int limit, in WindowGroups<TInt> groups)
    {
        TInt limits = TLanes.Broadcast(&limit);
        return TLanes.GreaterThanBits(groups.Sum0, limits)
            | ((ulong)TLanes.GreaterThanBits(groups.Sum1, limits) << TLanes.Count)
            | ((ulong)TLanes.GreaterThanBits(groups.Sum2, limits) << (2 * TLanes.Count))
            | ((ulong)TLanes.GreaterThanBits(groups.Sum3, limits) << (3 * TLanes.Count));
    }

    private ulong FailingExactly(int stage, in WindowGroups<TInt> groups, ulong doubtful)
    {
        Stage model = _model.Stages[stage];
        ulong failing = 0;
        for (int lane = 0; lane < WindowGroups<TInt>.Count * TLanes.Count; lane++)
        {
            if ((doubtful >> lane & 1) != 0)
            {
                int* first = (lane / TLanes.Count) switch
                {
                    0 => groups.Window0,
                    1 => groups.Window1,
                    2 => groups.Window2,
                    _ => groups.Window3,
                };
                double sum = ExactSum(model, first + (lane % TLanes.Count));
                failing |= sum < model.EffectiveThreshold ? 1UL << lane : 0;
            }
        }

        return failing;
    }

    private double ExactSum(Stage stage, int* window) =>
        _cascade.Exact.StageSum(stage, ref *window, *(float*)(window + _cascade.Layout.FactorOffset));

    private void Report(in PyramidLevel level, Survivors survivors, int stripRow, List<Candidate> found)
    {
        Stage last = _model.Stages[^1];
        for (int i = 0; i < survivors.Count; i++)
        {
            uint alive = survivors.Alive[i];
            for (int lane = 0; alive != 0; lane++, alive >>= 1)
            {
                if ((alive & 1) == 0)
                {
                    continue;
                }

                int position = survivors.Positions[i] + lane;
                int row = position / _cascade.Layout.Stride;
                int x = (position - (row * _cascade.Layout.Stride)) * level.Step;
                found.Add(new Candidate(level.BoxAt(x, stripRow + row), ExactSum(last, _sums + position)));
            }
        }
    }
}
