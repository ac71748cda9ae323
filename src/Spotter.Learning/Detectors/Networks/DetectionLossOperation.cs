// Scores: quality focal loss (Li et al., Generalized focal loss, NeurIPS 2020). Boxes: 1 - GIoU (Rezatofighi et al.,
// CVPR 2019), weighted by the quality, on distances as FCOS has them (Tian et al., ICCV 2019).

using Spotter.Learning.Execution;
using Spotter.Networks.Kernels;
using Spotter.Networks.Operations;
using Spotter.Vision.Networks;

namespace Spotter.Learning.Detectors.Networks;

/// <summary>
/// Chooses for every object the cells that answer for it, and compares scores and boxes with what they should be.
/// Gradients need no clipping: each of a cell is bounded, and their sum is divided by that of the targets, or by 1.
/// </summary>
internal sealed unsafe class DetectionLossOperation : ILossOperation
{
    private readonly CellMap[] _maps;
    private readonly int _classes;
    private readonly int _cells;
    private readonly Sample[] _samples;

    public DetectionLossOperation(IReadOnlyList<Tensor> outputs, int classes, IReadOnlyList<int> strides, int batch)
    {
        _classes = classes;
        _maps = new CellMap[outputs.Count];
        for (int i = 0; i < _maps.Length; i++)
        {
            Tensor output = outputs[i];

            // Evaluation has no way back; the gradient goes nowhere.
            AlignedBuffer slopes = output.Gradient ?? new AlignedBuffer(output.Value.Length);
            _maps[i] = new CellMap(output, slopes, strides[i], _cells);
            _cells += output.Pixels;
        }

        _samples = [.. Enumerable.Range(0, batch).Select(_ => new Sample(_cells, classes))];
    }

    /// <summary>The loss of the last step.</summary>
    public DetectionLossParts Parts { get; private set; }

    /// <summary>What is wanted of a sample of the batch.</summary>
    internal Sample SampleFor(int number) => _samples[number];

    public void ReadTarget(ISampleReader reader, int position, int sample) =>
        _samples[sample].Target = ((SceneSampler)reader).TargetOf(position);

    public (double Loss, int Correct) Total() => (Parts.Total, 0);

    public void Run(Worker worker, int samples)
    {
        (int start, int end) = worker.Share(samples);
        for (int sample = start; sample < end; sample++)
        {
            Assign(sample);
        }

        worker.Meet();

        // Every worker adds in the order of the samples, so that all have the same sum.
        double quality = 0;
        for (int sample = 0; sample < samples; sample++)
        {
            quality += _samples[sample].Quality;
        }

        float share = (float)(1 / Math.Max(quality, 1));
        for (int sample = start; sample < end; sample++)
        {
            Compare(sample, share);
        }

        worker.Meet();
        if (worker.Part == 0)
        {
            double scores = 0;
            double boxes = 0;
            for (int sample = 0; sample < samples; sample++)
            {
                scores += _samples[sample].ScoreLoss;
                boxes += _samples[sample].BoxLoss;
            }

            Parts = new DetectionLossParts(scores * share, boxes * share);
        }
    }

    private void Assign(int number)
    {
        Sample sample = _samples[number];
        sample.Clear();
        foreach (BackgroundRegion region in sample.Target.Background)
        {
            foreach (CellMap map in _maps)
            {
                Fill(sample.Weights, map, region);
            }
        }

        var choice = new CellAssignment(_maps, _classes, number, sample);
        List<TargetBox> boxes = sample.Target.Boxes;
        for (int i = 0; i < boxes.Count; i++)
        {
            choice.Choose(boxes[i], i);
        }

        choice.Settle(boxes);
    }

    private void Fill(float[] weights, CellMap map, in BackgroundRegion region)
    {
        (int left, int right) = map.CellsBetween(region.Left, region.Right, map.Columns);
        (int top, int bottom) = map.CellsBetween(region.Top, region.Bottom, map.Rows);
        for (int row = top; row < bottom; row++)
        {
            for (int column = left; column < right; column++)
            {
                weights[((map.First + (row * map.Columns) + column) * _classes) + region.Class] = region.Weight;
            }
        }
    }

    private void Compare(int number, float share)
    {
        Sample sample = _samples[number];
        double scoreLoss = 0;
        double boxLoss = 0;
        foreach (CellMap map in _maps)
        {
            float* values = map.Values(number);
            float* slopes = map.Slopes(number);
            for (int cell = 0; cell < map.Count; cell++, values += map.Pitch, slopes += map.Pitch)
            {
                new Span<float>(slopes, map.Pitch).Clear();
                int at = map.First + cell;
                for (int c = 0; c < _classes; c++)
                {
                    float weight = sample.Weights[(at * _classes) + c];
                    if (weight > 0)
                    {
                        scoreLoss +=
                            weight * ScoreLoss(values[c], sample.Targets[(at * _classes) + c], out float slope);
                        slopes[c] = slope * weight * share;
                    }
                }

                int owner = sample.Owners[at];
                if (owner >= 0)
                {
                    TargetBox box = sample.Target.Boxes[owner];
                    float weight = sample.Targets[(at * _classes) + box.Class] * box.Weight;
                    (float x, float y) = map.MiddleOf(cell);
                    boxLoss +=
                        weight
                        * BoxLoss(
                            values + _classes,
                            slopes + _classes,
                            x,
                            y,
                            map.Stride,
                            box,
                            (float)DetectionLoss.BoxWeight * weight * share
                        );
                }
            }
        }

        sample.ScoreLoss = scoreLoss;
        sample.BoxLoss = boxLoss;
    }

