using System.Globalization;

namespace Spotter.Vision.Tracking;

/// <summary>
/// Where on the ground, in metres, a place of the picture is: of a camera that looks straight down by one scale, of any
/// other by four points of a rectangle whose sides are known.
/// </summary>
/// <remarks>The ground is taken to be flat, and the lens not to bend straight lines.</remarks>
public sealed class GroundPlane
{
    // Metres east and south, and what both are divided by: three rows of a matrix that takes x, y and 1.
    private readonly double[] _matrix;

    private GroundPlane(double[] matrix) => _matrix = matrix;

    /// <summary>A camera that looks straight down, or along a wall: a pixel is as long everywhere.</summary>
    /// <param name="metres">Metres a pixel, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is no such number.</exception>
    public static GroundPlane FromMetresPerPixel(double metres) =>
        metres is > 0 and <= 1e6
            ? new GroundPlane([metres, 0, 0, 0, metres, 0, 0, 0, 1])
            : throw new ArgumentOutOfRangeException(
                nameof(metres),
                metres,
                $"metres a pixel must be above 0 and at most 1000000, got {metres}"
            );

    /// <summary>A camera that looks at an angle at a rectangle on the ground.</summary>
    /// <param name="corners">Its four corners in the picture, in pixels, in order round it.</param>
    /// <param name="firstSide">Metres from the first corner to the second, above 0.</param>
    /// <param name="secondSide">Metres from the second corner to the third, above 0.</param>
    /// <exception cref="ArgumentException">
    /// There are not four corners in order round a shape without dents, or a side is no such number.
    /// </exception>
    public static GroundPlane FromRectangle(IReadOnlyList<Point> corners, double firstSide, double secondSide)
    {
        ArgumentNullException.ThrowIfNull(corners);
        if (firstSide is not (> 0 and <= 1e6) || secondSide is not (> 0 and <= 1e6))
        {
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"the sides of the rectangle must be above 0 and at most 1000000 metres, got {firstSide} and "
                        + $"{secondSide}"
                ),
                nameof(firstSide)
            );
        }

        if (corners.Count != 4 || !corners.All(static corner => corner.IsFinite) || !TurnsOneWay(corners))
        {
            throw NoGround();
        }

        // Heckbert, "Fundamentals of Texture Mapping and Image Warping", 1989, section 2.2.3: the way from the unit
        // square to a four-sided figure is known in closed form; what is wanted is its inverse, stretched to metres.
        (Point a, Point b, Point c, Point d) = (corners[0], corners[1], corners[2], corners[3]);
        double sumX = a.X - b.X + c.X - d.X;
        double sumY = a.Y - b.Y + c.Y - d.Y;
        double area = (b.X - c.X) * (d.Y - c.Y) - (d.X - c.X) * (b.Y - c.Y);
        double g = (sumX * (d.Y - c.Y) - sumY * (d.X - c.X)) / area;
        double h = ((b.X - c.X) * sumY - (b.Y - c.Y) * sumX) / area;
        double[] square =
        [
            b.X - a.X + g * b.X,
            d.X - a.X + h * d.X,
            a.X,
            b.Y - a.Y + g * b.Y,
            d.Y - a.Y + h * d.Y,
            a.Y,
            g,
            h,
            1,
        ];
        double[] inverse = Adjugate(square);
        for (int i = 0; i < 3; i++)
        {
            inverse[i] *= firstSide;
            inverse[3 + i] *= secondSide;
        }

        if (!Array.TrueForAll(inverse, double.IsFinite))
        {
            throw NoGround();
        }

        // What lies before the camera, as the rectangle does, has a divisor above 0.
        double sign = Math.Sign(inverse[6] * a.X + inverse[7] * a.Y + inverse[8]);
        return new GroundPlane(Array.ConvertAll(inverse, value => value * sign));
    }

    /// <summary>Where on the ground a place of the picture is.</summary>
    /// <param name="place">In pixels.</param>
    /// <returns>Metres from the first corner along both sides, or from the picture's corner; null for what is not on
    /// the ground: at the horizon and above it.</returns>
    public Point? ToMetres(Point place)
    {
        double divisor = _matrix[6] * place.X + _matrix[7] * place.Y + _matrix[8];
        return divisor > 1e-9
            ? new Point(
                (_matrix[0] * place.X + _matrix[1] * place.Y + _matrix[2]) / divisor,
                (_matrix[3] * place.X + _matrix[4] * place.Y + _matrix[5]) / divisor
            )
            : null;
    }

    private static ArgumentException NoGround() =>
        new("the ground needs four corners of a rectangle in order round it, as it lies in the picture", "corners");

    private static bool TurnsOneWay(IReadOnlyList<Point> corners)
    {
        int sign = 0;
        for (int i = 0; i < 4; i++)
        {
            // Corners astronomically far away have products that are no numbers.
            double cross = corners[i].Cross(corners[(i + 1) % 4], corners[(i + 2) % 4]);
            int turn = double.IsFinite(cross) ? Math.Sign(cross) : 0;
            if (turn == 0 || turn == -sign)
            {
                return false;
            }

            sign = turn;
        }

        return true;
    }

    // The inverse but for a factor, which places do not depend on.
    private static double[] Adjugate(double[] m) =>
        [
            m[4] * m[8] - m[5] * m[7],
            m[2] * m[7] - m[1] * m[8],
            m[1] * m[5] - m[2] * m[4],
            m[5] * m[6] - m[3] * m[8],
            m[0] * m[8] - m[2] * m[6],
            m[2] * m[3] - m[0] * m[5],
            m[3] * m[7] - m[4] * m[6],
            m[1] * m[6] - m[0] * m[7],
            m[0] * m[4] - m[1] * m[3],
        ];
}
