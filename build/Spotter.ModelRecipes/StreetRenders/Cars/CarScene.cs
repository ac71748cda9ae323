using System.Numerics;
using Spotter.Vision.Images;

namespace Spotter.ModelRecipes.StreetRenders.Cars;

/// <summary>A car in a street with others around it, and how a camera sees it.</summary>
internal sealed class CarScene
{
    private readonly Dice _dice;
    private readonly float _height;
    private readonly List<Mesh> _cars = [];
    private readonly List<Mesh> _others = [];
    private readonly Vector2 _place;

    /// <param name="dice">Random numbers.</param>
    /// <param name="isCut">Whether the left edge of the camera's picture cuts the car off, as it does near
    /// ones.</param>
    public CarScene(Dice dice, bool isCut)
    {
        _dice = dice;
        _height = dice.Between(1.2, 1.8);
        (float nearest, float farthest) = isCut ? (3.5f, 12f) : (4.5f, 35f);
        float distance = nearest * MathF.Pow(farthest / nearest, dice.Between(0, 1));
        float across = isCut
            ? -dice.Between(0.45, 0.95) * distance
            : Math.Clamp(dice.Normal(5), -0.8f * distance, 0.8f * distance);
        _place = new Vector2(across, distance);
        float along = MathF.PI / 2;
        float heading = dice.Below(10) switch
        {
            < 3 => along + dice.Normal(0.08),
            < 6 => -along + dice.Normal(0.08),
            < 8 => (dice.Chance(0.5) ? 0 : MathF.PI) + dice.Normal(0.2),
            _ => dice.Between(0, 2 * Math.PI),
        };
        Mesh car = CarMesh.Build(new CarLooks(dice), _place, heading);
        _cars.Add(car);
        if (isCut)
        {
            Vector4 whole = Extent(car);
            LeftEdge = whole.X + (dice.Between(0.2, 0.6) * (whole.Z - whole.X));
        }

        if (dice.Chance(0.5))
        {
            AddRow(car, heading);
        }

        if (dice.Chance(0.08))
        {
            AddPole();
        }
    }

    public Mesh Car => _cars[0];

    public IReadOnlyList<Mesh> Cars => _cars;

    /// <summary>Where the camera's picture begins, as in <see cref="Extent"/>.</summary>
    public float LeftEdge { get; } = float.NegativeInfinity;

    /// <summary>A car's extent in the picture of a camera with a focal length of 1: left, top, right, bottom.</summary>
    public Vector4 Extent(Mesh car)
    {
        if (car.Vertices.Any(static vertex => vertex.World.Y < 0.5f))
        {
            return default;
        }

        Vector4 extent = new Camera(_height, 1, 0, 0).Extent([car]);
        return extent with { X = Math.Max(extent.X, LeftEdge) };
    }

    /// <summary>Draws a part of what the camera sees.</summary>
    /// <param name="part">Left, top, right, bottom, as in <see cref="Extent"/>.</param>
    /// <param name="width">Of the picture.</param>
    /// <param name="height">Of the picture.</param>
    /// <param name="background">What stands behind.</param>
    /// <param name="visible">How much of the car is not hidden.</param>
    public GrayImage Draw(Vector4 part, int width, int height, GrayImage background, out float visible)
    {
        Raster raster = StreetView.Begin(_height, part, width, height);
        raster.Draw(_cars.Concat(_others));

        visible = raster.VisibleShare([Car]);
        return StreetView.Develop(_dice, raster, _cars, [], background, _place.Y);
    }

    // Parked cars stand one behind the other, or side by side.
    private void AddRow(Mesh car, float heading)
    {
        CarShape shape = car.Looks!.Shape;
        bool sideBySide = _dice.Chance(0.25);
        Vector2 step = sideBySide ? new Vector2(-car.Ahead.Y, car.Ahead.X) : car.Ahead;
        foreach (int direction in (ReadOnlySpan<int>)[-1, 1])
        {
            if (_dice.Chance(0.6))
            {
                var looks = new CarLooks(_dice);
                float apart = sideBySide
                    ? ((shape.Width + looks.Shape.Width) / 2) + _dice.Between(0.5, 1.5)
                    : ((shape.Length + looks.Shape.Length) / 2) + _dice.Between(0.5, 2.5);
                float turn = _dice.Chance(0.8) ? 0 : MathF.PI;
                _cars.Add(
                    CarMesh.Build(looks, car.Place + (direction * apart * step), heading + turn + _dice.Normal(0.03))
                );
            }
        }
    }

    private void AddPole()
    {
        float part = _dice.Between(0.5, 0.95);
        Vector2 foot = (_place + new Vector2(_dice.Normal(1.2), 0)) * part;
        float radius = _dice.Between(0.03, 0.15);
        float height = _dice.Between(0.8, 6);
        _others.Add(Solids.Lathe(foot, _dice.Between(0.05, 0.5), new Vector2(radius, 0), new Vector2(radius, height)));
    }
}
