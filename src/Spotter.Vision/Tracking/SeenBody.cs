namespace Spotter.Vision.Tracking;

/// <summary>
/// The whole of an object of which a part may be hidden, by its boxes that were seen, and how much they tremble. Who
/// goes behind a car loses the legs: the box ends higher up, the foot does not. Then the top edge and the height that
/// is remembered tell where it is.
/// </summary>
internal sealed class SeenBody(CountingOptions options, Tremble usual)
{
    // What grows or shrinks as a whole is followed within half a second. Where only the height changes and the width
    // does not, something covers or shows it little by little, which is followed slowly.
    private const double WholeSeconds = 0.5;
    private const double TallerSeconds = 2;
    private const double ShorterSeconds = 4;

    // A box is cut off where it is shorter than remembered by more than this, and more than heights tremble.
    private const double LeastCut = 0.15;
    private const double MostCut = 0.35;
    private const double CutDeviations = 4;
    private const double SameShape = 0.15;

    // One that is hardly shorter is not cut off at all.
    private const double LeastFull = 0.05;

    // Which end is hidden is weighed for so long.
    private const double WeighingSeconds = 0.5;

    // So many sightings what is usual counts for, and after so many the first ones fade.
    private const int UsualWeight = 3;
    private const int Memory = 40;

    private const double CourseSeconds = 0.5;

    // For the edges of a box, speeds are carried no further than this.
    private const double MostSeconds = 1;

    // Somebody who is found again is within this of where the speed leads, in box sizes and in box sizes for each
    // second of the gap, and of like size, but for what may be hidden of the height; differences of logarithms.
    private const double NearStart = 0.5;
    private const double NearGrowth = 0.4;
    private const double MostNear = 1.5;
    private const double LikeSize = 0.35;
    private const double MostHidden = 1;

    private Course _centerX = new(CourseSeconds);
    private Course _top = new(CourseSeconds);
    private Course _bottom = new(CourseSeconds);
    private double _height;
    private double _width;
    private double _heightBefore;
    private int _differences = UsualWeight;
    private double _topHidden;
    private double _cutSeconds;
    private int _tall;
    private bool _isCut;
    private RealBox _whole;
    private TimeSpan _at;
    private Point _before;
    private double _secondsBefore;

    /// <summary>How often it was seen.</summary>
    public int Sightings { get; private set; }

    /// <summary>The point of the whole that crosses and enters.</summary>
    public Point Place { get; private set; }

    /// <summary>The side of the square of equal area, in pixels.</summary>
    public double Size => _whole.Size;

    /// <summary>How much its place and its height tremble; at first as is usual.</summary>
    public Tremble Tremble { get; private set; } = usual;

    /// <summary>Standard deviation of the place, in box sizes.</summary>
    public double Deviation => Math.Sqrt(Tremble.OfPlace);

    /// <summary>Whether it was seen often enough to know how much it trembles.</summary>
    public bool IsKnown => _differences >= Memory / 2;

    /// <summary>
    /// True where it was taken to be elsewhere before: more of it is seen than ever, or it is the other end that is
    /// hidden. How it came from there to here is not known.
    /// </summary>
    public bool IsRevealed { get; private set; }

    /// <summary>
    /// How far from where it would be by now another is seen for the first time, in box sizes; null where it cannot be
    /// the same, found again.
    /// </summary>
    public double? DistanceAgain(in RealBox first, TimeSpan at)
    {
        double gap = (at - _at).TotalSeconds;
        double taller = Math.Log(first.Height / _whole.Height);
        if (
            gap <= 0
            || Math.Abs(Math.Log(first.Width / _whole.Width)) > LikeSize
            || taller is < -MostHidden or > LikeSize
        )
        {
            return null;
        }

        double reach = Math.Min(NearStart + (NearGrowth * gap), MostNear);
        double there = Math.Min(Miss(first, 0), Miss(first, gap));
        return there <= reach ? there : null;
    }

    // By whichever end is not hidden.
    private double Miss(in RealBox box, double seconds)
    {
        double x = box.CenterX - _whole.CenterX - (_centerX.Speed * seconds);
        double y = (_top.Speed + _bottom.Speed) / 2 * seconds;
        double top = Math.Abs(box.Top - _whole.Top - y);
        double bottom = Math.Abs(box.Bottom - _whole.Bottom - y);
        return double.Hypot(x, Math.Min(top, bottom)) / Size;
    }

    /// <summary>Takes in where it was seen.</summary>
    public void See(in RealBox found, TimeSpan at)
    {
        double seconds = Math.Max(1e-3, (at - _at).TotalSeconds);
        Point last = Place;
        IsRevealed = false;
        if (Sightings == 0)
        {
            Begin(found);
        }
        else
        {
            _centerX.Wait(seconds);
            _top.Wait(seconds);
            _bottom.Wait(seconds);
            Complete(found, seconds);
        }

        _centerX.Add(found.CenterX);
        Place = options.AnchorOf(_whole);
        Measure(last, seconds);
        _before = last;
        _secondsBefore = seconds;
        _heightBefore = found.Height;
        _at = at;
        Sightings++;
    }

