namespace Spotter.Media;

/// <summary>What a viewer did to a <see cref="ViewWindow"/>.</summary>
public enum Key
{
    /// <summary>Nothing: go on.</summary>
    None,

    /// <summary>q, Esc, or the window's own button; of a window that shows a picture, any key.</summary>
    Q,
}
