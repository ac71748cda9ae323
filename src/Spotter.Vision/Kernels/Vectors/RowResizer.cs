using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Spotter.Vision.Detectors;
using Spotter.Vision.Images;

namespace Spotter.Vision.Kernels.Vectors;

/// <summary>
/// Resizes a picture row by row, byte for byte as <see cref="Scalar.ScalarResize"/>: two source rows are blended into
/// one of 16 bits first, which is exact, then its columns.
/// </summary>
internal sealed unsafe class RowResizer
{
    private const int Half = ResizeTable.One * ResizeTable.One / 2;
    private const int Overrun = 64;

    // Neighbouring target pixels whose sources lie within as many source pixels as a load holds are sorted out of it.
    private const int PixelsALoad128 = 8;
    private const int PixelsALoad512 = 32;

    private readonly ResizeTable _columns = new();
    private readonly ResizeTable _rows = new();
    private readonly GrowingBuffer<ushort> _blended = new();
    private readonly GrowingBuffer<int> _sources = new();
    private readonly GrowingBuffer<int> _weightPairs = new();
    private readonly GrowingBuffer<int> _shuffles = new();
    private byte* _image;
    private int _imageStride;
    private int _imageWidth;
    private int _imageHeight;
    private int _width;
    private bool _isCopy;
    private ColumnOrder _order;

    /// <summary>Starts a level.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="pixels">Its first pixel, pinned by the caller until the level is done.</param>
    /// <param name="level">What size to make.</param>
    public void Start(ImageView<byte> image, byte* pixels, in PyramidLevel level)
    {
        _image = pixels;
        _imageStride = image.Stride;
        _imageWidth = image.Width;
        _imageHeight = image.Height;
        _width = level.Width;
        _isCopy = level.Width == image.Width && level.Height == image.Height;
        if (_isCopy)
        {
            return;
        }

        _columns.Prepare(image.Width, level.Width);
        _rows.Prepare(image.Height, level.Height);
        _blended.Reserve(image.Width + Overrun);
        _sources.Reserve(level.Width + Overrun);
        _weightPairs.Reserve(level.Width + Overrun);
        _shuffles.Reserve(level.Width + Overrun);
        ReadOnlySpan<int> sources = _columns.Sources;
        ReadOnlySpan<int> weights = _columns.Weights;
        _order = OrderOf(sources);
        for (int x = 0; x < sources.Length; x++)
        {
            _sources.Pointer[x] = sources[x];
            _weightPairs.Pointer[x] = (ResizeTable.One - weights[x]) | (weights[x] << 16);

            // Two 16-bit numbers, the left pixel and its right neighbour: by their places in the load, or byte by byte.
            _shuffles.Pointer[x] = _order switch
            {
                ColumnOrder.SixteenALoad or ColumnOrder.SixteenOfTwoLoads => 0x00010000
                    + (0x00010001 * Distance(sources, x, 16)),
                ColumnOrder.FourALoad => 0x03020100 + (0x02020202 * Distance(sources, x, 4)),
                _ => 0x03020100 + (0x02020202 * Distance(sources, x, 2)),
            };
        }
    }

    private static ColumnOrder OrderOf(ReadOnlySpan<int> sources)
    {
        bool has512 = Avx512BW.IsSupported;
        return has512 && Fits(sources, 16, PixelsALoad512) ? ColumnOrder.SixteenALoad
            : has512 && Fits(sources, 16, 2 * PixelsALoad512) ? ColumnOrder.SixteenOfTwoLoads
            : Fits(sources, 4, PixelsALoad128) ? ColumnOrder.FourALoad
            : Fits(sources, 2, PixelsALoad128) ? ColumnOrder.TwoALoad
            : ColumnOrder.Gathered;
    }

    // From the source of the first of some neighbouring target pixels to that of one of them.
    private static int Distance(ReadOnlySpan<int> sources, int x, int neighbours) =>
        sources[x] - sources[x & -neighbours];

