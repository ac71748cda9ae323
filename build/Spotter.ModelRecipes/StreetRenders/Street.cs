using System.Numerics;
using Spotter.ModelRecipes.StreetRenders.Cars;
using Spotter.Vision.Images;

namespace Spotter.ModelRecipes.StreetRenders;

/// <summary>The road, what stands behind it, and shadows on it.</summary>
internal sealed class Street
{
    private readonly Sky _sky;
    private readonly IReadOnlyList<Mesh> _cars;
    private readonly IReadOnlyList<Pillar> _pillars;
    private readonly GrayImage _scene;
    private readonly float _albedo;
    private readonly float _sideAlbedo;
    private readonly float _kerb;
    private readonly float _line;
    private readonly float _roughness;
    private readonly float _wall;
    private readonly float _sceneGain;
    private readonly Noise _noise;
    private readonly bool _hasRoad;
    private readonly float _zoom;
    private readonly float _sceneX;
    private readonly float _sceneY;
    private readonly Backdrop? _backdrop;
    private readonly Vector2 _across;
    private readonly float _shadeFrom;
    private readonly float _shadeTo;
    private readonly float _shadeEdge;
    private readonly Vector2 _patch;
    private readonly Vector2 _patchSize;
    private readonly float _patchAlbedo;

    /// <param name="dice">Random numbers.</param>
    /// <param name="sky">The light.</param>
    /// <param name="cars">They shade the road, and</param>
    /// <param name="pillars">these as well.</param>
    /// <param name="scene">What stands behind.</param>
    /// <param name="distance">How far away the car is that all is about, in metres.</param>
    /// <param name="view">The size of the picture in pixels.</param>
    public Street(
        Dice dice,
        Sky sky,
        IReadOnlyList<Mesh> cars,
        IReadOnlyList<Pillar> pillars,
        GrayImage scene,
        float distance,
        Vector2 view
    )
    {
        (_sky, _cars, _pillars, _scene) = (sky, cars, pillars, scene);
        _albedo = dice.Between(0.08, 0.5);
        _sideAlbedo = _albedo * dice.Between(0.5, 1.8);
        _kerb = dice.Chance(0.6) ? dice.Between(-8, 8) : float.PositiveInfinity;
        _line = dice.Chance(0.4) ? dice.Between(-6, 6) : float.PositiveInfinity;
        _roughness = dice.Between(0.05, 0.5);
        _wall = distance + dice.Between(2.5, 25);
        _sceneGain = dice.Between(0.6, 1.3);
        _noise = new Noise(dice);
        _hasRoad = dice.Chance(0.8);
        float fit = Math.Min(scene.Width / view.X, scene.Height / view.Y);
        _zoom = Math.Min(fit, dice.Between(0.4, 2.2));
        _sceneX = dice.Between(0, 1) * Math.Max(0, scene.Width - (_zoom * view.X));
        _sceneY = dice.Between(0, 1) * Math.Max(0, scene.Height - (_zoom * view.Y));
        _backdrop = dice.Chance(0.5) ? new Backdrop(dice) : null;

        // Houses and trees that are not in the picture shade a band of the road.
        bool hasShade = dice.Chance(0.35);
        _across = Vector2.Transform(Vector2.UnitX, Matrix3x2.CreateRotation(dice.Between(0, 2 * Math.PI)));
        _shadeFrom = hasShade
            ? Vector2.Dot(new Vector2(0, distance), _across) + dice.Between(-6, 3)
            : float.PositiveInfinity;
        _shadeTo = _shadeFrom + dice.Between(0.3, 12);
        _shadeEdge = dice.Chance(0.5) ? dice.Between(0, 1.5) : 0;
        _patch = new Vector2(dice.Between(-5, 5), distance + dice.Between(-6, 4));
        _patchSize = dice.Chance(0.4) ? new Vector2(dice.Between(0.2, 2), dice.Between(0.3, 4)) : default;
        _patchAlbedo = dice.Between(0.4, 1.6);
    }

