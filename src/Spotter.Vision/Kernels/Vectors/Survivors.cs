using System.Numerics;
using System.Runtime.CompilerServices;
using Spotter.Vision.Kernels.Lanes;

namespace Spotter.Vision.Kernels.Vectors;

/// <summary>A vector of neighbouring windows in which some live.</summary>
/// <param name="Position">Where the first window lies in the integral image.</param>
/// <param name="Alive">A bit for each living window.</param>
internal readonly record struct LivingVector(int Position, uint Alive);

/// <summary>
/// The windows of a strip that no stage has rejected yet: vectors of neighbouring windows, the first of which is always
/// alive. After each stage the survivors are covered afresh by as few vectors as a greedy pass needs; vectors start at any window.
/// </summary>
/// <remarks>
/// Whether windows still fit the last vector is as good as random, and so is which ones there are: so there are no branches.
/// </remarks>
/// <param name="vectors">Room for the vectors, with one in front of the first.</param>
internal unsafe struct Survivors<TLanes, TInt, TFloat>(LivingVector* vectors)
    where TLanes : struct, ILanes<TInt, TFloat>
    where TInt : struct
    where TFloat : struct
{
    // Of the last vector, which later windows may yet join; it is also kept in its place.
    private int _position;
    private uint _alive;
    private int _last;

    /// <summary>Number of vectors.</summary>
    public readonly int Count => _last + 1;

    /// <summary>The vectors, in rising order.</summary>
    public readonly LivingVector* Vectors => vectors;

    /// <summary>Forgets all windows. What is appended may overwrite entries already read: there are never more of them.</summary>
    public void Restart()
    {
        _last = -1;
        _position = int.MinValue / 2;
        _alive = 0;
    }

    /// <summary>Appends windows; none of them may lie before one appended earlier.</summary>
    /// <param name="position">The place of bit 0.</param>
    /// <param name="bits">The living windows, as many bits as there are lanes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(int position, uint bits)
    {
        int distance = (int)Math.Min((uint)(position - _position), 31);
        uint fitting = bits & ((uint)((1UL << TLanes.Count) - 1) >> distance);
        uint rest = bits ^ fitting;

        _alive |= fitting << distance;
        vectors[_last] = new LivingVector(_position, _alive);

        // All bits set where windows are left that do not fit: they open the next vector.
        int opens = (int)(rest | (0 - rest)) >> 31;
        int first = BitOperations.TrailingZeroCount(rest);
        _alive = (_alive & (uint)~opens) | ((rest >> first) & (uint)opens);
        _position = (_position & ~opens) | ((position + first) & opens);
        _last -= opens;
        vectors[_last] = new LivingVector(_position, _alive);
    }
}
