namespace Spotter.Media.Drawing.Stickers;

/// <summary>Where on a face a sticker sits.</summary>
public enum StickerPlace
{
    /// <summary>On top of the head; the sticker's lower edge is at the forehead.</summary>
    Head,

    /// <summary>Over both eyes.</summary>
    Eyes,

    /// <summary>On the tip of the nose.</summary>
    Nose,

    /// <summary>On the mouth.</summary>
    Mouth,
}
