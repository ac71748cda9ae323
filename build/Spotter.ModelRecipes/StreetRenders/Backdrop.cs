using System.Numerics;

namespace Spotter.ModelRecipes.StreetRenders;

/// <summary>
/// What stands at the end of a street, upright and flat: a house with rows of windows, trees against the sky, a hedge
/// or a fence. Detectors that were shown none of these take them for roofs, windows and bonnets of cars.
/// </summary>
internal sealed class Backdrop
{
    private readonly Noise _noise;
    private readonly bool _hasHouse;
    private readonly float _houseLeft;
    private readonly float _houseRight;
    private readonly float _houseHeight;
    private readonly float _houseAlbedo;
    private readonly float _windowSpacing;
    private readonly float _windowWidth;
    private readonly float _storey;
    private readonly float _pane;
    private readonly float _frame;
    private readonly bool _hasTrees;
    private readonly float _crown;
    private readonly float _trunk;
    private readonly float _treeSpacing;
    private readonly float _leaves;
    private readonly float _leafAlbedo;
    private readonly float _holes;
    private readonly float _fenceHeight;
    private readonly float _fenceAlbedo;
    private readonly float _bars;

    public Backdrop(Dice dice)
    {
        _noise = new Noise(dice);
        _hasHouse = dice.Chance(0.5);
        _houseLeft = dice.Between(-40, 5);
        _houseRight = _houseLeft + dice.Between(6, 60);
        _houseHeight = dice.Between(3, 14);
        _houseAlbedo = dice.Between(0.1, 0.7);
        _windowSpacing = dice.Between(1.5, 5);
        _windowWidth = dice.Between(0.25, 0.8);
        _storey = dice.Between(2.5, 3.5);
        _pane = dice.Between(0.01, 0.2);
        _frame = dice.Between(0.05, 0.8);
        _hasTrees = dice.Chance(0.65);
        _crown = dice.Between(2, 14);
        _trunk = dice.Chance(0.5) ? dice.Between(0.5, 3) : 0;
        _treeSpacing = dice.Between(2, 9);
        _leaves = dice.Between(0.2, 1);
        _leafAlbedo = dice.Between(0.03, 0.25);
        _holes = dice.Between(-0.9, 0.1);
        _fenceHeight = dice.Chance(0.5) ? dice.Between(0.3, 2.2) : 0;
        _fenceAlbedo = dice.Between(0.05, 0.7);
        _bars = dice.Chance(0.4) ? dice.Between(0.1, 1.5) : 0;
    }

    /// <summary>How much light a place throws back; null where the sky is seen.</summary>
    /// <param name="place">Metres to the right, metres above the ground.</param>
    public float? AlbedoAt(Vector2 place) => Fence(place) ?? Trees(place) ?? House(place);

    private float? Fence(Vector2 place)
    {
        bool isBetweenBars =
            _bars > 0 && Part(place.X / _bars) > 0.3f && Math.Abs(place.Y - (0.9f * _fenceHeight)) > 0.05f;
        return place.Y < _fenceHeight && !isBetweenBars ? _fenceAlbedo * (1 + (0.4f * Rough(place * 3))) : null;
    }

    private float? Trees(Vector2 place)
    {
        if (!_hasTrees)
        {
            return null;
        }

        float lobes = _noise.At(new Vector2(place.X * 0.35f, 7)) + (0.5f * _noise.At(new Vector2(place.X, 13)));
        float top = _crown * (0.75f + (0.25f * lobes));
        if (place.Y < _trunk * (1 + (0.4f * lobes)))
        {
            return Part(place.X / _treeSpacing) < 0.3f / _treeSpacing ? 0.05f : null;
        }

        bool isLeaf = place.Y < top && Rough(place * 1.7f) > _holes + Math.Max(0, 0.8f - (top - place.Y));
        return isLeaf ? _leafAlbedo * Math.Max(0.1f, 1 + (_leaves * Rough(place * 1.3f))) : null;
    }

    private float? House(Vector2 place)
    {
        if (!_hasHouse || place.X < _houseLeft || place.X > _houseRight || place.Y > _houseHeight)
        {
            return null;
        }

        float across = Math.Abs(Part((place.X - _houseLeft) / _windowSpacing) - 0.5f) / (_windowWidth / 2);
        float up = Math.Abs(Part(place.Y / _storey) - 0.6f) / 0.27f;
        float edge = Math.Max(across, up);
        return edge < 0.85f ? _pane * (1 + Rough(place * 0.8f))
            : edge < 1 ? _frame
            : _houseAlbedo * (1 + (0.1f * Rough(place * 2)));
    }

    private float Rough(Vector2 place) =>
        _noise.At(place) + (0.6f * _noise.At(place * 3)) + (0.4f * _noise.At(place * 9));

    private static float Part(float value) => value - MathF.Floor(value);
}