    private static bool Fits(ReadOnlySpan<int> sources, int neighbours, int pixels)
    {
        for (int x = 0; x < sources.Length; x++)
        {
            if (Distance(sources, x, neighbours) > pixels - 2)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Computes a row.</summary>
    /// <param name="y">Which row of the level.</param>
    /// <param name="target">Receives as many pixels as the level is wide.</param>
    public void Row(int y, byte* target)
    {
        if (_isCopy)
        {
            Unsafe.CopyBlockUnaligned(target, _image + ((long)y * _imageStride), (uint)_width);
            return;
        }

        int top = _rows.Sources[y];
        int bottom = Math.Min(top + 1, _imageHeight - 1);
        Blend(_image + ((long)top * _imageStride), _image + ((long)bottom * _imageStride), _rows.Weights[y]);
        int x = !Avx2.IsSupported
            ? 0
            : _order switch
            {
                ColumnOrder.SixteenALoad or ColumnOrder.SixteenOfTwoLoads => Columns512(target),
                ColumnOrder.FourALoad => NearColumns256(target),
                ColumnOrder.TwoALoad => MiddleColumns256(target),
                _ => FarColumns256(target),
            };
        for (; x < _width; x++)
        {
            int weights = _weightPairs.Pointer[x];
            ushort* pair = _blended.Pointer + _sources.Pointer[x];
            target[x] = (byte)(
                ((Unbiased(pair[0]) * (weights & 0xFFFF)) + (Unbiased(pair[1]) * (weights >> 16)) + Half) >> 16
            );
        }
    }

    // Signed 16-bit multiplication needs the sums (0..65280) moved down by 2^15; the bias is taken back after the
    // horizontal sum, where it has become 2^15 * 256 because a pair of weights adds up to 256.
    private static int Unbiased(ushort biased) => biased ^ 0x8000;

    private void Blend(byte* top, byte* bottom, int bottomWeight)
    {
        int topWeight = ResizeTable.One - bottomWeight;
        ushort* target = _blended.Pointer;
        int x = 0;
        if (Avx512BW.IsSupported)
        {
            Vector512<short> topWeights = Avx512BW.BroadcastScalarToVector512(
                Vector128.CreateScalarUnsafe((short)topWeight)
            );
            Vector512<short> bottomWeights = Avx512BW.BroadcastScalarToVector512(
                Vector128.CreateScalarUnsafe((short)bottomWeight)
            );
            Vector512<short> bias = Avx512BW.BroadcastScalarToVector512(Vector128.CreateScalarUnsafe(short.MinValue));
            for (; x + 32 <= _imageWidth; x += 32)
            {
                Vector512<short> sum = Avx512BW.Add(
                    Avx512BW.MultiplyLow(Avx512BW.ConvertToVector512Int16(Avx.LoadVector256(top + x)), topWeights),
                    Avx512BW.MultiplyLow(Avx512BW.ConvertToVector512Int16(Avx.LoadVector256(bottom + x)), bottomWeights)
                );
                Avx512F.Store((short*)target + x, Avx512F.Xor(sum.AsInt32(), bias.AsInt32()).AsInt16());
            }
        }

        if (Avx2.IsSupported)
        {
            Vector256<short> topWeights = Vector256.Create((short)topWeight);
            Vector256<short> bottomWeights = Vector256.Create((short)bottomWeight);
            Vector256<short> bias = Vector256.Create(unchecked((short)0x8000));
            for (; x + 16 <= _imageWidth; x += 16)
            {
                Vector256<short> sum = Avx2.Add(
                    Avx2.MultiplyLow(Avx2.ConvertToVector256Int16(top + x), topWeights),
                    Avx2.MultiplyLow(Avx2.ConvertToVector256Int16(bottom + x), bottomWeights)
                );
                Avx.Store((short*)target + x, Avx2.Xor(sum, bias));
            }
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            Vector128<ushort> topWeights = Vector128.Create((ushort)topWeight);
            Vector128<ushort> bottomWeights = Vector128.Create((ushort)bottomWeight);
            for (; x + 8 <= _imageWidth; x += 8)
            {
                Vector128<ushort> above = Vector128.WidenLower(Vector64.Load(top + x).ToVector128Unsafe());
                Vector128<ushort> below = Vector128.WidenLower(Vector64.Load(bottom + x).ToVector128Unsafe());
                (((above * topWeights) + (below * bottomWeights)) ^ Vector128.Create((ushort)0x8000)).Store(target + x);
            }
        }

        for (; x < _imageWidth; x++)
        {
            target[x] = (ushort)(((top[x] * topWeight) + (bottom[x] * bottomWeight)) ^ 0x8000);
        }

        // The last column's right neighbour has no weight, but is read.
        target[_imageWidth] = 0;
    }

    // Sixteen target pixels out of one load or two.
    private int Columns512(byte* target)
    {
        Vector512<int> rounding = Vector512.Create((1 << 23) + Half);
        bool isOneLoad = _order == ColumnOrder.SixteenALoad;
        byte* end = stackalloc byte[16];
        for (int x = 0; x < _width; x += 16)
        {
            short* first = (short*)(_blended.Pointer + _sources.Pointer[x]);
            Vector512<short> places = Avx512F.LoadVector512((short*)(_shuffles.Pointer + x));
            Vector512<short> near = Avx512F.LoadVector512(first);
            Vector512<short> pairs = isOneLoad
                ? Avx512BW.PermuteVar32x16(near, places)
                : Avx512BW.PermuteVar32x16x2(near, places, Avx512F.LoadVector512(first + PixelsALoad512));
            Vector512<int> sums = Avx512BW.MultiplyAddAdjacent(
                pairs,
                Avx512F.LoadVector512((short*)(_weightPairs.Pointer + x))
            );
            Vector128<byte> pixels = Avx512F.ConvertToVector128Byte(
                Avx512F.ShiftRightLogical(Avx512F.Add(sums, rounding), 16).AsUInt32()
            );
            if (x + 16 <= _width)
            {
                Sse2.Store(target + x, pixels);
            }
            else
            {
                Sse2.Store(end, pixels);
                Unsafe.CopyBlockUnaligned(target + x, end, (uint)(_width - x));
            }
        }

        return _width;
    }

    // Eight target pixels, four out of each of two loads.
    private int NearColumns256(byte* target)
    {
        int x = 0;
        for (; x + 8 <= _width; x += 8)
        {
            Vector256<byte> near = TwoSources(x, x + 4);
            StoreEight(Avx2.Shuffle(near, Avx.LoadVector256((byte*)(_shuffles.Pointer + x))), x, target);
        }

        return x;
    }

    // Eight target pixels, two out of each of four loads: the first pairs of both halves share a vector, and the second
    // ones.
    private int MiddleColumns256(byte* target)
    {
        Vector256<ulong> none = Vector256.Create(0x8080808080808080UL);
        Vector256<byte> noSecond = Avx2.UnpackLow(Vector256<ulong>.Zero, none).AsByte();
        Vector256<byte> noFirst = Avx2.UnpackLow(none, Vector256<ulong>.Zero).AsByte();
        int x = 0;
        for (; x + 8 <= _width; x += 8)
        {
            Vector256<byte> shuffles = Avx.LoadVector256((byte*)(_shuffles.Pointer + x));
            Vector256<byte> first = Avx2.Shuffle(TwoSources(x, x + 4), Avx2.Or(shuffles, noSecond));
            Vector256<byte> second = Avx2.Shuffle(TwoSources(x + 2, x + 6), Avx2.Or(shuffles, noFirst));
            StoreEight(Avx2.Or(first, second), x, target);
        }

        return x;
    }

    // Eight target pixels: a gather brings each pair of source pixels into a lane.
    private int FarColumns256(byte* target)
    {
        int x = 0;
        for (; x + 8 <= _width; x += 8)
        {
            Vector256<int> pairs = Avx2.GatherVector256(
                (int*)_blended.Pointer,
                Avx.LoadVector256(_sources.Pointer + x),
                sizeof(ushort)
            );
            StoreEight(pairs.AsByte(), x, target);
        }

        return x;
    }

    // Eight source pixels from that of one target pixel on, and eight from that of another.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<byte> TwoSources(int first, int second) =>
        Avx2.InsertVector128(
            Sse2.LoadVector128((byte*)(_blended.Pointer + _sources.Pointer[first])).ToVector256Unsafe(),
            Sse2.LoadVector128((byte*)(_blended.Pointer + _sources.Pointer[second])),
            1
        );

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void StoreEight(Vector256<byte> pairs, int x, byte* target)
    {
        Vector256<int> sums = Avx2.MultiplyAddAdjacent(
            pairs.AsInt16(),
            Avx.LoadVector256((short*)(_weightPairs.Pointer + x))
        );
        Vector256<int> rounded = Avx2.ShiftRightLogical(Avx2.Add(sums, Vector256.Create((1 << 23) + Half)), 16);
        Vector128<ushort> packed = Sse41.PackUnsignedSaturate(rounded.GetLower(), rounded.GetUpper());
        Sse2.StoreScalar((long*)(target + x), Sse2.PackUnsignedSaturate(packed.AsInt16(), packed.AsInt16()).AsInt64());
    }

    /// <summary>How the sources of neighbouring target pixels come together.</summary>
    private enum ColumnOrder
    {
        Gathered,
        TwoALoad,
        FourALoad,
        SixteenOfTwoLoads,
        SixteenALoad,
    }
}
