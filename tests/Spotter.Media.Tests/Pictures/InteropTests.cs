using OpenCvSharp;
using SkiaSharp;
using Spotter.Media;
using Spotter.Vision.Images;

namespace Spotter.Media.Tests.Pictures;

/// <summary>A line each way between pictures of other libraries and ours; docs/how_to/use_in_an_application.md shows
/// them.</summary>
public sealed class InteropTests
{
    [Fact]
    public void Skia_Bitmap_ThereAndBack()
    {
        using var bitmap = new SKBitmap(new SKImageInfo(5, 3, SKColorType.Bgra8888, SKAlphaType.Opaque));
        bitmap.SetPixel(4, 1, new SKColor(red: 200, green: 100, blue: 50));

        var frame = Frame.FromPixels(
            bitmap.GetPixelSpan(),
            bitmap.Width,
            bitmap.Height,
            PixelLayout.Bgra32,
            bitmap.RowBytes
        );

        Assert.Equal([50, 100, 200], frame.Bgr.Pixels[(((1 * 5) + 4) * 3)..][..3]);
        bitmap.Erase(SKColors.Black);

        frame.Bgr.CopyTo(bitmap.GetPixelSpan(), PixelLayout.Bgra32, bitmap.RowBytes);

        Assert.Equal(new SKColor(red: 200, green: 100, blue: 50), bitmap.GetPixel(4, 1));
    }

    [Fact]
    public void OpenCv_Mat_ThereAndBack()
    {
        using var whole = new Mat(4, 7, MatType.CV_8UC3, Scalar.All(9));
        whole.Set(2, 3, new Vec3b(50, 100, 200));
        using Mat mat = whole.SubMat(new Rect(1, 1, 5, 3)); // rows of a part are not one behind the other

        var frame = Frame.FromPointer(mat.Data, mat.Width, mat.Height, PixelLayout.Bgr24, (int)mat.Step());

        Assert.Equal([50, 100, 200], frame.Bgr.Pixels[(((1 * 5) + 2) * 3)..][..3]);

        using var back = Mat.FromPixelData(frame.Height, frame.Width, MatType.CV_8UC3, frame.Bgr.Pixels);

        Assert.Equal(new Vec3b(50, 100, 200), back.At<Vec3b>(1, 2));
    }

    [Fact]
    public void Span_OfBytes_ThereAndBack()
    {
        int width = 2,
            height = 1;
        byte[] rgba = [200, 100, 50, 255, 1, 2, 3, 255];

        var frame = Frame.FromPixels(rgba, width, height, PixelLayout.Rgba32);

        Assert.Equal([50, 100, 200, 3, 2, 1], frame.Bgr.Pixels);

        frame.Bgr.CopyTo(rgba, PixelLayout.Rgba32);

        Assert.Equal([200, 100, 50, 255, 1, 2, 3, 255], rgba);
    }

    [Fact]
    public void Camera_Buffer_BecomesAFrame()
    {
        int width = 4,
            height = 2;
        byte[] buffer = [.. Enumerable.Repeat((byte)235, 8), .. Enumerable.Repeat((byte)128, 4)];

        var frame = Frame.FromPixels(buffer, width, height, PixelLayout.Nv12);

        Assert.Equal(Enumerable.Repeat((byte)255, 8), frame.Gray.Pixels);
    }
}
