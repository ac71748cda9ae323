using System.Numerics;

namespace Spotter.ModelRecipes.StreetRenders.Cars;

/// <summary>Puts a car's body and wheels into the world as triangles.</summary>
internal sealed class CarMesh
{
    private const int SideColumns = 56;
    private const int SideRows = 12;
    private const int StripColumns = 10;
    private const int WheelCorners = 20;

    private readonly CarShape _shape;
    private readonly Vector2 _place;
    private readonly Vector2 _ahead;
    private readonly Mesh _mesh;

    /// <param name="looks">The car.</param>
    /// <param name="place">Where its middle is on the road, in metres.</param>
    /// <param name="heading">Where its nose points: 0 to the right, 90 degrees ahead, in radians.</param>
    private CarMesh(CarLooks looks, Vector2 place, float heading)
    {
        _shape = looks.Shape;
        _place = place;
        _ahead = new Vector2(MathF.Cos(heading), MathF.Sin(heading));
        _mesh = new Mesh(looks) { Place = place, Ahead = _ahead };
    }

    public static Mesh Build(CarLooks looks, Vector2 place, float heading)
    {
        var car = new CarMesh(looks, place, heading);
        car.AddSides();
        car.AddStrip();
        car.AddUnderside();
        car.AddWheels();
        car.AddMirrors();
        return car._mesh;
    }

    private Vector3 World(Vector3 local) =>
        new(
            _place.X + (local.X * _ahead.X) - (local.Y * _ahead.Y),
            _place.Y + (local.X * _ahead.Y) + (local.Y * _ahead.X),
            local.Z
        );

    private void AddGrid(int rows, int columns, Func<int, int, Vector3> place, Surface surface, Vector3? middle = null)
    {
        var world = new Vector3[rows, columns];
        var local = new Vector3[rows, columns];
        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c < columns; c++)
            {
                local[r, c] = place(r, c);
                world[r, c] = World(middle is null ? _shape.Bend(local[r, c]) : local[r, c]);
            }
        }

        _mesh.AddGrid(world, local, surface, World(middle ?? new Vector3(0, 0, 0.7f)));
    }

    private void AddSides()
    {
        foreach (int side in (ReadOnlySpan<int>)[-1, 1])
        {
            AddGrid(
                SideRows + 1,
                SideColumns + 1,
                (r, c) =>
                {
                    float x = ((float)c / SideColumns - 0.5f) * _shape.Length * 0.999f;

                    // Rows are close where the side bends into the roof.
                    float part = 1 - MathF.Pow(1 - ((float)r / SideRows), 1.8f);
                    float z = _shape.Bottom(x) + (part * (_shape.Top(x) - _shape.Bottom(x)));
                    return new Vector3(x, side * _shape.HalfWidth(x, z), z);
                },
                Surface.Side
            );
        }
    }

    private void AddStrip()
    {
        IReadOnlyList<Vector2> profile = _shape.Profile;
        AddGrid(
            profile.Count,
            StripColumns + 1,
            (r, c) =>
            {
                float s = ((float)c / StripColumns * 2) - 1;
                (float x, float z) = (profile[r].X, profile[r].Y);
                float crown = z > _shape.Belt - 0.2f ? 0.035f * (1 - (s * s)) : 0;
                return new Vector3(x, s * _shape.HalfWidth(x, z), z + crown);
            },
            Surface.Strip
        );
    }

    private void AddUnderside()
    {
        float z = _shape.Clearance + 0.02f;
        AddGrid(
            2,
            2,
            (r, c) => new Vector3((r - 0.5f) * (_shape.Length - 0.3f), (c - 0.5f) * (_shape.Width - 0.1f), z),
            Surface.Underside
        );
    }

    private void AddWheels()
    {
        foreach (float axle in (ReadOnlySpan<float>)[_shape.FrontAxle, _shape.RearAxle])
        {
            foreach (int side in (ReadOnlySpan<int>)[-1, 1])
            {
                var hub = new Vector3(axle, 0, _shape.WheelRadius);
                float outer = (_shape.Width / 2) - 0.04f;
                Vector3 Rim(int corner, float radius, float y)
                {
                    (float sin, float cos) = MathF.SinCos(2 * MathF.PI * corner / WheelCorners);
                    return new Vector3(axle + (radius * cos), side * y, _shape.WheelRadius + (radius * sin));
                }

                AddGrid(2, WheelCorners + 1, (r, c) => Rim(c, r * _shape.WheelRadius, outer), Surface.WheelFace, hub);
                AddGrid(
                    2,
                    WheelCorners + 1,
                    (r, c) => Rim(c, _shape.WheelRadius, outer - (0.2f * r)),
                    Surface.Tread,
                    hub
                );
            }
        }
    }

    private void AddMirrors()
    {
        foreach (int side in (ReadOnlySpan<int>)[-1, 1])
        {
            var middle = new Vector3(
                _shape.WindscreenBase - 0.3f,
                side * (_shape.HalfWidth(0, _shape.Belt) + 0.1f),
                _shape.Belt + 0.08f
            );
            AddGrid(
                5,
                9,
                (r, c) =>
                {
                    (float sinUp, float cosUp) = MathF.SinCos(MathF.PI * ((r / 4f) - 0.5f));
                    (float sin, float cos) = MathF.SinCos(2 * MathF.PI * c / 8);
                    return middle + new Vector3(0.07f * cosUp * cos, 0.12f * cosUp * sin, 0.08f * sinUp);
                },
                Surface.Mirror,
                middle
            );
        }
    }
}
