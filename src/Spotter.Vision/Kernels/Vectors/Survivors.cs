using System.Numerics;
using Spotter.Vision.Kernels.Lanes;

namespace Spotter.Vision.Kernels.Vectors;

/// <summary>A vector of neighbouring windows in which some live.</summary>
/// <param name="Position">Where the first window lies in the integral image.</param>
/// <param name="Alive">A bit for each living window.</param>
internal readonly record struct LivingVector(int Position, uint Alive);

/// <summary>
/// The windows of a strip that no stage has rejected yet: vectors of neighbouring windows, the first of which is always
/// alive. After each stage the survivors are covered afresh by as few vectors as a greedy pass needs; vectors start at
/// any window.
/// </summary>
/// <param name="vectors">Room for the vectors.</param>
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

    /// <summary>
    /// Forgets all windows. What is appended may overwrite entries already read: there are never more of them.
    /// </summary>
    public void Restart()
    {
        _last = -1;
        _position = int.MinValue / 2;
        _alive = 0;
    }

    /// <summary>Appends windows; none of them may lie before one appended earlier.</summary>
    /// <param name="position">The place of bit 0.</param>
    /// <param name="bits">The living windows, as many bits as there are lanes.</param>
    public void Append(int position, uint bits)
    {
        if (bits == 0)
        {
            return;
        }

        int distance = position - _position;
        if (distance < TLanes.Count)
        {
            uint fitting = bits & ((uint)((1UL << TLanes.Count) - 1) >> distance);
            _alive |= fitting << distance;
            vectors[_last] = new LivingVector(_position, _alive);
            bits ^= fitting;
            if (bits == 0)
            {
                return;
            }
        }

        int first = BitOperations.TrailingZeroCount(bits);
        _position = position + first;
        _alive = bits >> first;
        vectors[++_last] = new LivingVector(_position, _alive);
    }
}
