namespace Spotter.Learning.Detectors.Channels;

/// <summary>Windows as boosting reads them: for each cell the values of all windows side by side.</summary>
internal sealed class WindowMatrix(int length, int capacity)
{
    private readonly sbyte[][] _columns = [.. Enumerable.Range(0, length).Select(_ => new sbyte[capacity])];

    /// <summary>Values a window.</summary>
    public int Length => length;

    /// <summary>Windows that are held.</summary>
    public int Count { get; private set; }

    public int Capacity => capacity;

    public ReadOnlySpan<sbyte> Column(int cell) => _columns[cell].AsSpan(0, Count);

    public void Add(ReadOnlySpan<sbyte> window)
    {
        for (int cell = 0; cell < length; cell++)
        {
            _columns[cell][Count] = window[cell];
        }

        Count++;
    }

    /// <summary>Copies a window out.</summary>
    public sbyte[] Window(int index)
    {
        var window = new sbyte[length];
        for (int cell = 0; cell < length; cell++)
        {
            window[cell] = _columns[cell][index];
        }

        return window;
    }

    /// <summary>
    /// Keeps, of the windows from <paramref name="first"/> on, those that are wanted, in their order.
    /// </summary>
    public void Keep(int first, ReadOnlySpan<bool> wanted)
    {
        int kept = first;
        for (int i = first; i < Count; i++)
        {
            if (wanted[i - first])
            {
                for (int cell = 0; cell < length; cell++)
                {
                    _columns[cell][kept] = _columns[cell][i];
                }

                kept++;
            }
        }

        Count = kept;
    }
}
