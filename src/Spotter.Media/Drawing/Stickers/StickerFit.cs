namespace Spotter.Media.Drawing.Stickers;

/// <summary>How a sticker sits at its place, in eye distances of the face.</summary>
/// <param name="Width">How wide it is.</param>
/// <param name="Down">How far below its place its anchor is, towards the chin; negative is above.</param>
/// <param name="AnchorY">Where in the sticker the anchor is: 0 at its upper edge, 1 at its lower one; across it is in
/// the middle.</param>
internal readonly record struct StickerFit(double Width, double Down, double AnchorY)
{
    /// <summary>For a picture that holds the thing and nothing around it.</summary>
    public static StickerFit Of(StickerPlace place) =>
        place switch
        {
            // The forehead begins a little above the brows; a head is about 2.2 eye distances wide.
            StickerPlace.Head => new StickerFit(2.8, -0.75, 1),
            StickerPlace.Eyes => new StickerFit(2.3, 0, 0.5),
            StickerPlace.Nose => new StickerFit(0.8, 0, 0.5),
            _ => new StickerFit(1.4, 0, 0.5),
        };
}
