using System.Numerics;

namespace Spotter.ModelRecipes.StreetRenders;

/// <summary>
/// What lights a street and is mirrored in glass and paint: sky, dark houses and trees around, the road.
/// </summary>
internal sealed class Sky
{
    private readonly float _horizon;
    private readonly float _zenith;
    private readonly float _ground;
    private readonly float _around;
    private readonly float _aroundHeight;
    private readonly float _phase1;
    private readonly float _phase2;
    private readonly float _leaves;
    private readonly float _clouds;
    private readonly float _dapple;
    private readonly float _dappleSize;
    private readonly float _dappleShare;
    private readonly Noise _noise;

    public Sky(Dice dice)
    {
        bool cloudy = dice.Chance(0.4);
        float azimuth = dice.Between(0, 2 * Math.PI);
        float elevation = dice.Between(0.3, 1.2);
        ToSun = new Vector3(
            MathF.Cos(azimuth) * MathF.Cos(elevation),
            MathF.Sin(azimuth) * MathF.Cos(elevation),
            MathF.Sin(elevation)
        );
        bool shaded = dice.Chance(0.3);
        Sun = cloudy || shaded ? dice.Between(0, 0.15) : dice.Between(0.5, 1.4);
        Ambient =
            shaded ? dice.Between(0.25, 0.5)
            : cloudy ? dice.Between(0.5, 0.9)
            : dice.Between(0.25, 0.6);
        _horizon = dice.Between(0.7, 1.6);
        _zenith = dice.Between(0.3, 1.1);
        _ground = dice.Between(0.1, 0.4);
        _around = dice.Between(0.04, 0.35);
        _aroundHeight = dice.Between(0.02, 0.6);
        _phase1 = dice.Between(0, 6);
        _phase2 = dice.Between(0, 6);
        _leaves = dice.Between(0, 1.2);
        _clouds = dice.Between(0, 0.5);
        _dapple = Sun > 0.3f && dice.Chance(0.25) ? 1 : 0;
        _dappleSize = dice.Between(0.4, 3);
        _dappleShare = dice.Between(-0.4, 0.4);
        _noise = new Noise(dice);
    }

    public Vector3 ToSun { get; }

    /// <summary>Light from the sun on what faces it.</summary>
    public float Sun { get; }

    /// <summary>Light from everywhere else.</summary>
    public float Ambient { get; }

    /// <summary>How bright it is in a direction.</summary>
    public float Toward(Vector3 direction)
    {
        float up = direction.Z;
        if (up < 0)
        {
            return _ground;
        }

        float azimuth = MathF.Atan2(direction.Y, direction.X);
        float edge =
            _aroundHeight
            * (0.6f + (0.25f * MathF.Sin((3 * azimuth) + _phase1)) + (0.25f * MathF.Sin((7 * azimuth) + _phase2)));
        var place = new Vector2(azimuth * 4, up * 8);
        edge *= 1 + (0.5f * _leaves * _noise.At(place * 2));
        float sky = float.Lerp(_horizon, _zenith, MathF.Sqrt(up)) * (1 + (_clouds * _noise.At(place)));
        float open = Math.Clamp((up - edge) * 25, 0, 1);
        return float.Lerp(_around * (1 + (_leaves * Math.Max(_noise.At(place * 3), -0.8f))), sky, open);
    }

    /// <summary>The light from the sun at a place: trees may let through only a part.</summary>
    public float SunAt(Vector3 place)
    {
        if (_dapple == 0)
        {
            return Sun;
        }

        // Where the ray to the sun leaves the leaves.
        Vector3 above = place + (ToSun * ((6 - place.Z) / ToSun.Z));
        return Sun * Math.Clamp((_noise.At(new Vector2(above.X, above.Y) / _dappleSize) - _dappleShare) * 4, 0, 1);
    }
}
