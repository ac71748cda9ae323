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

            Expect((i, x, y) => (i * 2) + (x >= y ? 1 : 0), TLanes.ShiftInAtLeast(Index(), TLanes.Load(a), TLanes.Load(b)));
            TInt category = TLanes.Zero;
            for (int k = 0; k < 8; k++)
            {
                category = TLanes.ShiftInAtLeast(category, TLanes.Load(a + k), TLanes.Load(b));
            }

            TInt member = TLanes.IsMember(subset, category);
            TLanes.Store(member, o);
            for (int i = 0; i < n; i++)
            {
                int expected = 0;
                for (int k = 0; k < 8; k++)
                {
                    expected = (expected * 2) + (a[i + k] >= b[i] ? 1 : 0);
                }

                Assert.Equal((subset[expected >> 5] >> (expected & 31) & 1) == 1 ? -1 : 0, o[i]);
            }

            int vote = 1000;
            TInt sum = TLanes.AddWhere(member, TLanes.Broadcast(&vote), TLanes.Load(a));
            TLanes.Store(member, m);
            TLanes.Store(sum, o);
            for (int i = 0; i < n; i++)
            {
                Assert.Equal(a[i] + (m[i] != 0 ? vote : 0), o[i]);
            }

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
