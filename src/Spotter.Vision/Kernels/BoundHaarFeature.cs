using System.Runtime.CompilerServices;
using Spotter.Vision.Cascades;

namespace Spotter.Vision.Kernels;

/// <summary>A Haar feature bound to a layout: its corners are offsets from a window's first sample.</summary>
internal readonly struct BoundHaarFeature
{
    private readonly BoundRectangle _first;
    private readonly BoundRectangle _second;
    private readonly BoundRectangle _third;

    public BoundHaarFeature(HaarFeature feature, LevelLayout layout)
    {
        _first = new BoundRectangle(feature.First, feature.IsTilted, layout);
        _second = new BoundRectangle(feature.Second, feature.IsTilted, layout);
        _third = new BoundRectangle(feature.Third, feature.IsTilted, layout);
    }

    // Every product and sum is rounded to single precision on its own, as OpenCV's are.
    public float Evaluate(ref readonly int window)
    {
        float value = (_first.Weight * _first.Sum(in window)) + (_second.Weight * _second.Sum(in window));
        return _third.Weight == 0 ? value : value + (_third.Weight * _third.Sum(in window));
    }

    private readonly struct BoundRectangle
    {
        private readonly int _corner0;
        private readonly int _corner1;
        private readonly int _corner2;
        private readonly int _corner3;

        public BoundRectangle(WeightedRectangle rectangle, bool isTilted, LevelLayout layout)
        {
            Corners corners = Corners.Of(rectangle, isTilted);
            _corner0 = layout.OffsetOf(corners.First.X, corners.First.Y, isTilted);
            _corner1 = layout.OffsetOf(corners.Second.X, corners.Second.Y, isTilted);
            _corner2 = layout.OffsetOf(corners.Third.X, corners.Third.Y, isTilted);
            _corner3 = layout.OffsetOf(corners.Fourth.X, corners.Fourth.Y, isTilted);
            Weight = rectangle.Weight;
        }

        public float Weight { get; }

        public int Sum(ref readonly int window)
        {
            ref int origin = ref Unsafe.AsRef(in window);
            return Unsafe.Add(ref origin, _corner0)
                - Unsafe.Add(ref origin, _corner1)
                - Unsafe.Add(ref origin, _corner2)
                + Unsafe.Add(ref origin, _corner3);
        }
    }
}
