using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Spotter.Vision.Kernels.Lanes;
using Spotter.Vision.Kernels.Vectors;

namespace Spotter.Vision.Tests.Kernels;

public class LanesTests
{
    [Fact]
    public void Operations_512_MatchScalar()
    {
        Assert.SkipUnless(Lanes512.IsSupported, "this processor has no AVX-512");
        Check<Lanes512, Vector512<int>, Vector512<float>>();
    }

    [Fact]
    public void Operations_256_MatchScalar()
    {
        Assert.SkipUnless(Lanes256.IsSupported, "this processor has no AVX2");
        Check<Lanes256, Vector256<int>, Vector256<float>>();
    }

    [Fact]
    public void Operations_128_MatchScalar() => Check<Lanes128, Vector128<int>, Vector128<float>>();

    [Fact]
    public void VarianceFactors_512_AreRoundedQuotients()
    {
        Assert.SkipUnless(Lanes512.IsSupported, "this processor has no AVX-512");
        CheckFactors<Lanes512, Vector512<int>, Vector512<float>>();
    }

    [Fact]
    public void VarianceFactors_256_AreRoundedQuotients()
    {
        Assert.SkipUnless(Lanes256.IsSupported, "this processor has no AVX2");
        CheckFactors<Lanes256, Vector256<int>, Vector256<float>>();
    }

    [Fact]
    public void VarianceFactors_128_AreRoundedQuotients() => CheckFactors<Lanes128, Vector128<int>, Vector128<float>>();

    // Some millions of radicands, so that some quotients lie next to the middle between two floats.
    private static unsafe void CheckFactors<TLanes, TInt, TFloat>()
        where TLanes : struct, ILanes<TInt, TFloat>
        where TInt : struct
        where TFloat : struct
    {
        var random = new Random(5);
        int* sums = stackalloc int[16];
        int* squares = stackalloc int[16];
        float* found = stackalloc float[16];
        for (int round = 0; round < 300_000; round++)
        {
            double area = random.Next(1, 2000);
            for (int i = 0; i < TLanes.Count; i++)
            {
                sums[i] = random.Next((int)area * 255);
                squares[i] = (int)((double)sums[i] * sums[i] / area) + random.Next(1 << random.Next(1, 24));
            }

            TFloat factors = TLanes.VarianceFactors(TLanes.Load(sums), TLanes.Load(squares), area, 1, out uint passing);
            TLanes.StoreFloat(factors, found);
            for (int i = 0; i < TLanes.Count; i++)
            {
                double radicand = (area * squares[i]) - ((double)sums[i] * sums[i]);
                bool passes = (passing >> i & 1) != 0;
                if (passes != radicand >= 1 || (passes && found[i] != (float)(1 / Math.Sqrt(radicand))))
                {
                    Assert.Fail(
                        $"1 / sqrt({radicand}) is {1 / Math.Sqrt(radicand):R}, found {found[i]:R}, passes: {passes}"
                    );
                }
            }
        }
    }

    [Fact]
    public void ShortSums_512_WrapAsScalar()
    {
        Assert.SkipUnless(Lanes512.IsSupported, "this processor has no AVX-512");
        CheckShortSums<Lanes512, Vector512<int>, Vector512<float>>();
    }

    [Fact]
    public void ShortSums_256_WrapAsScalar()
    {
        Assert.SkipUnless(Lanes256.IsSupported, "this processor has no AVX2");
        CheckShortSums<Lanes256, Vector256<int>, Vector256<float>>();
    }

    [Fact]
    public void ShortSums_128_WrapAsScalar() => CheckShortSums<Lanes128, Vector128<int>, Vector128<float>>();

