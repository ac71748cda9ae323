using System.Numerics;
using System.Runtime.InteropServices;
using SharpFuzz.Common;

namespace Spotter.Fuzzing.Loop;

/// <summary>
/// Which edges of the instrumented assemblies a run took, and which ones any run took so far. How often an edge was
/// taken counts in eight steps, as in AFL.
/// </summary>
internal sealed unsafe class EdgeMap
{
    private const int Size = 1 << 16;
    private static readonly byte[] Steps = MakeSteps();

    private readonly ulong* _taken;
    private readonly byte[] _seen = new byte[Size];

    private EdgeMap(byte* map) => _taken = (ulong*)map;

    public int Edges { get; private set; }

    /// <summary>The map that instrumented code writes to. It must be there before any of that code runs.</summary>
    public static EdgeMap Install()
    {
        byte* map = (byte*)NativeMemory.AlignedAlloc(Size, 64);
        new Span<byte>(map, Size).Clear();
        Trace.SharedMem = map;
        return new EdgeMap(map);
    }

    public void Clear()
    {
        new Span<byte>(_taken, Size).Clear();
        Trace.PrevLocation = 0;
    }

    /// <summary>Adds the last run to what is known; true where it showed something new.</summary>
    public bool Learn()
    {
        bool isNew = false;
        for (int i = 0; i < Size / sizeof(ulong); i++)
        {
            if (_taken[i] != 0)
            {
                isNew |= Learn(i);
            }
        }

        return isNew;
    }

    private bool Learn(int word)
    {
        bool isNew = false;
        ulong rest = _taken[word];
        while (rest != 0)
        {
            int place = BitOperations.TrailingZeroCount(rest) / 8;
            byte step = Steps[(byte)(rest >> (place * 8))];
            rest &= ~(0xFFUL << (place * 8));
            ref byte seen = ref _seen[(word * sizeof(ulong)) + place];
            Edges += seen == 0 ? 1 : 0;
            isNew |= (step & ~seen) != 0;
            seen |= step;
        }

        return isNew;
    }

    private static byte[] MakeSteps()
    {
        var steps = new byte[256];
        for (int count = 1; count < steps.Length; count++)
        {
            steps[count] = count switch
            {
                1 => 1,
                2 => 2,
                3 => 4,
                < 8 => 8,
                < 16 => 16,
                < 32 => 32,
                < 128 => 64,
                _ => 128,
            };
        }

        return steps;
    }
}