    // |t - p|^2 times the cross-entropy of t and p, p = 1 / (1 + e^-z). Its derivative by z is
    // (p - t) ((p - t)^2 + 2 p (1 - p) cross-entropy).
    internal static double ScoreLoss(float logit, float target, out float slope)
    {
        float small = MathF.Exp(-MathF.Abs(logit));
        float p = logit >= 0 ? 1 / (1 + small) : small / (1 + small);
        float entropy = MathF.Max(logit, 0) - (logit * target) + MathF.Log(1 + small);
        float distance = p - target;
        slope = distance * ((distance * distance) + (2 * p * (1 - p) * entropy));
        return distance * distance * entropy;
    }

    /// <summary>1 - GIoU of what a cell answers and a box, and its derivatives times a factor.</summary>
    internal static double BoxLoss(
        float* logs,
        float* slopes,
        float x,
        float y,
        int stride,
        in TargetBox box,
        float factor
    )
    {
        float* d = stackalloc float[4];
        for (int i = 0; i < 4; i++)
        {
            d[i] = CellReader.Distance(logs[i], stride);
        }

        float left = x - d[0];
        float top = y - d[1];
        float right = x + d[2];
        float bottom = y + d[3];
        float sharedWidth = MathF.Min(right, box.Right) - MathF.Max(left, box.Left);
        float sharedHeight = MathF.Min(bottom, box.Bottom) - MathF.Max(top, box.Top);
        bool meet = sharedWidth > 0 && sharedHeight > 0;
        float shared = meet ? sharedWidth * sharedHeight : 0;
        float width = right - left;
        float height = bottom - top;
        float union = (width * height) + (box.Width * box.Height) - shared + 1e-6f;
        float hullWidth = MathF.Max(right, box.Right) - MathF.Min(left, box.Left);
        float hullHeight = MathF.Max(bottom, box.Bottom) - MathF.Min(top, box.Top);
        float hull = (hullWidth * hullHeight) + 1e-6f;

        // Which sides of what is answered bound the shared part and the hull.
        bool* inner = stackalloc bool[] { left > box.Left, top > box.Top, right < box.Right, bottom < box.Bottom };
        for (int i = 0; i < 4; i++)
        {
            bool isHorizontal = i is 0 or 2;
            float ofArea = isHorizontal ? height : width;
            float ofShared =
                meet && inner[i]
                    ? isHorizontal
                        ? sharedHeight
                        : sharedWidth
                    : 0;
            float ofHull =
                inner[i] ? 0
                : isHorizontal ? hullHeight
                : hullWidth;
            float ofUnion = ofArea - ofShared;
            float gain =
                (ofShared / union)
                - (shared * ofUnion / (union * union))
                + (ofUnion / hull)
                - (union * ofHull / (hull * hull));
            bool isFree = MathF.Abs(logs[i]) < CellReader.MostLogDistance;
            slopes[i] = isFree ? -gain * d[i] * factor : 0;
        }

        return 1 - ((shared / union) - ((hull - union) / hull));
    }

    /// <summary>One output: a map of cells, seen as a part of all cells of a sample.</summary>
    internal sealed class CellMap(Tensor output, AlignedBuffer slopes, int stride, int first)
    {
        public int Stride => stride;

        /// <summary>Number of the map's first cell among all of a sample.</summary>
        public int First => first;

        public int Columns => output.Shape.Width;

        public int Rows => output.Shape.Height;

        public int Count => output.Pixels;

        public int Pitch => output.PixelStride;

        public float* Values(int sample) => output.Data + ((nint)sample * output.SampleStride);

        public float* Slopes(int sample) => slopes.Pointer + ((nint)sample * output.SampleStride);

        public (float X, float Y) MiddleOf(int cell)
        {
            (int row, int column) = Math.DivRem(cell, Columns);
            return ((column + 0.5f) * stride, (row + 0.5f) * stride);
        }

        /// <summary>The cells of a line whose middles lie from a place on to before another.</summary>
        public (int First, int End) CellsBetween(float from, float to, int count) =>
            (
                Math.Clamp((int)MathF.Ceiling((from / stride) - 0.5f), 0, count),
                Math.Clamp((int)MathF.Ceiling((to / stride) - 0.5f), 0, count)
            );
    }

    /// <summary>What is wanted of the cells of a sample, and what became of it.</summary>
    internal sealed class Sample(int cells, int classes)
    {
        public SceneTarget Target { get; set; } = new();

        /// <summary>How much each class of each cell counts.</summary>
        public float[] Weights { get; } = new float[cells * classes];

        /// <summary>The score that each class of each cell should have.</summary>
        public float[] Targets { get; } = new float[cells * classes];

        /// <summary>The object that each cell answers for; -1 for none.</summary>
        public int[] Owners { get; } = new int[cells];

        /// <summary>How well each cell stands for its object, while objects choose.</summary>
        public float[] Merits { get; } = new float[cells];

        public double Quality { get; set; }

        public double ScoreLoss { get; set; }

        public double BoxLoss { get; set; }

        public void Clear()
        {
            Array.Clear(Weights);
            Array.Clear(Targets);
            Array.Clear(Merits);
            Array.Fill(Owners, -1);
            (Quality, ScoreLoss, BoxLoss) = (0, 0, 0);
        }
    }
}
