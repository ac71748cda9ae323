using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Spotter.Vision.Cascades;
using Spotter.Vision.Kernels;

namespace Spotter.Learning.Detectors.Cascades;

/// <summary>
/// A Haar feature for eight windows at a time, in the arithmetic of <see cref="BoundHaarFeature"/>: each product and
/// sum is rounded to single precision on its own.
/// </summary>
internal readonly struct LaneFeature(HaarFeature feature, LevelLayout layout)
{
    private readonly LaneRectangle _first = new(feature.First, feature.IsTilted, layout);
    private readonly LaneRectangle _second = new(feature.Second, feature.IsTilted, layout);
    private readonly LaneRectangle _third = new(feature.Third, feature.IsTilted, layout);
    private readonly bool _hasThird = feature.Third.Weight != 0;

    /// <param name="group">The samples of a group of windows.</param>
    /// <param name="factors">Their variance factors.</param>
    public Vector256<float> Evaluate(ReadOnlySpan<int> group, ReadOnlySpan<float> factors)
    {
        ref int origin = ref MemoryMarshal.GetReference(group);
        Vector256<float> value = _first.WeightedSum(ref origin) + _second.WeightedSum(ref origin);
        if (_hasThird)
        {
            value += _third.WeightedSum(ref origin);
        }

        return value * Vector256.Create(factors);
    }

    private readonly struct LaneRectangle
    {
        private readonly int _corner0;
        private readonly int _corner1;
        private readonly int _corner2;
        private readonly int _corner3;
        private readonly float _weight;

        public LaneRectangle(WeightedRectangle rectangle, bool isTilted, LevelLayout layout)
        {
            Corners corners = Corners.Of(rectangle, isTilted);
            _corner0 = layout.OffsetOf(corners.First.X, corners.First.Y, isTilted) * WindowSet.Lanes;
            _corner1 = layout.OffsetOf(corners.Second.X, corners.Second.Y, isTilted) * WindowSet.Lanes;
            _corner2 = layout.OffsetOf(corners.Third.X, corners.Third.Y, isTilted) * WindowSet.Lanes;
            _corner3 = layout.OffsetOf(corners.Fourth.X, corners.Fourth.Y, isTilted) * WindowSet.Lanes;
            _weight = rectangle.Weight;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> WeightedSum(ref int origin)
        {
            Vector256<int> sum =
                Vector256.LoadUnsafe(ref origin, (nuint)_corner0)
                - Vector256.LoadUnsafe(ref origin, (nuint)_corner1)
                - Vector256.LoadUnsafe(ref origin, (nuint)_corner2)
                + Vector256.LoadUnsafe(ref origin, (nuint)_corner3);
            return Vector256.Create(_weight) * Vector256.ConvertToSingle(sum);
        }
    }
}
