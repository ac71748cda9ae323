namespace Spotter.Vision.Tracking;

/// <summary>The point of a box that stands for the object.</summary>
public enum BoxAnchor
{
    /// <summary>The middle of the lower edge: where people and cars touch the ground.</summary>
    BottomCenter,

    /// <summary>The middle of the box.</summary>
    Center,
}
