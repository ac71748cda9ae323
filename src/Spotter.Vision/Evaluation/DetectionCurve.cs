namespace Spotter.Vision.Evaluation;

/// <summary>
/// Recall, false alarms and precision at every threshold of the score: what the ROC and the precision/recall plot of a
/// detector show.
/// </summary>
public sealed class DetectionCurve
{
    private readonly OperatingPoint[] _points;

    private DetectionCurve(OperatingPoint[] points)
    {
        _points = points;
        AveragePrecision = AreaUnderEnvelope(points);
    }

    /// <summary>
    /// A point a distinct score, strictest first; the first is the one at which nothing counts. Hits and false alarms
    /// never fall from one to the next.
    /// </summary>
    public IReadOnlyList<OperatingPoint> Points => _points;

    /// <summary>Things there were to find.</summary>
    public int Objects => _points[0].Objects;

    /// <summary>Pictures searched.</summary>
    public int Pictures => _points[0].Pictures;

    /// <summary>
    /// The area under the precision/recall curve, at each recall the best precision at that recall or a higher one,
    /// over all points (PASCAL VOC since 2010; COCO samples the same curve at 101 recalls). 0 to 1; NaN where there was
    /// nothing to find.
    /// </summary>
    public double AveragePrecision { get; }

    /// <summary>The point of the highest F1; of several, the strictest.</summary>
    public OperatingPoint BestF1
    {
        get
        {
            OperatingPoint best = _points[0];
            foreach (OperatingPoint point in _points)
            {
                best = point.F1 > best.F1 ? point : best;
            }

            return best;
        }
    }

    /// <summary>Makes the curve of all pictures of an evaluation.</summary>
    /// <param name="pictures">Each picture's detections beside what is in it.</param>
    public static DetectionCurve Of(IEnumerable<PictureMatch> pictures)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        PictureMatch[] all = [.. pictures];
        int objects = all.Sum(static picture => picture.ObjectCount);
        var points = new List<OperatingPoint> { new(double.PositiveInfinity, 0, 0, objects, all.Length) };
        IEnumerable<MatchedDetection> counted = all.SelectMany(static picture => picture.Detections)
            .Where(static match => match.Outcome != MatchOutcome.Ignored);
        foreach (
            IGrouping<double, MatchedDetection> equal in counted
                .GroupBy(static match => match.Detection.Score)
                .OrderByDescending(static group => group.Key)
        )
        {
            int hits = equal.Count(static match => match.Outcome == MatchOutcome.Hit);
            points.Add(
                points[^1] with
                {
                    Threshold = equal.Key,
                    Hits = points[^1].Hits + hits,
                    FalseAlarms = points[^1].FalseAlarms + equal.Count() - hits,
                }
            );
        }

        return new DetectionCurve([.. points]);
    }

    /// <summary>The point with the most hits at no more than some number of false alarms a picture.</summary>
    /// <param name="perPicture">False alarms a picture, 0 or more.</param>
    public OperatingPoint AtFalseAlarms(double perPicture) =>
        _points[
            Array.FindLastIndex(_points, point => point.FalseAlarms == 0 || point.FalseAlarmsPerPicture <= perPicture)
        ];

    /// <summary>The point of a threshold.</summary>
    /// <param name="score">The lowest score that counts.</param>
    public OperatingPoint AtThreshold(double score) =>
        _points[Array.FindLastIndex(_points, point => point.Threshold >= score)] with
        {
            Threshold = score,
        };

    private static double AreaUnderEnvelope(OperatingPoint[] points)
    {
        if (points[0].Objects == 0)
        {
            return double.NaN;
        }

        double area = 0;
        double bestPrecision = 0;
        for (int i = points.Length - 1; i > 0; i--)
        {
            bestPrecision = Math.Max(bestPrecision, points[i].Precision);
            area += (points[i].Recall - points[i - 1].Recall) * bestPrecision;
        }

        return area;
    }
}
