using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Spotter.Vision.Detectors;

/// <summary>
/// The edges of candidates in the order of their left ones, each in an array of its own, so that one is compared with
/// many at once.
/// </summary>
internal sealed class EdgesByLeft
{
    private int[] _indices = [];
    private int[] _lefts = [];
    private int[] _tops = [];
    private int[] _rights = [];
    private int[] _bottoms = [];
    private int[] _reaches = [];

    public static int PlacesAtOnce => Vector256<int>.Count;

    public void Set(ReadOnlySpan<Candidate> all)
    {
        Reserve(all.Length + PlacesAtOnce);
        for (int i = 0; i < all.Length; i++)
        {
            _indices[i] = i;
            _lefts[i] = all[i].Box.X;
        }

        Array.Sort(_lefts, _indices, 0, all.Length);
        for (int i = 0; i < all.Length; i++)
        {
            Box box = all[_indices[i]].Box;
            _tops[i] = box.Y;
            _rights[i] = box.Right;
            _bottoms[i] = box.Bottom;
            _reaches[i] = (int)RectangleGrouping.ToleranceOf(box.Width, box.Height);
        }

        // Nobody reaches what stands behind the last one.
        _lefts.AsSpan(all.Length, PlacesAtOnce).Fill(int.MaxValue / 2);
    }

    /// <summary>The index of the candidate at a place of the order.</summary>
    public int IndexAt(int place) => _indices[place];

    /// <summary>
    /// Whether candidates from <paramref name="place"/> on can be similar to the one at <paramref name="i"/>.
    /// </summary>
    public bool Reaches(int i, int place) => _lefts[place] <= _lefts[i] + _reaches[i];

    /// <summary>
    /// Which of the candidates from <paramref name="place"/> on may be similar to the one at <paramref name="i"/>, a
    /// bit each: no edge is farther off than the smaller one of both tolerates.
    /// </summary>
    public uint Near(int i, int place)
    {
        Vector256<int> reach = Vector256.Min(Vector256.Create(_reaches[i]), At(_reaches, place));
        Vector256<int> farthest = Vector256.Max(
            Vector256.Max(Distances(_lefts, i, place), Distances(_tops, i, place)),
            Vector256.Max(Distances(_rights, i, place), Distances(_bottoms, i, place))
        );
        return Vector256.LessThanOrEqual(farthest, reach).ExtractMostSignificantBits();
    }

    private static Vector256<int> Distances(int[] edges, int i, int place) =>
        Vector256.Abs(At(edges, place) - Vector256.Create(edges[i]));

    private static Vector256<int> At(int[] edges, int place) =>
        Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(edges), (nuint)place);

    private void Reserve(int count)
    {
        if (_lefts.Length < count)
        {
            int length = count * 2;
            _indices = new int[length];
            _lefts = new int[length];
            _tops = new int[length];
            _rights = new int[length];
            _bottoms = new int[length];
            _reaches = new int[length];
        }
    }
}
