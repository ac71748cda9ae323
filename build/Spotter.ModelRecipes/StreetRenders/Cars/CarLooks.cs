using System.Numerics;

namespace Spotter.ModelRecipes.StreetRenders.Cars;

/// <summary>What a place of a surface reflects.</summary>
/// <param name="Albedo">Light that is scattered, 0 to 1.</param>
/// <param name="Mirror">Light that is mirrored where one looks straight at it; it grows to the edge (Schlick).</param>
/// <param name="Edge">How much of that growth there is.</param>
internal readonly record struct Material(float Albedo, float Mirror, float Edge);

/// <summary>The paint of a car and what is drawn on its body: windows, lights, seams, plates, wheels.</summary>
internal sealed class CarLooks
{
    private static readonly Material Rubber = new(0.03f, 0.01f, 0.1f);
    private readonly Material _paint;
    private readonly Material _glass;
    private readonly Material _trim;
    private readonly Material _bumper;
    private readonly Material _lamp;
    private readonly Material _tailLamp;
    private readonly Material _rim;
    private readonly float _pillar;
    private readonly float _frontPost;
    private readonly float _middlePost;
    private readonly float _rearPost;
    private readonly float _frame;
    private readonly float _bumperTop;
    private readonly float _lampLow;
    private readonly float _lampHigh;
    private readonly float _lampInner;
    private readonly float _tailLow;
    private readonly float _tailHigh;
    private readonly float _tailInner;
    private readonly float _plateZ;
    private readonly float _rearPlateZ;
    private readonly float _grille;
    private readonly float _wrap;
    private readonly int _spokes;
    private readonly float _spokeShare;
    private readonly float _turn;
    private readonly float _rimShare;
    private readonly float _moulding;
    private readonly bool _darkMiddlePost;
    private readonly bool _plates;
    private readonly float _interior;
    private readonly Noise _noise;

    public CarLooks(Dice dice)
    {
        Shape = new CarShape(dice);
        CarShape s = Shape;

        // Streets are full of black, gray, silver and white.
        float albedo = dice.Of(0, 1, 2, 3) switch
        {
            0 => dice.Between(0.015, 0.06),
            1 => dice.Between(0.05, 0.2),
            2 => dice.Between(0.2, 0.5),
            _ => dice.Between(0.5, 0.9),
        };
        _paint = new Material(albedo, dice.Between(0.03, 0.12), dice.Between(0.3, 0.8));
        _glass = new Material(dice.Between(0.01, 0.08), dice.Between(0.06, 0.2), dice.Between(0.5, 0.9));
        _trim = new Material(dice.Between(0.02, 0.06), 0.03f, 0.2f);
        _bumper = dice.Chance(0.25) ? new Material(dice.Between(0.05, 0.2), 0.03f, 0.2f) : _paint;
        _lamp = new Material(dice.Between(0.3, 0.8), 0.3f, 0.5f);
        _tailLamp = new Material(dice.Between(0.04, 0.3), 0.08f, 0.5f);
        _rim = new Material(dice.Between(0.2, 0.65), 0.1f, 0.3f);
        _pillar = dice.Between(0.07, 0.14);
        _frame = dice.Between(0.06, 0.13);
        float cabin = s.WindscreenTop - s.RearWindowTop;
        _frontPost = s.WindscreenTop + dice.Between(-0.05, 0.25);
        _middlePost = s.WindscreenTop - (cabin * dice.Between(0.36, 0.55));
        _rearPost = s.RearWindowTop + dice.Between(-0.25, 0.25);
        _darkMiddlePost = dice.Chance(0.5);
        _bumperTop = dice.Between(0.5, 0.65);
        float nose = s.Top((s.Length / 2) - 0.2f);
        _lampHigh = nose - dice.Between(0.02, 0.1);
        _lampLow = _lampHigh - dice.Between(0.12, 0.24);
        _lampInner = dice.Between(0.5, 0.72);
        bool upright = s.Kind is CarKind.Estate or CarKind.Van or CarKind.Hatchback && dice.Chance(0.5);
        _tailHigh = s.Belt + (upright ? dice.Between(0, 0.3) : dice.Between(-0.1, 0));
        _tailLow = _tailHigh - (upright ? dice.Between(0.3, 0.6) : dice.Between(0.15, 0.3));
        _tailInner = upright ? dice.Between(0.78, 0.88) : dice.Between(0.5, 0.78);
        _plateZ = dice.Between(0.38, 0.52);
        _rearPlateZ = dice.Of(dice.Between(0.45, 0.55), dice.Between(0.7, 0.85));
        _grille = dice.Between(0.2, 0.55);
        _wrap = dice.Between(0.05, 0.4);
        _spokes = 4 + dice.Below(7);
        _spokeShare = dice.Between(-0.6, 0.9);
        _turn = dice.Between(0, 6);
        _rimShare = dice.Between(0.6, 0.76);
        _moulding = dice.Chance(0.4) ? dice.Between(0.45, 0.65) : -1;
        _interior = dice.Chance(0.5) ? 0 : dice.Between(0, 0.5);
        _noise = new Noise(dice);
        _plates = dice.Chance(0.9);
    }

