using System.Numerics;

namespace Spotter.ModelRecipes.CarRenders;

/// <summary>What lights a street and is mirrored in glass and paint: sky, dark houses and trees around, the road.</summary>
internal sealed class Sky
{
    private readonly float _horizon;
    private readonly float _zenith;
    private readonly float _ground;
    private readonly float _around;
    private readonly float _aroundHeight;
    private readonly float _phase1;
    private readonly float _phase2;

    public Sky(Dice dice)
    {
        bool cloudy = dice.Chance(0.4);
        float azimuth = dice.Between(0, 2 * Math.PI);
        float elevation = dice.Between(0.3, 1.2);
        ToSun = new Vector3(
            MathF.Cos(azimuth) * MathF.Cos(elevation), MathF.Sin(azimuth) * MathF.Cos(elevation), MathF.Sin(elevation));
        bool shaded = dice.Chance(0.3);
        Sun = cloudy || shaded ? dice.Between(0, 0.15) : dice.Between(0.5, 1.4);
        Ambient = shaded ? dice.Between(0.25, 0.5) : cloudy ? dice.Between(0.5, 0.9) : dice.Between(0.25, 0.6);
        _horizon = dice.Between(0.7, 1.6);
        _zenith = dice.Between(0.3, 1.1);
        _ground = dice.Between(0.1, 0.4);
        _around = dice.Between(0.04, 0.35);
        _aroundHeight = dice.Between(0.02, 0.6);
        _phase1 = dice.Between(0, 6);
        _phase2 = dice.Between(0, 6);
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
        float edge = _aroundHeight * (0.6f + (0.25f * MathF.Sin((3 * azimuth) + _phase1)) + (0.25f * MathF.Sin((7 * azimuth) + _phase2)));
        float sky = float.Lerp(_horizon, _zenith, MathF.Sqrt(up));
        float open = Math.Clamp((up - edge) * 25, 0, 1);
        return float.Lerp(_around, sky, open);
    }
}
