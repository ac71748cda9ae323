using System.Numerics;

namespace Spotter.ModelRecipes.StreetRenders.Cars;

/// <summary>
/// The body of a car in metres: x forward from the middle, y to the left, z up from the road. A side profile is lofted
/// to a width that narrows towards roof, nose and tail.
/// </summary>
internal sealed class CarShape
{
    private const int ColumnsOfOutline = 128;
    private readonly float[] _top = new float[ColumnsOfOutline + 1];
    private readonly float[] _bottom = new float[ColumnsOfOutline + 1];
    private readonly float _tumblehome;
    private readonly float _edgeRadius;
    private readonly float _planTaper;
    private readonly float _planLength;
    private readonly float _endBulge;

    public CarShape(Dice dice)
    {
        Kind = dice.Of(
            CarKind.Hatchback,
            CarKind.Hatchback,
            CarKind.Hatchback,
            CarKind.Saloon,
            CarKind.Saloon,
            CarKind.Estate,
            CarKind.Estate,
            CarKind.OffRoader,
            CarKind.Van,
            CarKind.Van,
            CarKind.Truck
        );
        (Length, Height, Width) = Kind switch
        {
            CarKind.Hatchback => (dice.Between(3.4, 4.3), dice.Between(1.4, 1.58), dice.Between(1.6, 1.8)),
            CarKind.Saloon => (dice.Between(4.2, 4.95), dice.Between(1.38, 1.5), dice.Between(1.68, 1.87)),
            CarKind.Estate => (dice.Between(4.2, 4.9), dice.Between(1.4, 1.65), dice.Between(1.68, 1.87)),
            CarKind.OffRoader => (dice.Between(4.0, 4.9), dice.Between(1.6, 1.9), dice.Between(1.75, 1.95)),
            CarKind.Van => (dice.Between(4.2, 5.4), dice.Between(1.75, 2.4), dice.Between(1.75, 2.0)),
            _ => (dice.Between(5.0, 6.5), dice.Between(2.2, 2.9), dice.Between(1.9, 2.2)),
        };
        bool tall = Kind is CarKind.Van or CarKind.Truck;
        WheelRadius = Kind is CarKind.OffRoader or CarKind.Truck ? dice.Between(0.34, 0.4) : dice.Between(0.28, 0.34);
        Clearance = Kind is CarKind.OffRoader or CarKind.Truck ? dice.Between(0.25, 0.36) : dice.Between(0.15, 0.24);
        Belt = tall ? Height * dice.Between(0.48, 0.58) : Height * dice.Between(0.58, 0.66);
        _tumblehome = tall ? dice.Between(0.04, 0.12) : dice.Between(0.18, 0.36);
        _edgeRadius = dice.Between(0.06, 0.14);
        _planTaper = dice.Between(0.06, 0.18);
        _planLength = dice.Between(0.4, 0.9);
        _endBulge = dice.Between(0.05, 0.2);

        float front = Length / 2;
        float hood = tall ? dice.Between(0.45, 0.95) : Length * dice.Between(0.22, 0.28);
        float cowl = front - hood;
        float run = tall ? dice.Between(0.35, 0.7) : dice.Between(0.55, 0.9);
        float noseHeight = Belt - (tall ? dice.Between(0.1, 0.3) : dice.Between(0.12, 0.26));
        float roofFront = cowl - run;
        (float rearRun, float deck) = Kind switch
        {
            CarKind.Hatchback => (dice.Between(0.25, 0.6), dice.Between(0.03, 0.15)),
            CarKind.Saloon => (dice.Between(0.5, 0.85), dice.Between(0.4, 0.75)),
            CarKind.Estate => (dice.Between(0.25, 0.6), dice.Between(0.03, 0.1)),
            CarKind.OffRoader => (dice.Between(0.12, 0.4), dice.Between(0.03, 0.1)),
            _ => (dice.Between(0.04, 0.2), dice.Between(0.02, 0.06)),
        };
        float glassEnd = -front + deck;
        float roofRear = glassEnd + rearRun;
        float deckHeight = Belt + dice.Between(-0.03, 0.08);
        Vector2[] corners =
        [
            new(front - dice.Between(0.08, 0.2), Clearance),
            new(front - 0.03f, Clearance + 0.08f),
            new(front, dice.Between(0.42, 0.55)),
            new(front - dice.Between(0.03, 0.12), noseHeight - 0.1f),
            new(front - dice.Between(0.12, 0.3), noseHeight),
            new(cowl, Belt + dice.Between(-0.02, 0.04)),
            new(roofFront, Height - dice.Between(0.03, 0.09)),
            new((roofFront * 0.6f) + (roofRear * 0.4f), Height),
            new(roofRear, Height - dice.Between(0.02, 0.12)),
            new(glassEnd, deckHeight),
            new(-front + dice.Between(0.02, 0.06), deckHeight - dice.Between(0.04, 0.1)),
            new(-front, dice.Between(0.45, 0.6)),
            new(-front + 0.03f, Clearance + 0.1f),
            new(-front + dice.Between(0.08, 0.2), Clearance + 0.03f),
        ];
        Profile = Rounded(Rounded(corners));
        WindscreenTop = roofFront;
        WindscreenBase = cowl;
        RearWindowTop = roofRear;
        RearWindowBase = glassEnd;
        FrontAxle = front - dice.Between(0.7, 0.95) * (Length > 5 ? 1.1f : 1);
        RearAxle = -front + (dice.Between(0.6, 0.95) * (Length > 4.5 ? 1.2f : 1));
        Outline();
    }

