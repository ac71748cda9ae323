using OpenCvSharp;
using Spotter.Vision.Images;
using Spotter.Vision.Tests.Support;

namespace Spotter.Vision.Tests;

internal static class TestPictures
{
    /// <summary>A photograph of people at a match, 320 pixels wide.</summary>
    public static GrayImage Faces()
    {
        using Mat full = Cv2.ImRead(OpenCvFiles.Picture("basketball1.png"), ImreadModes.Grayscale);
        using var small = new Mat();
        Cv2.Resize(full, small, new Size(320, 320 * full.Height / full.Width), 0, 0, InterpolationFlags.Area);
        small.GetArray(out byte[] pixels);
        return new GrayImage(pixels, small.Width, small.Height);
    }
}
