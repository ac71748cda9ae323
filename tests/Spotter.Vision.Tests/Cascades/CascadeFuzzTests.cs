using System.Text;
using CsCheck;
using Spotter.Vision.Cascades;
using Spotter.Vision.Cascades.Formats;
using Spotter.Vision.Detectors;
using Spotter.Vision.Images;
using Spotter.Vision.Models;
using Spotter.Vision.Tests.Support;

namespace Spotter.Vision.Tests.Cascades;

/// <summary>A damaged file either loads, and then searches without harm, or is refused as a bad cascade.</summary>
public sealed class CascadeFuzzTests
{
    // Damage in digits and markup finds more than damage in random bits.
    private static readonly byte[] Telling = "0123456789-.e<>/_ &#x;\0\n"u8.ToArray();

    private static readonly Gen<(int, byte)[]> Damage = Gen.Select(
        Gen.Int[0, int.MaxValue],
        Gen.OneOf(Gen.Byte, Gen.Int[0, Telling.Length - 1].Select(static i => Telling[i]))
    ).Array[1, 6];

    private static readonly GrayImage Picture = SyntheticPictures.Make("face", 40, 44, 1);

    [Theory]
    [InlineData(SmallCascades.Haar)]
    [InlineData(SmallCascades.Lbp)]
    [InlineData(SmallCascades.Old)]
    public void Load_FlippedBytes_LoadsOrRefuses(string xml)
    {
        byte[] whole = Encoding.UTF8.GetBytes(xml);
        Damage.Sample(
            damage => TryUse(() => CascadeModel.Load(new MemoryStream(Apply(whole, damage, 0)), "damaged.xml")),
            iter: 3000
        );
    }

    [Fact]
    public void ReadCompact_FlippedBytes_LoadsOrRefuses()
    {
        byte[] whole = global::Spotter.CascadePacker.CompactWriter.Write(CascadeXml.Load(SmallCascades.Haar));
        Damage.Sample(damage => TryUse(() => CompactFormat.Read(Apply(whole, damage, 0), "damaged")), iter: 3000);
    }

    [Fact]
    public void ReadCompact_CutAnywhere_Refused()
    {
        byte[] whole = global::Spotter.CascadePacker.CompactWriter.Write(
            ModelCatalog.Get("lbpcascade_frontalface").LoadCascade()
        );
        for (int length = 0; length < whole.Length; length += 1 + (length / 50))
        {
            Assert.Throws<CascadeFormatException>(() => CompactFormat.Read(whole.AsSpan(0, length), "cut"));
        }
    }

    private static byte[] Apply(byte[] whole, (int Place, byte Value)[] damage, int from)
    {
        byte[] damaged = [.. whole];
        foreach ((int place, byte value) in damage)
        {
            damaged[from + (place % (damaged.Length - from))] = value;
        }

        return damaged;
    }

    private static void TryUse(Func<CascadeModel> load)
    {
        CascadeModel model;
        try
        {
            model = load();
        }
        catch (CascadeFormatException e)
        {
            Assert.DoesNotContain(e.Message, char.IsControl);
            return;
        }

        new CascadeDetector(model, "thing").Detect(
            Picture.View,
            [],
            new DetectionOptions
            {
                ScaleFactor = 1.5,
                MinNeighbors = 1,
                Threads = 1,
            }
        );
    }
}