    private void Begin(in RealBox found)
    {
        _height = found.Height;
        _width = found.Width;
        _top = new Course(CourseSeconds);
        _bottom = new Course(CourseSeconds);
        _isCut = false;
        _tall = 0;
        Keep(found);
    }

    private void Keep(in RealBox found)
    {
        _top.Add(found.Top);
        _bottom.Add(found.Bottom);
        _whole = found;
    }

    private void Complete(in RealBox found, double seconds)
    {
        double deviation = Math.Sqrt(Tremble.OfHeight);
        double cut = Math.Clamp(CutDeviations * deviation, LeastCut, MostCut);
        double ratio = found.Height / _height;
        bool keepsShape = Math.Abs((found.Width / _width / ratio) - 1) <= SameShape;
        if (ratio < 1 - cut && !keepsShape)
        {
            Weigh(found, seconds);
            Hold(found);
            _isCut = true;
            _tall = 0;
        }
        else if (ratio > 1 / (1 - cut) && !keepsShape)
        {
            // Once may be two that were taken for one.
            if (++_tall == 1)
            {
                _topHidden = 0;
                Weigh(found, seconds);
                Hold(found);
                return;
            }

            IsRevealed = true;
            Begin(found);
        }
        else
        {
            _isCut = false;
            _tall = 0;
            Follow(found, seconds);
            if (ratio >= 1 - Math.Max(LeastFull, 2 * deviation))
            {
                Keep(found);
            }

            _whole = found;
        }
    }

    /// <summary>Which end goes on as it went while the whole was seen.</summary>
    private void Weigh(in RealBox found, double seconds)
    {
        bool wasHidden = _topHidden > 0;
        if (!_isCut)
        {
            _topHidden = 0;
            _cutSeconds = 0;
        }
        else if ((_cutSeconds += seconds) > WeighingSeconds)
        {
            return;
        }

        _topHidden +=
            Math.Abs(found.Top - _top.Expected(MostSeconds)) - Math.Abs(found.Bottom - _bottom.Expected(MostSeconds));
        IsRevealed = _isCut && wasHidden != _topHidden > 0;
    }

    private void Hold(in RealBox found) =>
        _whole = found with
        {
            CenterY = _topHidden > 0 ? found.Bottom - (_height / 2) : found.Top + (_height / 2),
            Height = _height,
        };

    private void Follow(in RealBox found, double seconds)
    {
        double taller = Math.Log(found.Height / _height);
        double wider = Math.Log(found.Width / _width);
        double change = Math.Log(found.Height / _heightBefore);
        double weight = 1.0 / Math.Min(Sightings + UsualWeight, Memory);
        Tremble = Tremble with { OfHeight = Tremble.Toward(Tremble.OfHeight, change * change / 2, weight) };

        double both =
            Math.Sign(taller) == Math.Sign(wider) ? Math.Sign(taller) * Math.Min(Math.Abs(taller), Math.Abs(wider)) : 0;
        double rest = taller - both;
        double whole = Share(seconds, WholeSeconds);
        _height *= Math.Exp((whole * both) + (Share(seconds, rest > 0 ? TallerSeconds : ShorterSeconds) * rest));
        _width *= Math.Exp(whole * wider);
    }

    private static double Share(double seconds, double constant) => 1 - Math.Exp(-seconds / constant);

    /// <summary>What two steps differ by is noise, but for what speeds change.</summary>
    private void Measure(Point last, double seconds)
    {
        double stretch = seconds / _secondsBefore;
        if (Sightings < 2 || _isCut || _tall > 0 || IsRevealed || stretch is < 0.2 or > 5)
        {
            return;
        }

        double x = Place.X - last.X - (stretch * (last.X - _before.X));
        double y = Place.Y - last.Y - (stretch * (last.Y - _before.Y));
        double parts = 1 + ((1 + stretch) * (1 + stretch)) + (stretch * stretch);
        double variance = Math.Max(x * x, y * y) / parts / (Size * Size);
        _differences = Math.Min(_differences + 1, Memory);
        Tremble = Tremble with { OfPlace = Tremble.Toward(Tremble.OfPlace, variance, 1.0 / _differences) };
    }
}

/// <summary>How much boxes tremble.</summary>
/// <param name="OfPlace">Variance of the place that counts, in squares of box sizes.</param>
/// <param name="OfHeight">Variance of the logarithm of the height.</param>
internal readonly record struct Tremble(double OfPlace, double OfHeight)
{
    private const double UsualDeviation = 0.03;

    // One step that is no tremble, as of who turns round, must not count for much.
    private const double MostAtOnce = 9;

    /// <summary>What is assumed of a detector of which nothing is known yet.</summary>
    public static Tremble Usual { get; } = new(UsualDeviation * UsualDeviation, UsualDeviation * UsualDeviation);

    /// <summary>A variance after one more square.</summary>
    public static double Toward(double variance, double square, double weight) =>
        variance + (weight * (Math.Min(square, MostAtOnce * variance) - variance));

    /// <summary>This after what is known of another one.</summary>
    public Tremble Toward(Tremble other, double weight) =>
        new(OfPlace + (weight * (other.OfPlace - OfPlace)), OfHeight + (weight * (other.OfHeight - OfHeight)));
}