    public CarKind Kind { get; }

    public float Length { get; }

    public float Width { get; }

    public float Height { get; }

    /// <summary>Where the windows begin.</summary>
    public float Belt { get; }

    public float Clearance { get; }

    public float WheelRadius { get; }

    public float FrontAxle { get; }

    public float RearAxle { get; }

    public float WindscreenTop { get; }

    public float WindscreenBase { get; }

    public float RearWindowTop { get; }

    public float RearWindowBase { get; }

    /// <summary>(x, z) from below the nose over bonnet and roof to below the tail.</summary>
    public IReadOnlyList<Vector2> Profile { get; }

    public float Top(float x) => At(_top, x);

    public float Bottom(float x) => At(_bottom, x);

    /// <summary>Half the width at a place of the side.</summary>
    public float HalfWidth(float x, float z)
    {
        float end = Math.Clamp((Math.Abs(x) - (Length / 2) + _planLength) / _planLength, 0, 1);
        float half = Width / 2 * (1 - (_planTaper * end * end));
        half -= _tumblehome * Math.Max(0, z - Belt);
        half -= 0.25f * Math.Max(0, 0.45f - z);
        float depth = Math.Clamp((Top(x) - z) / _edgeRadius, 0, 1);
        return half - (_edgeRadius * (1 - MathF.Sqrt(1 - ((1 - depth) * (1 - depth)))));
    }

    /// <summary>Nose and tail are curved seen from above, too.</summary>
    public Vector3 Bend(Vector3 place)
    {
        float across = Math.Abs(place.Y) / (Width / 2);
        float end = Math.Clamp((Math.Abs(place.X) - (Length / 2) + 0.6f) / 0.6f, 0, 1);
        return place with { X = place.X - (MathF.Sign(place.X) * _endBulge * across * across * across * end) };
    }

    // Chaikin's corner cutting: corners become round, straight parts stay.
    private static Vector2[] Rounded(Vector2[] line)
    {
        var result = new List<Vector2> { line[0] };
        for (int i = 0; i + 1 < line.Length; i++)
        {
            result.Add(Vector2.Lerp(line[i], line[i + 1], 0.22f));
            result.Add(Vector2.Lerp(line[i], line[i + 1], 0.78f));
        }

        result.Add(line[^1]);
        return [.. result];
    }

    private void Outline()
    {
        for (int i = 0; i <= ColumnsOfOutline; i++)
        {
            float x = ((float)i / ColumnsOfOutline - 0.5f) * Length;
            (_top[i], _bottom[i]) = (float.MinValue, float.MaxValue);
            for (int k = 0; k < Profile.Count; k++)
            {
                (Vector2 a, Vector2 b) = (Profile[k], Profile[(k + 1) % Profile.Count]);
                if (Math.Min(a.X, b.X) <= x && x <= Math.Max(a.X, b.X))
                {
                    float part = Math.Abs(b.X - a.X) < 1e-6f ? 0 : (x - a.X) / (b.X - a.X);
                    float z = a.Y + (part * (b.Y - a.Y));
                    (_top[i], _bottom[i]) = (Math.Max(_top[i], z), Math.Min(_bottom[i], z));
                }
            }

            if (_top[i] < _bottom[i])
            {
                _top[i] = _bottom[i] = 0.5f;
            }
        }
    }

    private float At(float[] line, float x)
    {
        float place = Math.Clamp(((x / Length) + 0.5f) * ColumnsOfOutline, 0, ColumnsOfOutline - 0.001f);
        int left = (int)place;
        return line[left] + ((place - left) * (line[left + 1] - line[left]));
    }
}
