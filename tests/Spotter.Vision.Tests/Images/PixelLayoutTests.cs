using System.Runtime.InteropServices;
using CsCheck;
using Spotter.Vision.Images;

namespace Spotter.Vision.Tests.Images;

public sealed class PixelLayoutTests
{
    private static readonly PixelLayout[] Written =
    [
        PixelLayout.Gray8,
        PixelLayout.Bgr24,
        PixelLayout.Rgb24,
        PixelLayout.Bgra32,
        PixelLayout.Rgba32,
    ];

    [Fact]
    public void FromPixels_TwoPixels_AreReadInTheirOrder()
    {
        byte[] bgr = [1, 2, 3, 4, 5, 6];
        Assert.Equal(bgr, Frame.FromPixels([1, 2, 3, 4, 5, 6], 2, 1, PixelLayout.Bgr24).Bgr.Pixels);
        Assert.Equal(bgr, Frame.FromPixels([3, 2, 1, 6, 5, 4], 2, 1, PixelLayout.Rgb24).Bgr.Pixels);
        Assert.Equal(bgr, Frame.FromPixels([1, 2, 3, 9, 4, 5, 6, 9], 2, 1, PixelLayout.Bgra32).Bgr.Pixels);
        Assert.Equal(bgr, Frame.FromPixels([3, 2, 1, 9, 6, 5, 4, 9], 2, 1, PixelLayout.Rgba32).Bgr.Pixels);
        Assert.Equal([7, 8], Frame.FromPixels([7, 8], 2, 1, PixelLayout.Gray8).Gray.Pixels);
    }

    [Fact]
    public void CopyTo_ThenFromPixels_IsTheSamePictureWithAnyPadding()
    {
        Gen.Select(Gen.Int[1, 9], Gen.Int[1, 5], Gen.Int[0, 7], Gen.Int[0, Written.Length - 1])
            .Sample(
                (width, height, padding, which) =>
                {
                    var picture = new BgrImage(width, height);
                    new Random(width + height).NextBytes(picture.Pixels);
                    PixelLayout layout = Written[which];
                    int stride = PixelTransfer.RowBytes(layout, width) + padding;
                    byte[] there = new byte[(stride * height) - padding];
                    picture.CopyTo(there, layout, stride);
                    Frame back = Frame.FromPixels(there, width, height, layout, stride);
                    Assert.Equal(
                        layout == PixelLayout.Gray8 ? picture.ToGray().Pixels : picture.Pixels,
                        layout == PixelLayout.Gray8 ? back.Gray.Pixels : back.Bgr.Pixels
                    );
                }
            );
    }

    [Fact]
    public void FromPointer_UpsideDown_IsAsItIsSeen()
    {
        // Two rows of two pixels, the lower one first, each with two bytes of padding.
        byte[] memory = [7, 8, 9, 10, 11, 12, 0, 0, 1, 2, 3, 4, 5, 6, 0, 0];
        GCHandle pinned = GCHandle.Alloc(memory, GCHandleType.Pinned);
        try
        {
            nint top = pinned.AddrOfPinnedObject() + 8;
            Frame frame = Frame.FromPointer(top, 2, 2, PixelLayout.Bgr24, -8);
            Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], frame.Bgr.Pixels);
            Frame upright = Frame.FromPointer(pinned.AddrOfPinnedObject(), 2, 2, PixelLayout.Bgr24, 8);
            Assert.Equal([7, 8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6], upright.Bgr.Pixels);
        }
        finally
        {
            pinned.Free();
        }
    }

    [Theory]
    [InlineData(6, 4)]
    [InlineData(7, 3)]
    public void FromPixels_Nv12_IsAsTheVideoReaderSeesIt(int width, int height)
    {
        int chromaWidth = (width + 1) / 2;
        int chromaHeight = (height + 1) / 2;
        int stride = (chromaWidth * 2) + 3;
        byte[] planes = new byte[YuvConversion.Length(width, height)];
        new Random(3).NextBytes(planes);
        byte[] buffer = new byte[stride * (height + chromaHeight)];
        for (int y = 0; y < height; y++)
        {
            planes.AsSpan(y * width, width).CopyTo(buffer.AsSpan(y * stride));
        }

        for (int i = 0; i < chromaWidth * chromaHeight; i++)
        {
            int at = ((height + (i / chromaWidth)) * stride) + (i % chromaWidth * 2);
            buffer[at] = planes[(width * height) + i];
            buffer[at + 1] = planes[(width * height) + (chromaWidth * chromaHeight) + i];
        }

        byte[] bgr = new byte[width * height * 3];
        byte[] gray = new byte[width * height];
        YuvConversion.ToBgr(planes, width, height, YuvMatrix.Bt601, bgr);
        YuvConversion.ToGray(planes.AsSpan(0, width * height), gray);
        Frame frame = Frame.FromPixels(buffer, width, height, PixelLayout.Nv12, stride);
        Assert.Equal(bgr, frame.Bgr.Pixels);
        Assert.Equal(gray, frame.Gray.Pixels);
    }

    [Fact]
    public void FromPixels_Yuyv_SharesChromaOfTwoPixels()
    {
        // White and black, then two of the same strong red: Y 81, U 90, V 240 in limited range.
        Frame frame = Frame.FromPixels([235, 128, 16, 128, 81, 90, 81, 240], 4, 1, PixelLayout.Yuyv);
        Assert.Equal([255, 0], frame.Gray.Pixels[..2]);
        Assert.Equal([255, 255, 255, 0, 0, 0], frame.Bgr.Pixels[..6]);
        Assert.InRange(frame.Bgr.Pixels[8], 250, 255);
        Assert.InRange(frame.Bgr.Pixels[6], 0, 5);
        Assert.Equal(frame.Bgr.Pixels[6..9], frame.Bgr.Pixels[9..12]);
    }

    [Fact]
    public void FromPixels_WrongSizes_AreRefusedInWords()
    {
        ArgumentException tooFew = Assert.Throws<ArgumentException>(() =>
            Frame.FromPixels(new byte[23], 2, 3, PixelLayout.Bgra32)
        );
        Assert.Equal("a 2x3 picture of Bgra32, rows 8 bytes apart, needs 24 bytes, got 23", tooFew.Message);
        ArgumentException overlapping = Assert.Throws<ArgumentException>(() =>
            Frame.FromPixels(new byte[99], 2, 3, PixelLayout.Bgr24, 5)
        );
        Assert.StartsWith("a row of 2 pixels of Bgr24 has 6 bytes", overlapping.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Frame.FromPixels(new byte[99], 3, 3, PixelLayout.Yuyv));
        Assert.Throws<ArgumentException>(() => new BgrImage(2, 2).CopyTo(new byte[99], PixelLayout.Nv12));
        Assert.Throws<ArgumentOutOfRangeException>(() => Frame.FromPointer(0, 2, 2, PixelLayout.Bgr24, 6));
    }
}