    public CarShape Shape { get; }

    /// <summary>Whether nothing is there: the arches around wheels are cut out of the sides.</summary>
    public bool IsOpen(Surface surface, Vector3 p)
    {
        if (surface != Surface.Side || p.Z > 1.2f)
        {
            return false;
        }

        float radius = Shape.WheelRadius * 1.14f;
        float up = p.Z - Shape.WheelRadius;
        float axle = Math.Min(Math.Abs(p.X - Shape.FrontAxle), Math.Abs(p.X - Shape.RearAxle));
        return (axle * axle) + (up * up) < radius * radius || (up < 0 && axle < radius);
    }

    public Material At(Surface surface, Vector3 p, Vector3 localNormal) =>
        surface switch
        {
            Surface.Side => Side(p),
            Surface.Strip => Strip(p, localNormal),
            Surface.WheelFace => Wheel(p),
            Surface.Tread => Rubber,
            Surface.Mirror => _paint,
            _ => new Material(0.01f, 0, 0),
        };

    private Material Side(Vector3 p)
    {
        CarShape s = Shape;
        if (IsSideWindow(p))
        {
            return Math.Abs(p.X - _middlePost) < 0.035f ? (_darkMiddlePost ? _trim : _paint) : Inside(p.X, p.Z);
        }

        float front = (s.Length / 2) - p.X;
        float rear = (s.Length / 2) + p.X;
        if (front < _wrap && p.Z > _lampLow && p.Z < _lampHigh)
        {
            return _lamp;
        }

        if (rear < _wrap * 0.8f && p.Z > _tailLow && p.Z < _tailHigh)
        {
            return _tailLamp;
        }

        if ((front < 0.4f || rear < 0.4f) && p.Z < _bumperTop)
        {
            return _bumper;
        }

        if (p.Z < s.Clearance + 0.1f || Math.Abs(p.Z - _moulding) < 0.03f)
        {
            return _trim;
        }

        bool inDoors = p.Z < s.Belt && p.X < s.WindscreenBase - 0.1f && p.X > s.RearAxle + 0.2f;
        bool isSeam =
            inDoors
            && (
                Math.Abs(p.X - _middlePost) < 0.012f
                || Math.Abs(p.X - s.WindscreenBase + 0.15f) < 0.012f
                || Math.Abs(p.X - s.RearAxle - 0.3f) < 0.012f
            );
        bool isHandle =
            inDoors
            && Math.Abs(p.Z - s.Belt + 0.13f) < 0.02f
            && (Math.Abs(p.X - _middlePost - 0.15f) < 0.08f || Math.Abs(p.X - s.RearAxle - 0.45f) < 0.08f);
        return isSeam || isHandle ? _trim : _paint;
    }

    // Through a window one sees seats, heads and the windows of the other side.
    private Material Inside(float x, float z)
    {
        float seen = _noise.At(new Vector2(x * 3, z * 5));
        return _glass with { Albedo = _glass.Albedo + (_interior * Math.Max(0, seen)) };
    }

