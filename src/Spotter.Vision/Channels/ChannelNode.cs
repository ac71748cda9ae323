namespace Spotter.Vision.Channels;

/// <summary>
/// A question about a window: is the value of a cell, or the difference of two cells of one channel, above a threshold?
/// </summary>
/// <param name="Channel">Which channel, below <see cref="ChannelLayout.Count"/>.</param>
/// <param name="X">Column of the cell in the window.</param>
/// <param name="Y">Row of the cell in the window.</param>
/// <param name="OtherX">Column of the cell that is subtracted.</param>
/// <param name="OtherY">Row of the cell that is subtracted; both cells the same means that nothing is
/// subtracted.</param>
/// <param name="Threshold">Values above it go right.</param>
internal readonly record struct ChannelNode(byte Channel, byte X, byte Y, byte OtherX, byte OtherY, sbyte Threshold)
{
    /// <summary>True where two cells are compared.</summary>
    public bool IsDifference => X != OtherX || Y != OtherY;
}
