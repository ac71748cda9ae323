using SkiaSharp;
using Spotter.Vision.Images;

namespace Spotter.Media.Tests.Pictures;

/// <summary>Colours that a profile describes come as sRGB shows them.</summary>
public sealed class ProfileTests
{
    [Theory]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public void Load_DisplayP3_IsBroughtToSrgb(SKEncodedImageFormat format)
    {
        // Red 200, green 60, blue 50 of Display P3 is (217, 41, 38) of sRGB: linear through the primaries' matrices.
        Frame frame = Picture.Load(
            Encode(
                SKColorSpace.CreateRgb(SKColorSpaceTransferFn.Srgb, SKColorSpaceXyz.DisplayP3),
                new SKColor(200, 60, 50),
                format
            )
        );

        Assert.InRange(frame.Bgr.Pixels[2], 214, 220);
        Assert.InRange(frame.Bgr.Pixels[1], 37, 46);
        Assert.InRange(frame.Bgr.Pixels[0], 34, 44);
    }

    [Fact]
    public void Load_AdobeRgb_IsBroughtToSrgb()
    {
        // A middle green of Adobe RGB, (100, 160, 100), lies at (53, 161, 96) of sRGB.
        Frame frame = Picture.Load(
            Encode(
                SKColorSpace.CreateRgb(SKColorSpaceTransferFn.TwoDotTwo, SKColorSpaceXyz.AdobeRgb),
                new SKColor(100, 160, 100),
                SKEncodedImageFormat.Png
            )
        );

        Assert.InRange(frame.Bgr.Pixels[2], 49, 57);
        Assert.InRange(frame.Bgr.Pixels[1], 157, 164);
        Assert.InRange(frame.Bgr.Pixels[0], 92, 101);
    }

    [Fact]
    public void Load_Srgb_StaysExact()
    {
        Frame frame = Picture.Load(
            Encode(SKColorSpace.CreateSrgb(), new SKColor(200, 60, 50), SKEncodedImageFormat.Png)
        );

        Assert.Equal([50, 60, 200], frame.Bgr.Pixels.Take(3));
    }

    private static byte[] Encode(SKColorSpace space, SKColor color, SKEncodedImageFormat format)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(16, 16, SKColorType.Bgra8888, SKAlphaType.Opaque, space));
        byte[] pixels =
        [
            .. Enumerable.Repeat((byte[])[color.Blue, color.Green, color.Red, 255], 16 * 16).SelectMany(static p => p),
        ];
        System.Runtime.InteropServices.Marshal.Copy(pixels, 0, bitmap.GetPixels(), pixels.Length);
        using SKData data = bitmap.Encode(format, 100);
        space.Dispose();
        return data.ToArray();
    }
}
