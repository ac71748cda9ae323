using Spotter.Vision.Images;

namespace Spotter.Media.Windows;

/// <summary>
/// Fits a picture of another size into a frame of a fixed size, with its shape kept and black beside it.
/// </summary>
internal static class FrameFit
{
    /// <param name="picture">The picture.</param>
    /// <param name="frame">What is filled, all of it.</param>
    public static void Fit(BgrImage picture, BgrImage frame)
    {
        double scale = Math.Min((double)frame.Width / picture.Width, (double)frame.Height / picture.Height);
        int width = Math.Clamp((int)Math.Round(picture.Width * scale), 1, frame.Width);
        int height = Math.Clamp((int)Math.Round(picture.Height * scale), 1, frame.Height);
        int left = (frame.Width - width) / 2;
        int top = (frame.Height - height) / 2;
        frame.Pixels.AsSpan(0, frame.Width * frame.Height * 3).Clear();
        for (int y = 0; y < height; y++)
        {
            int fromRow = (int)((long)y * picture.Height / height) * picture.Width;
            int toRow = ((top + y) * frame.Width) + left;
            for (int x = 0; x < width; x++)
            {
                int from = (fromRow + (int)((long)x * picture.Width / width)) * 3;
                picture.Pixels.AsSpan(from, 3).CopyTo(frame.Pixels.AsSpan((toRow + x) * 3));
            }
        }
    }
}