    private bool IsSideWindow(Vector3 p)
    {
        CarShape s = Shape;
        if (p.Z < s.Belt + 0.02f || p.Z > s.Top(p.X) - _frame || p.X > s.WindscreenBase - 0.25f)
        {
            return false;
        }

        return s.Kind switch
        {
            CarKind.Truck => p.X > s.WindscreenTop - 0.9f,
            CarKind.Van when _darkMiddlePost => p.X > _middlePost,
            CarKind.Saloon => p.X > s.RearWindowBase + 0.3f && p.Z < s.Top(p.X) - (1.4f * _frame),
            _ => p.X > s.RearWindowBase + 0.15f && Math.Abs(p.X - _rearPost) > 0.05f,
        };
    }

    private Material Strip(Vector3 p, Vector3 normal)
    {
        CarShape s = Shape;
        float half = Math.Max(s.HalfWidth(p.X, p.Z), 0.1f);
        float across = Math.Abs(p.Y) / half;
        bool isSteep = Math.Abs(normal.X) > 0.28f;
        if (p.Z > s.Belt + 0.05f && p.Z < s.Height - 0.07f && isSteep)
        {
            bool isRear = normal.X < 0;
            if (isRear && s.Kind == CarKind.Truck)
            {
                return _paint;
            }

            return half - Math.Abs(p.Y) > _pillar ? Inside(p.Y, p.Z) : _paint;
        }

        if (normal.X > 0.45f)
        {
            return Front(p, across);
        }

        return normal.X < -0.45f ? Rear(p, across) : _paint;
    }

    private Material Front(Vector3 p, float across)
    {
        if (_plates && Math.Abs(p.Y) < 0.26f && Math.Abs(p.Z - _plateZ) < 0.06f)
        {
            return Plate(p);
        }

        if (across > _lampInner && p.Z > _lampLow && p.Z < _lampHigh)
        {
            return _lamp;
        }

        bool isGrille = across < _grille && p.Z > _lampLow - 0.02f && p.Z < _lampHigh - 0.03f;
        bool isIntake = across < 0.75f && p.Z < 0.4f && p.Z > Shape.Clearance + 0.06f;
        return isGrille || isIntake ? _trim
            : p.Z < _bumperTop ? _bumper
            : _paint;
    }

    private Material Rear(Vector3 p, float across)
    {
        if (_plates && Math.Abs(p.Y) < 0.26f && Math.Abs(p.Z - _rearPlateZ) < 0.06f)
        {
            return Plate(p);
        }

        if (across > _tailInner && p.Z > _tailLow && p.Z < _tailHigh)
        {
            return _tailLamp;
        }

        return p.Z < Shape.Clearance + 0.12f || Math.Abs(p.Z - _bumperTop - 0.03f) < 0.012f ? _trim
            : p.Z < _bumperTop ? _bumper
            : _paint;
    }

    private static Material Plate(Vector3 p) =>
        Math.Abs(p.Y) < 0.22f && MathF.Sin(p.Y * 90) > 0.2f && (int)MathF.Round(p.Z * 100) % 12 is > 2 and < 10
            ? Rubber
            : new Material(0.75f, 0.02f, 0.1f);

    private Material Wheel(Vector3 p)
    {
        float axle =
            Math.Abs(p.X - Shape.FrontAxle) < Math.Abs(p.X - Shape.RearAxle) ? Shape.FrontAxle : Shape.RearAxle;
        (float x, float z) = (p.X - axle, p.Z - Shape.WheelRadius);
        float radius = MathF.Sqrt((x * x) + (z * z)) / Shape.WheelRadius;
        if (radius > _rimShare)
        {
            return Rubber;
        }

        bool isMetal =
            radius > _rimShare - 0.08f
            || radius < 0.16f
            || MathF.Cos((MathF.Atan2(z, x) * _spokes) + _turn) > -_spokeShare;
        return isMetal ? _rim : _trim;
    }
}