    public float Shade(in Camera camera, int x, int y)
    {
        Vector3 ray = camera.Ray(x + 0.5f, y + 0.5f);
        float depth = ray.Z < -1e-4f ? -camera.Height / ray.Z : float.PositiveInfinity;
        float light = 1;
        if (depth < _wall)
        {
            var place = new Vector2(ray.X * depth, depth);
            float shade = Open(place, out float sunny);
            if (_hasRoad)
            {
                float albedo = place.X > _kerb ? _sideAlbedo : _albedo;
                albedo *=
                    1
                    + (
                        _roughness
                        * (_noise.At(place * 1.5f) + (0.5f * _noise.At(place * 7)) + (0.4f * _noise.At(place * 31)))
                    );
                albedo *=
                    Math.Abs(place.X - _patch.X) < _patchSize.X && Math.Abs(place.Y - _patch.Y) < _patchSize.Y
                        ? _patchAlbedo
                        : 1;
                albedo = Math.Abs(place.X - _line) < 0.07f ? 0.7f : albedo;
                albedo *= Math.Abs(place.X - _kerb) < 0.06f ? 0.5f : 1;
                return Math.Max(albedo, 0.01f)
                    * ((_sky.Ambient * shade) + (_sky.SunAt(new Vector3(place, 0)) * sunny * _sky.ToSun.Z));
            }

            light = (0.5f * shade) + (0.5f * sunny);
        }

        if (_backdrop is { } backdrop)
        {
            float distance = Math.Min(depth, _wall);
            float? albedo = backdrop.AlbedoAt(new Vector2(ray.X * distance, camera.Height + (ray.Z * distance)));
            return albedo is { } seen
                ? Math.Max(seen, 0.01f) * (_sky.Ambient + (_sky.Sun * 0.5f))
                : _sky.Toward(Vector3.Normalize(ray)) * (_sky.Ambient + (0.5f * _sky.Sun));
        }

        int sx = Math.Clamp((int)(_sceneX + (x * _zoom)), 0, _scene.Width - 1);
        int sy = Math.Clamp((int)(_sceneY + (y * _zoom)), 0, _scene.Height - 1);
        float gray = _scene.Pixels[(sy * _scene.Width) + sx] / 255f;
        return MathF.Pow(gray, 2.2f) * _sceneGain * light;
    }

    // How much of the sky, and whether the sun, is seen from a place on the road.
    private float Open(Vector2 place, out float sunny)
    {
        float open = 1;
        float along = Vector2.Dot(place, _across) + (_shadeEdge * _noise.At(place * 0.8f));
        sunny = along > _shadeFrom && along < _shadeTo ? 0 : 1;
        Vector2 slope = new Vector2(_sky.ToSun.X, _sky.ToSun.Y) / _sky.ToSun.Z;
        foreach (Mesh car in _cars)
        {
            CarShape shape = car.Looks!.Shape;
            Vector2 body = Local(car, place);
            var outside = new Vector2(
                Math.Max(0, Math.Abs(body.X) - (shape.Length / 2) + 0.1f),
                Math.Max(0, Math.Abs(body.Y) - (shape.Width / 2) + 0.05f)
            );
            open = Math.Min(open, 1 - (0.93f * MathF.Exp(-outside.LengthSquared() / 0.12f)));
            for (int step = 0; step < 5; step++)
            {
                float height = 0.25f + (step * (shape.Height - 0.3f) / 4);
                bool cabin = height > shape.Belt;
                Vector2 above = Local(car, place + (slope * height));
                if (
                    Math.Abs(above.X) < shape.Length * (cabin ? 0.32f : 0.49f)
                    && Math.Abs(above.Y) < (shape.Width / 2) - (cabin ? 0.2f : 0.03f)
                )
                {
                    sunny = 0;
                }
            }
        }

        foreach (Pillar pillar in _pillars)
        {
            open = Math.Min(open, pillar.Open(place));
            sunny = pillar.Shades(place, slope) ? 0 : sunny;
        }

        return open;
    }

    private static Vector2 Local(Mesh car, Vector2 place)
    {
        Vector2 from = place - car.Place;
        return new Vector2(Vector2.Dot(from, car.Ahead), (car.Ahead.X * from.Y) - (car.Ahead.Y * from.X));
    }
}
