using System.Numerics;
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
    // Rows of windows a strip: more of them fill the last vectors of a stage better, and leave the cache earlier.
    private const int StripRows = 32;

    private readonly ShapedCascade _shaped;
    private readonly CascadeModel _model;
    private readonly LevelRows<TLanes, TInt, TFloat> _rows;
    private readonly GrowingBuffer<ulong> _passing = new();
    private readonly GrowingBuffer<LivingVector> _vectors = new();
    private readonly int _firstLateStage;
    private StageJudge<TLanes, TInt, TFloat>? _coarse;
    private StageJudge<TLanes, TInt, TFloat>? _fine;
    private StageJudge<TLanes, TInt, TFloat> _judge = null!;
    private LateStages<TLanes, TInt, TFloat>? _late;
    private int* _sums;

    public VectorScanner(ShapedCascade cascade)
    {
        _shaped = cascade;
        _model = cascade.Model;
        _rows = new LevelRows<TLanes, TInt, TFloat>(
            _model.WindowSize,
            _model.FeatureType == CascadeFeatureType.Haar,
            _model.HasTiltedFeatures
        );
        _firstLateStage = LateStages<TLanes, TInt, TFloat>.FirstStageOf(_model);
    }

    public void Scan(ImageView<byte> image, in PyramidLevel level, RowRange rows, List<Candidate> found)
    {
        int windows = level.WindowsAcross;
        if (windows == 0 || rows.First >= rows.End)
        {
            return;
        }

        ref StageJudge<TLanes, TInt, TFloat>? cached = ref (level.Step == 1 ? ref _fine : ref _coarse);
        _judge = cached = ForWidth(cached, image.Width, level);
        _passing.Reserve((windows + 63) / 64);
        int vectors = (StripRows * ((windows + TLanes.Count - 1) / TLanes.Count)) + WindowGroups<TInt>.Count;
        _vectors.Reserve(vectors);
        fixed (byte* pixels = &image.Origin)
        {
            _rows.Start(image, pixels, level, _judge.Layout, _judge.ReadsShort, rows.First);
            int stripHeight = StripRows * level.Step;
            for (int y = rows.First; y < rows.End; y += stripHeight)
            {
                ScanStrip(level, new RowRange(y, Math.Min(y + stripHeight, rows.End)), found);
            }
        }
    }

    public void Finish() => _late?.Finish();

    // All levels of a step share a layout, and so do pictures of about the same width: compiling costs about as much as
    // searching a small picture. Detectors visit every column only where a level has half the picture's width or less,
    // mining at any width. The layout of a much wider picture would only spread the rows.
    private StageJudge<TLanes, TInt, TFloat> ForWidth(
        StageJudge<TLanes, TInt, TFloat>? judge,
        int imageWidth,
        in PyramidLevel level
    )
    {
        const int Granularity = 64;
        int usual = level.Step == 1 ? (imageWidth / 2) + 1 : imageWidth;
        int widest = Math.Max(usual, level.Width) + 1;
        int columns = (widest + Granularity - 1) / Granularity * Granularity;
        return judge is not null && judge.Layout.Columns >= columns && judge.Layout.Columns <= 2 * columns
            ? judge
            : new StageJudge<TLanes, TInt, TFloat>(
                new CompiledCascade(
                    _shaped,
                    new LevelLayout(level.Step, columns, _model.HasTiltedFeatures),
                    TLanes.ShortSamples
                ),
                _model
            );
    }

    private void ScanStrip(in PyramidLevel level, RowRange strip, List<Candidate> found)
    {
        int lastRow = strip.First + ((strip.End - 1 - strip.First) / level.Step * level.Step);
        _rows.Advance(strip.First, lastRow);
        _sums = _rows.SumRow(strip.First);
        _judge.Pair(_sums, _rows.ShortRow(strip.First));
        var survivors = new Survivors<TLanes, TInt, TFloat>(_vectors.Pointer);
        survivors.Restart();
        for (int y = strip.First; y < strip.End; y += level.Step)
        {
            FirstStage(y, level.WindowsAcross, ref survivors);
        }

        int stages = Math.Min(_judge.StageCount, _firstLateStage);
        for (int stage = 1; stage < stages && survivors.Count > 0; stage++)
        {
            NextStage(stage, ref survivors);
        }

        PassOn(level, survivors, strip.First, found);
    }

    private void FirstStage(int y, int windows, ref Survivors<TLanes, TInt, TFloat> survivors)
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
                passed |=
                    _judge.Passing(
                        0,
                        first,
                        first + TLanes.Count,
                        first + (2 * TLanes.Count),
                        first + (3 * TLanes.Count),
                        candidates
                    ) << k;
            }
        }

        return passed;
    }

    private static void AppendWord(ref Survivors<TLanes, TInt, TFloat> survivors, int position, ulong bits)
    {
        ulong lanes = (1UL << TLanes.Count) - 1;
        for (int k = 0; bits != 0; k += TLanes.Count, bits >>= TLanes.Count)
        {
            survivors.Append(position + k, (uint)(bits & lanes));
        }
    }

    private void NextStage(int stage, ref Survivors<TLanes, TInt, TFloat> survivors)
    {
        int count = survivors.Count;
        LivingVector* vectors = survivors.Vectors;

        // The last group may be short; it is filled with vectors in which nothing lives.
        for (int i = count; i < count + WindowGroups<TInt>.Count - 1; i++)
        {
            vectors[i] = vectors[count - 1] with { Alive = 0 };
        }

        // A copy: the compiler keeps its fields in registers.
        Survivors<TLanes, TInt, TFloat> left = survivors;
        left.Restart();
        uint lanes = (uint)((1UL << TLanes.Count) - 1);
        for (int i = 0; i < count; i += WindowGroups<TInt>.Count)
        {
            LivingVector vector0 = vectors[i];
            LivingVector vector1 = vectors[i + 1];
            LivingVector vector2 = vectors[i + 2];
            LivingVector vector3 = vectors[i + 3];
            ulong candidates =
                vector0.Alive
                | ((ulong)vector1.Alive << TLanes.Count)
                | ((ulong)vector2.Alive << (2 * TLanes.Count))
                | ((ulong)vector3.Alive << (3 * TLanes.Count));
            ulong passed = _judge.Passing(
                stage,
                _sums + vector0.Position,
                _sums + vector1.Position,
                _sums + vector2.Position,
                _sums + vector3.Position,
                candidates
            );
            if (passed != 0)
            {
                left.Append(vector0.Position, (uint)passed & lanes);
                left.Append(vector1.Position, (uint)(passed >> TLanes.Count) & lanes);
                left.Append(vector2.Position, (uint)(passed >> (2 * TLanes.Count)) & lanes);
                left.Append(vector3.Position, (uint)(passed >> (3 * TLanes.Count)) & lanes);
            }
        }

        survivors = left;
    }

    // To the late stages, or to the list where there are none.
    private void PassOn(
        in PyramidLevel level,
        Survivors<TLanes, TInt, TFloat> survivors,
        int stripRow,
        List<Candidate> found
    )
    {
        LevelLayout layout = _judge.Layout;
        bool isLast = _firstLateStage >= _judge.StageCount;
        for (int i = 0; i < survivors.Count; i++)
        {
            LivingVector vector = survivors.Vectors[i];
            for (uint alive = vector.Alive; alive != 0; alive &= alive - 1)
            {
                int position = vector.Position + BitOperations.TrailingZeroCount(alive);
                int row = position / layout.Stride;
                Box box = level.BoxAt((position - (row * layout.Stride)) * level.Step, stripRow + row);
                if (isLast)
                {
                    found.Add(new Candidate(box, _judge.Score(_sums + position)));
                }
                else
                {
                    _late ??= new LateStages<TLanes, TInt, TFloat>(_shaped, _firstLateStage);
                    _late.Add(_sums + position, layout, box, found);
                }
            }
        }
    }
}
