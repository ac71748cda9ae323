namespace Spotter.Vision.Images;

/// <summary>Pixels of other libraries and of cameras to pictures of ours, and back.</summary>
/// <remarks>Rows may have padding behind them: a stride is the bytes from one row's start to the next one's.</remarks>
internal static class PixelTransfer
{
    /// <summary>Bytes of a row without padding; of planes that of the brightness.</summary>
    public static int RowBytes(PixelLayout layout, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        return layout switch
        {
            PixelLayout.Gray8 => width,
            PixelLayout.Bgr24 or PixelLayout.Rgb24 => checked(width * 3),
            PixelLayout.Bgra32 or PixelLayout.Rgba32 => checked(width * 4),
            PixelLayout.Nv12 => width + (width & 1),
            PixelLayout.Yuyv when (width & 1) == 0 => checked(width * 2),
            PixelLayout.Yuyv => throw new ArgumentException($"YUYV has an even width, got {width}", nameof(width)),
            _ => throw new ArgumentOutOfRangeException(nameof(layout), layout, $"there is no pixel layout {layout}"),
        };
    }

    public static Frame ToFrame(ReadOnlySpan<byte> pixels, int width, int height, PixelLayout layout, int strideBytes)
    {
        int stride = Checked(pixels.Length, width, height, layout, strideBytes);
        switch (layout)
        {
            case PixelLayout.Gray8:
                var plane = new GrayImage(width, height);
                for (int y = 0; y < height; y++)
                {
                    pixels.Slice(y * stride, width).CopyTo(plane.Pixels.AsSpan(y * width));
                }

                return new Frame(plane);
            case PixelLayout.Nv12 or PixelLayout.Yuyv:
                return FromVideo(pixels, width, height, layout, stride);
            default:
                var picture = new BgrImage(width, height);
                for (int y = 0; y < height; y++)
                {
                    Row(
                        pixels.Slice(y * stride, RowBytes(layout, width)),
                        picture.Pixels.AsSpan(y * width * 3, width * 3),
                        layout
                    );
                }

                return new Frame(picture);
        }
    }

    public static void FromBgr(BgrImage picture, Span<byte> destination, PixelLayout layout, int strideBytes)
    {
        if (layout is PixelLayout.Nv12 or PixelLayout.Yuyv)
        {
            throw new ArgumentException($"pictures are not written as {layout}", nameof(layout));
        }

        int stride = Checked(destination.Length, picture.Width, picture.Height, layout, strideBytes);
        for (int y = 0; y < picture.Height; y++)
        {
            ReadOnlySpan<byte> bgr = picture.Pixels.AsSpan(y * picture.Width * 3, picture.Width * 3);
            Span<byte> row = destination.Slice(y * stride, RowBytes(layout, picture.Width));
            if (layout == PixelLayout.Gray8)
            {
                GrayConversion.FromBgr(bgr, row);
            }
            else
            {
                RowBack(bgr, row, layout);
            }
        }
    }

    private static Frame FromVideo(ReadOnlySpan<byte> pixels, int width, int height, PixelLayout layout, int stride)
    {
        var gray = new GrayImage(width, height);
        var bgr = new BgrImage(width, height);
        int chromaWidth = (width + 1) / 2;
        Span<byte> u = new byte[chromaWidth];
        Span<byte> v = new byte[chromaWidth];
        YuvConversion.Weights weights = YuvConversion.Weights.Of(YuvMatrix.Bt601);
        for (int y = 0; y < height; y++)
        {
            Span<byte> luma = gray.Pixels.AsSpan(y * width, width);
            if (layout == PixelLayout.Nv12)
            {
                pixels.Slice(y * stride, width).CopyTo(luma);
                ReadOnlySpan<byte> pairs = pixels.Slice((height + (y / 2)) * stride, chromaWidth * 2);
                for (int i = 0; i < chromaWidth; i++)
                {
                    (u[i], v[i]) = (pairs[i * 2], pairs[(i * 2) + 1]);
                }
            }
            else
            {
                ReadOnlySpan<byte> row = pixels.Slice(y * stride, width * 2);
                for (int i = 0; i < chromaWidth; i++)
                {
                    ReadOnlySpan<byte> two = row.Slice(i * 4, 4);
                    (luma[i * 2], u[i], luma[(i * 2) + 1], v[i]) = (two[0], two[1], two[2], two[3]);
                }
            }

            YuvConversion.Row(luma, u, v, in weights, bgr.Pixels.AsSpan(y * width * 3, width * 3));
            YuvConversion.ToGray(luma, luma);
        }

        return new Frame(bgr, gray);
    }

    private static void Row(ReadOnlySpan<byte> row, Span<byte> bgr, PixelLayout layout)
    {
        switch (layout)
        {
            case PixelLayout.Bgr24:
                row.CopyTo(bgr);
                return;
            case PixelLayout.Bgra32:
                PixelPacking.BgraToBgr(row, bgr);
                return;
        }

        int size = layout == PixelLayout.Rgb24 ? 3 : 4;
        for (int from = 0, to = 0; to < bgr.Length; from += size, to += 3)
        {
            bgr[to] = row[from + 2];
            bgr[to + 1] = row[from + 1];
            bgr[to + 2] = row[from];
        }
    }

    private static void RowBack(ReadOnlySpan<byte> bgr, Span<byte> row, PixelLayout layout)
    {
        switch (layout)
        {
            case PixelLayout.Bgr24:
                bgr.CopyTo(row);
                return;
            case PixelLayout.Bgra32:
                PixelPacking.BgrToBgra(bgr, row);
                return;
        }

        int size = layout == PixelLayout.Rgb24 ? 3 : 4;
        if (size == 4)
        {
            row.Fill(byte.MaxValue);
        }

        for (int from = 0, to = 0; from < bgr.Length; from += 3, to += size)
        {
            row[to + 2] = bgr[from];
            row[to + 1] = bgr[from + 1];
            row[to] = bgr[from + 2];
        }
    }

    // The stride, 0 being none given. The last row needs no padding behind it.
    private static int Checked(int length, int width, int height, PixelLayout layout, int strideBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        int row = RowBytes(layout, width);
        int stride = strideBytes == 0 ? row : strideBytes;
        if (stride < row)
        {
            throw new ArgumentException(
                $"a row of {width} pixels of {layout} has {row} bytes, got a stride of {strideBytes}",
                nameof(strideBytes)
            );
        }

        long needed = Length(layout, height, row, stride);
        return length >= needed
            ? stride
            : throw new ArgumentException(
                $"a {width}x{height} picture of {layout}, rows {stride} bytes apart, needs {needed} bytes, got {length}"
            );
    }

    /// <summary>Bytes from the first to the last of a picture.</summary>
    public static long Length(PixelLayout layout, int height, int rowBytes, int strideBytes)
    {
        long rows = layout == PixelLayout.Nv12 ? height + ((height + 1L) / 2) : height;
        return ((rows - 1) * strideBytes) + rowBytes;
    }
}
