using System.Numerics;

namespace Spotter.Vision.Kernels.Vectors;

/// <summary>
/// The windows of a strip that no stage has rejected yet: vectors of neighbouring windows, each with a bit for every
/// window still alive, the first of which is always alive. After each stage the survivors are covered afresh by as few
/// vectors as a greedy pass needs; vectors start at any window.
/// </summary>
internal unsafe struct Survivors(int* positions, uint* alive, int lanes)
{
    private readonly uint _allLanes = (uint)((1UL << lanes) - 1);
    private int _openPosition;
    private uint _openAlive;

    /// <summary>Number of vectors.</summary>
    public int Count { get; private set; }

    /// <summary>Where the first window of each vector lies in the integral image, in rising order.</summary>
    public int* Positions => positions;

    /// <summary>A bit for each living window of a vector.</summary>
    public uint* Alive => alive;

    /// <summary>Forgets all windows. What is appended may overwrite entries already read: there are never more of them.</summary>
    public void Restart()
    {
        Count = 0;
        _openPosition = int.MinValue / 2;
        _openAlive = 0;
    }

    /// <summary>Appends windows; none of them may lie before one appended earlier.</summary>
    /// <param name="position">The place of bit 0.</param>
    /// <param name="bits">The living windows.</param>
    public void Append(int position, uint bits)
    {
        if (bits == 0)
        {
            return;
        }

        int distance = position - _openPosition;
        if (distance < lanes)
        {
            uint fitting = bits & (_allLanes >> distance);
            _openAlive |= fitting << distance;
            bits ^= fitting;
            if (bits == 0)
            {
                return;
            }
        }

        Close();
        int first = BitOperations.TrailingZeroCount(bits);
        _openPosition = position + first;
        _openAlive = bits >> first;
    }

    /// <summary>Finishes a pass.</summary>
    public void Close()
    {
        if (_openAlive != 0)
        {
            positions[Count] = _openPosition;
            alive[Count] = _openAlive;
            Count++;
            _openAlive = 0;
        }
    }
}
