using System.Collections.Immutable;

namespace Spotter.Vision.Detectors;

/// <summary>One scale of a <see cref="CascadeTrace"/>.</summary>
public sealed class CascadeTraceLevel
{
    private readonly PyramidLevel _level;

    internal CascadeTraceLevel(in PyramidLevel level, ImmutableArray<short> stagesPassed)
    {
        _level = level;
        StagesPassed = stagesPassed;
    }

    /// <summary>By how much the picture is shrunk.</summary>
    public float Scale => _level.Scale;

    /// <summary>Size of a window, in pixels of the picture.</summary>
    public BoxSize WindowSize => _level.ObjectSize;

    /// <summary>Windows a row.</summary>
    public int Columns => _level.WindowsAcross;

    /// <summary>Rows of windows.</summary>
    public int Rows => _level.WindowRows;

    /// <summary>
    /// A number a window, row by row: how many stages it passed, the number of all stages where it was found,
    /// <see cref="CascadeTrace.TooFlat"/> or <see cref="CascadeTrace.LeftOut"/>.
    /// </summary>
    public ImmutableArray<short> StagesPassed { get; }

    /// <summary>A window in pixels of the picture; it may reach over the edge by the rounding.</summary>
    /// <param name="index">Into <see cref="StagesPassed"/>.</param>
    public Box BoxOf(int index) => _level.BoxAt(index % Columns * _level.Step, index / Columns * _level.Step);
}