    private static unsafe void CheckShortSums<TLanes, TInt, TFloat>()
        where TLanes : struct, ILanes<TInt, TFloat>
        where TInt : struct
        where TFloat : struct
    {
        var random = new Random(11);
        const int Samples = 300;
        int* sums = stackalloc int[Samples + 64];
        short* shorts = stackalloc short[Samples + 64];
        int* found = stackalloc int[16];
        int* offsets = stackalloc int[12];
        int* entry = stackalloc int[15];
        for (int round = 0; round < 100; round++)
        {
            for (int i = 0; i < Samples + 64; i++)
            {
                sums[i] = random.Next();
            }

            for (int x = 0; x < Samples + 48; x += TLanes.Count)
            {
                TLanes.StoreShort(TLanes.Load(sums + x), shorts + x);
            }

            for (int i = 0; i < 12; i++)
            {
                offsets[i] = random.Next(Samples - 16);
            }

            int[] weights = [random.Next(-9, 10), random.Next(-9, 10), random.Next(-9, 10)];
            Expect(w => Pairs(w, 0, 2) + (2 * Pairs(w, 4, 1)), TLanes.ShortValues<SixShape>(offsets, Windows()));
            Expect(
                w => Sum(w, 0) - (2 * Sum(w, 4)) + (4 * w[offsets[8]]),
                TLanes.ShortValues<NineShape>(offsets, Windows())
            );
            Expect(
                w => (weights[0] * Rectangle(w, 4)) - Rectangle(w, 0),
                TLanes.ShortValues<TwoShape>(WithWeights(weights, 8), Windows())
            );
            Expect(
                w => (weights[0] * Rectangle(w, 0)) + (weights[1] * Rectangle(w, 4)) + (weights[2] * Rectangle(w, 8)),
                TLanes.ShortValues<ThreeShape>(WithWeights(weights, 12), Windows())
            );
        }

        int Pairs(int* w, int first, int count)
        {
            int sum = 0;
            for (int i = first; i < first + (2 * count); i += 2)
            {
                sum += w[offsets[i]] - w[offsets[i + 1]];
            }

            return sum;
        }

        int Sum(int* w, int first) =>
            w[offsets[first]] + w[offsets[first + 1]] + w[offsets[first + 2]] + w[offsets[first + 3]];

        int Rectangle(int* w, int first) =>
            w[offsets[first]] - w[offsets[first + 1]] - w[offsets[first + 2]] + w[offsets[first + 3]];

        // So many offsets, then the weights, each twice.
        int* WithWeights(int[] weights, int count)
        {
            new ReadOnlySpan<int>(offsets, count).CopyTo(new Span<int>(entry, count));
            for (int i = 0; i < weights.Length; i++)
            {
                entry[count + i] = (ushort)weights[i] * 0x10001;
            }

            return entry;
        }

        // Four vectors of windows that begin anywhere.
        Four<nint> Windows() =>
            new()
            {
                Item0 = (nint)shorts,
                Item1 = (nint)(shorts + 3),
                Item2 = (nint)(shorts + 17),
                Item3 = (nint)(shorts + 32),
            };

        void Expect(ShortValue value, Four<TInt> lanes)
        {
            ExpectVector(value, 0, lanes.Item0);
            ExpectVector(value, 3, lanes.Item1);
            ExpectVector(value, 17, lanes.Item2);
            ExpectVector(value, 32, lanes.Item3);
        }

        void ExpectVector(ShortValue value, int window, TInt lanes)
        {
            TLanes.Store(lanes, found);
            for (int i = 0; i < TLanes.Count; i++)
            {
                Assert.Equal((short)value(sums + window + i), found[i]);
            }
        }
    }

