// Task-aligned assignment (Feng et al., TOOD, ICCV 2021): the cells that are best in score and box together
// learn an object.

using Spotter.Vision.Networks;

namespace Spotter.Learning.Detectors.Networks;

/// <summary>Chooses the cells of a sample that answer for each object.</summary>
internal readonly unsafe ref struct CellAssignment
{
    // So many cells learn an object.
    private const int CellsAnObject = 9;

    // Cells near the middle of an object may learn it: within this part of its sides, or of a stride where that is
    // more.
    private const float NearPart = 0.35f;
    private const float NearStrides = 0.75f;

    // Maps learn objects of 1 to so many strides.
    private const float MostStrides = 10;

    private const float LeastQuality = 0.05f;

    private readonly ReadOnlySpan<DetectionLossOperation.CellMap> _maps;
    private readonly int _classes;
    private readonly int _number;
    private readonly DetectionLossOperation.Sample _sample;

    /// <param name="maps">All outputs.</param>
    /// <param name="classes">How many.</param>
    /// <param name="number">Of the sample in the batch.</param>
    /// <param name="sample">Takes what is chosen.</param>
    public CellAssignment(
        DetectionLossOperation.CellMap[] maps,
        int classes,
        int number,
        DetectionLossOperation.Sample sample
    )
    {
        _maps = maps;
        _classes = classes;
        _number = number;
        _sample = sample;
    }

    /// <summary>Gives an object its cells; those that stand better for another stay there.</summary>
    public void Choose(in TargetBox box, int number)
    {
        Span<Candidate> best = stackalloc Candidate[CellsAnObject];
        int count = 0;
        float side = box.Side;
        for (int i = 0; i < _maps.Length; i++)
        {
            int stride = _maps[i].Stride;
            bool isLarge = side >= stride || i == 0;
            bool isSmall = side <= MostStrides * stride || i == _maps.Length - 1;
            if (isLarge && isSmall)
            {
                Collect(_maps[i], box, best, ref count);
            }
        }

        for (int i = 0; i < count; i++)
        {
            int cell = best[i].Cell;
            if (best[i].Merit > _sample.Merits[cell])
            {
                _sample.Merits[cell] = best[i].Merit;
                _sample.Owners[cell] = number;

                // Until all have chosen the place of the target holds the IoU.
                _sample.Targets.AsSpan(cell * _classes, _classes).Clear();
                _sample.Targets[(cell * _classes) + box.Class] = best[i].Overlap;
            }
        }
    }

    /// <summary>Sets the targets: the best cell of an object gets its IoU, the others less by their merits.</summary>
    public void Settle(List<TargetBox> boxes)
    {
        Span<float> mostMerit = boxes.Count <= 256 ? stackalloc float[boxes.Count] : new float[boxes.Count];
        Span<float> mostOverlap = boxes.Count <= 256 ? stackalloc float[boxes.Count] : new float[boxes.Count];
        mostMerit.Clear();
        mostOverlap.Clear();
        int[] owners = _sample.Owners;
        for (int cell = 0; cell < owners.Length; cell++)
        {
            if (owners[cell] is var owner and >= 0)
            {
                float overlap = _sample.Targets[(cell * _classes) + boxes[owner].Class];
                mostMerit[owner] = MathF.Max(mostMerit[owner], _sample.Merits[cell]);
                mostOverlap[owner] = MathF.Max(mostOverlap[owner], overlap);
            }
        }

        for (int cell = 0; cell < owners.Length; cell++)
        {
            if (owners[cell] is var owner and >= 0)
            {
                int place = (cell * _classes) + boxes[owner].Class;
                float quality = Math.Clamp(
                    _sample.Merits[cell] / MathF.Max(mostMerit[owner], 1e-12f) * mostOverlap[owner],
                    LeastQuality,
                    1
                );
                _sample.Targets[place] = quality;
                _sample.Weights[place] = boxes[owner].Weight;
                _sample.Quality += quality;
            }
        }
    }

    private void Collect(DetectionLossOperation.CellMap map, in TargetBox box, Span<Candidate> best, ref int count)
    {
        float middleX = (box.Left + box.Right) / 2;
        float middleY = (box.Top + box.Bottom) / 2;
        float nearX = MathF.Max(box.Width * NearPart, NearStrides * map.Stride);
        float nearY = MathF.Max(box.Height * NearPart, NearStrides * map.Stride);
        (int left, int right) = map.CellsBetween(middleX - nearX, middleX + nearX, map.Columns);
        (int top, int bottom) = map.CellsBetween(middleY - nearY, middleY + nearY, map.Rows);
        float* values = map.Values(_number);
        for (int row = top; row < bottom; row++)
        {
            for (int column = left; column < right; column++)
            {
                int cell = (row * map.Columns) + column;
                float* numbers = values + ((nint)cell * map.Pitch);
                float score = 1 / (1 + MathF.Exp(-numbers[box.Class]));
                float overlap = MathF.Max(OverlapOf(numbers + _classes, map, cell, box), 1e-3f);
                float squared = overlap * overlap;
                Insert(
                    new Candidate(map.First + cell, MathF.Sqrt(score) * squared * squared, overlap),
                    best,
                    ref count
                );
            }
        }
    }

    private static float OverlapOf(float* logs, DetectionLossOperation.CellMap map, int cell, in TargetBox box)
    {
        (float x, float y) = map.MiddleOf(cell);
        float left = x - CellReader.Distance(logs[0], map.Stride);
        float top = y - CellReader.Distance(logs[1], map.Stride);
        float right = x + CellReader.Distance(logs[2], map.Stride);
        float bottom = y + CellReader.Distance(logs[3], map.Stride);
        float width = MathF.Min(right, box.Right) - MathF.Max(left, box.Left);
        float height = MathF.Min(bottom, box.Bottom) - MathF.Max(top, box.Top);
        float shared = MathF.Max(width, 0) * MathF.Max(height, 0);
        return shared / (((right - left) * (bottom - top)) + (box.Width * box.Height) - shared + 1e-6f);
    }

    private static void Insert(in Candidate candidate, Span<Candidate> best, ref int count)
    {
        if (count == best.Length && candidate.Merit <= best[count - 1].Merit)
        {
            return;
        }

        int place = count < best.Length ? count++ : count - 1;
        for (; place > 0 && best[place - 1].Merit < candidate.Merit; place--)
        {
            best[place] = best[place - 1];
        }

        best[place] = candidate;
    }

    private readonly record struct Candidate(int Cell, float Merit, float Overlap);
}
