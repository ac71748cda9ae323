using Spotter.Vision.Images;

namespace Spotter.Vision.Tests.Images;

public sealed class PixelPackingTests
{
    [Fact]
    public void BgraToBgr_EveryLength_EqualsItsDefinitionAndStaysInside()
    {
        var random = new Random(1);
        for (int pixels = 0; pixels <= 257; pixels++)
        {
            byte[] bgra = Bytes(random, pixels * 4);
            byte[] expected = [.. Enumerable.Repeat((byte)7, pixels * 3 + 32)];
            byte[] actual = [.. expected];

            PixelPacking.BgraToBgrScalar(bgra, expected.AsSpan(0, pixels * 3));
            PixelPacking.BgraToBgr(bgra, actual.AsSpan(0, pixels * 3));

            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void BgrToBgra_EveryLength_EqualsItsDefinitionAndStaysInside()
    {
        var random = new Random(2);
        for (int pixels = 0; pixels <= 257; pixels++)
        {
            byte[] bgr = Bytes(random, pixels * 3);
            byte[] expected = [.. Enumerable.Repeat((byte)7, pixels * 4 + 32)];
            byte[] actual = [.. expected];

            PixelPacking.BgrToBgraScalar(bgr, expected.AsSpan(0, pixels * 4));
            PixelPacking.BgrToBgra(bgr, actual.AsSpan(0, pixels * 4));

            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void BlendOverWhite_EveryLength_EqualsItsDefinition()
    {
        var random = new Random(3);
        for (int pixels = 0; pixels <= 257; pixels++)
        {
            byte[] expected = Bytes(random, pixels * 4);
            byte[] actual = [.. expected];

            PixelPacking.BlendOverWhiteScalar(expected);
            PixelPacking.BlendOverWhite(actual);

            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void BgraToBgr_LengthsThatDoNotMatch_AreRefused() =>
        Assert.Throws<ArgumentException>(() => PixelPacking.BgraToBgr(new byte[8], new byte[5]));

    private static byte[] Bytes(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
