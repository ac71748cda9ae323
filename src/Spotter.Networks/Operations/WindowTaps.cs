using Spotter.Networks.Layers;

namespace Spotter.Networks.Operations;

/// <summary>Walks over the pixels under a window that lie inside the picture, row by row.</summary>
internal struct WindowTaps
{
    private readonly Window _window;
    private readonly int _top;
    private readonly int _left;
    private readonly int _firstX;
    private readonly int _endX;
    private readonly int _endY;
    private int _y;
    private int _x;

    public WindowTaps(Window window, int outputPixel)
    {
        _window = window;
        (int row, int column) = Math.DivRem(outputPixel, window.OutputWidth);
        _top = row * window.Stride.Height - window.Top;
        _left = column * window.Stride.Width - window.Left;
        _firstX = Math.Max(0, -_left);
        _endX = Math.Min(window.Kernel.Width, window.Input.Width - _left);
        _y = Math.Max(0, -_top);
        _endY = Math.Min(window.Kernel.Height, window.Input.Height - _top);
        _x = _firstX - 1;
    }

    /// <summary>Number of the input pixel.</summary>
    public readonly int Source => (_top + _y) * _window.Input.Width + _left + _x;

    /// <summary>Number of the place in the kernel.</summary>
    public readonly int Tap => _y * _window.Kernel.Width + _x;

    /// <summary>How many pixels of the window lie inside.</summary>
    public readonly int Count => Math.Max(0, _endX - _firstX) * Math.Max(0, _endY - Math.Max(0, -_top));

    public bool MoveNext()
    {
        if (++_x >= _endX)
        {
            _x = _firstX;
            _y++;
        }

        return _y < _endY && _x < _endX;
    }
}