    private unsafe delegate int ShortValue(int* window);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void Check<TLanes, TInt, TFloat>()
        where TLanes : struct, ILanes<TInt, TFloat>
        where TInt : struct
        where TFloat : struct
    {
        var random = new Random(7);
        int n = TLanes.Count;
        int* a = stackalloc int[32];
        int* b = stackalloc int[32];
        int* o = stackalloc int[32];
        int* m = stackalloc int[32];
        int* subset = stackalloc int[8];
        int* kept = stackalloc int[16];
        for (int round = 0; round < 200; round++)
        {
            for (int i = 0; i < 32; i++)
            {
                a[i] = random.Next(-5, 256);
                b[i] = random.Next(-5, 256);
            }

            for (int i = 0; i < 8; i++)
            {
                subset[i] = random.Next(int.MinValue, int.MaxValue);
            }

            Expect(
                (i, x, y) => i | (x >= y ? 64 : 0),
                TLanes.SetBitWhereAtLeast(Index(), TLanes.Load(a), TLanes.Load(b), 64)
            );
            TInt category = TLanes.Zero;
            for (int k = 0; k < 8; k++)
            {
                category = TLanes.SetBitWhereAtLeast(category, TLanes.Load(a + k), TLanes.Load(b), 128 >> k);
            }

            TFloat member = TLanes.IsMember(subset, category);
            TLanes.StoreFloat(member, (float*)o);
            for (int i = 0; i < n; i++)
            {
                int expected = 0;
                for (int k = 0; k < 8; k++)
                {
                    expected = (expected * 2) + (a[i + k] >= b[i] ? 1 : 0);
                }

                Assert.Equal((subset[expected >> 5] >> (expected & 31) & 1) == 1, o[i] < 0);
            }

            int vote = 1000;
            TInt sum = TLanes.AddWhere(member, TLanes.Broadcast(&vote), TLanes.Load(a));
            TLanes.StoreFloat(member, (float*)m);
            TLanes.Store(sum, o);
            for (int i = 0; i < n; i++)
            {
                Assert.Equal(a[i] + (m[i] < 0 ? vote : 0), o[i]);
            }

            Expect((i, x, y) => m[i] < 0 ? x : 0, TLanes.Keep(member, TLanes.Load(a)));
            Expect((i, x, y) => m[i] < 0 ? x : y, TLanes.Select(member, TLanes.Load(a), TLanes.Load(b)));
            TLanes.StoreMask(member, kept);
            Expect((i, x, y) => m[i] < 0 ? x : y, TLanes.SelectStored(kept, TLanes.Load(a), TLanes.Load(b)));

            void Expect(Func<int, int, int, int> scalar, TInt value)
            {
                int* stored = stackalloc int[32];
                TLanes.Store(value, stored);
                for (int i = 0; i < n; i++)
                {
                    Assert.Equal(scalar(i, a[i], b[i]), stored[i]);
                }
            }
        }

        byte* pixels = stackalloc byte[64];
        for (int round = 0; round < 50; round++)
        {
            random.NextBytes(new Span<byte>(pixels, 64));
            pixels[random.Next(2 * n)] = 255;
            TLanes.Store(TLanes.SquarePairs(pixels), o);
            for (int i = 0; i < n; i++)
            {
                Assert.Equal((pixels[2 * i] * pixels[2 * i]) + (pixels[(2 * i) + 1] * pixels[(2 * i) + 1]), o[i]);
            }

            TLanes.Store(TLanes.LoadPairs(pixels, out TInt seconds), o);
            TLanes.Store(seconds, m);
            for (int i = 0; i < n; i++)
            {
                Assert.Equal(pixels[2 * i] + pixels[(2 * i) + 1], o[i]);
                Assert.Equal(pixels[(2 * i) + 1], m[i]);
            }
        }

        int* square = stackalloc int[16 * 16];
        int* turned = stackalloc int[16 * 16];
        for (int i = 0; i < 16 * 16; i++)
        {
            square[i] = random.Next();
        }

        TLanes.Transpose(square, 16, turned, 16);
        for (int i = 0; i < n * n; i++)
        {
            Assert.Equal(square[(i / n * 16) + (i % n)], turned[(i % n * 16) + (i / n)]);
        }

        TInt Index()
        {
            int* index = stackalloc int[32];
            for (int i = 0; i < 32; i++)
            {
                index[i] = i;
            }

            return TLanes.Load(index);
        }
    }
}
