using System.IO.Compression;
using Spotter.Networks;
using Spotter.Networks.Layers;
using Spotter.Vision.Channels;
using Spotter.Vision.Images;

namespace Spotter.Vision.Tests.Channels;

public sealed class ChannelFormatTests
{
    // Where the flags are in the body of a model that is called thing.
    private const int FlagsAt = 1 + 5 + 2 + (4 * 8) + 4;

    [Fact]
    public void Load_WhatToBytesGave_SameModel()
    {
        ChannelModel model = RandomChannelModel.Make(1, new ChannelGeometry(4, 14, 30, 2), trees: 100);
        ChannelModel read = Read(model.ToBytes());
        Assert.Equal(model.Components[0].Trees, read.Components[0].Trees);
        Assert.Equal(model.Data.ScalePowers, read.Data.ScalePowers);
        Assert.Equal(
            (model.Label, model.Geometry, model.ObjectRegion, model.OperatingPoint),
            (read.Label, read.Geometry, read.ObjectRegion, read.OperatingPoint)
        );
    }

    [Theory]
    [InlineData(false, false, 1)]
    [InlineData(true, false, 2)]
    [InlineData(false, true, 2)]
    [InlineData(true, true, 2)]
    public void Load_Flags_KeptAndVersionOnlyAsHighAsNeeded(bool joins, bool pools, int version)
    {
        byte[] bytes = RandomChannelModel
            .Make(1, new ChannelGeometry(4, 14, 30, 2))
            .WithJoinedParts(joins)
            .WithPooledWindows(pools)
            .ToBytes();

        Assert.Equal(version, bytes[4]);
        Assert.Equal((joins, pools), (Read(bytes).JoinsParts, Read(bytes).PoolsWindows));
    }

    [Fact]
    public void Load_Mixture_SameModelInVersion3()
    {
        ChannelModel model = Mixture(8);
        byte[] bytes = model.ToBytes();
        ChannelModel read = Read(bytes);

        Assert.Equal(3, bytes[4]);
        Assert.Equal(bytes, read.ToBytes());
        Assert.Equal(
            (model.Label, model.OperatingPoint, true, true),
            (read.Label, read.OperatingPoint, read.JoinsParts, read.PoolsWindows)
        );
        Assert.Equal(model.Data.ScalePowers, read.Data.ScalePowers);
        Assert.Equal(model.Components.Count, read.Components.Count);
        foreach ((ChannelComponent expected, ChannelComponent component) in model.Components.Zip(read.Components))
        {
            Assert.Equal(expected.Trees, component.Trees);
            Assert.Equal(
                (
                    expected.Geometry,
                    expected.ObjectRegion,
                    expected.ScoreOffset,
                    expected.HasMirroredTwin,
                    expected.IsAtEdge
                ),
                (
                    component.Geometry,
                    component.ObjectRegion,
                    component.ScoreOffset,
                    component.HasMirroredTwin,
                    component.IsAtEdge
                )
            );
        }
    }

    [Fact]
    public void ToBytes_OneComponent_Version3OnlyWithWhatEarlierOnesCannotSay()
    {
        ChannelModel model = RandomChannelModel.Make(1, new ChannelGeometry(4, 14, 30, 2));

        Assert.Equal(1, model.ToBytes()[4]);
        Assert.Equal(3, model.WithMirroredTwins().ToBytes()[4]);
        Assert.Equal(3, model.WithScoreOffset(-1).ToBytes()[4]);
        Assert.Equal(3, model.AtEdge().ToBytes()[4]);
        Assert.Equal(model.ToBytes(), model.WithScoreOffset(-1).WithScoreOffset(1).ToBytes());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Load_SecondStage_KeptInVersion4(bool isMixture)
    {
        ChannelModel trees = isMixture ? Mixture(8) : RandomChannelModel.Make(1, new ChannelGeometry(4, 14, 30, 2));
        byte[] bytes = trees.WithSecondStage(Network(8, 4)).ToBytes();
        ChannelModel read = Read(bytes);

        Assert.Equal(4, bytes[4]);
        Assert.Equal(new BoxSize(8, 16), read.SecondStage?.InputSize);
        Assert.Equal(bytes, read.ToBytes());
        Assert.Equal(trees.ToBytes(), read.WithSecondStage(null).ToBytes());
        Assert.Null(ChannelModel.Average([read, read]).SecondStage);
        for (int length = 0; length < bytes.Length; length += 7)
        {
            AssertRefused(bytes[..length]);
        }
    }

    [Fact]
    public void WithSecondStage_TooLong_Refused() =>
        Assert.Matches(
            "second stage of [0-9]{7} bytes is out of range",
            Assert.Throws<ChannelFormatException>(() => Mixture(1).WithSecondStage(Network(512, 64))).Message
        );

    [Fact]
    public void SecondStage_NetworkOfAnotherKind_OneClearLine()
    {
        ImageClassifier three = new(
            new Sequential(TensorShape.Image(16, 8, 1), [new Flatten(), new Dense(3)]),
            PixelNormalization.ZeroToOne(),
            ["a", "b", "c"]
        );
        Assert.Contains(
            "two classes",
            Assert.Throws<ArgumentException>(() => new SecondStage(three)).Message,
            StringComparison.Ordinal
        );
    }

    private static SecondStage Network(int width, int units) =>
        new(
            new ImageClassifier(
                new Sequential(
                    TensorShape.Image(16, width, 1),
                    [new Flatten(), new Dense(units), new Dense(2)],
                    seed: 3
                ),
                PixelNormalization.ZeroToOne(),
                ["other", "thing"]
            )
        );

    // Files of before mixtures: read and written again they are the same, byte for byte.
    [Fact]
    public void ToBytes_ModelsOfOneComponent_AsTheyWereWritten()
    {
        int single = 0;
        foreach (
            string name in typeof(ChannelModel)
                .Assembly.GetManifestResourceNames()
                .Where(static name => name.EndsWith(ChannelModel.FileExtension, StringComparison.Ordinal))
        )
        {
            using Stream resource = typeof(ChannelModel).Assembly.GetManifestResourceStream(name)!;
            var file = new MemoryStream();
            resource.CopyTo(file);
            single += file.ToArray()[4] < 3 ? 1 : 0;
            Assert.Equal(file.ToArray(), Read(file.ToArray()).ToBytes());
        }

        Assert.True(single > 0);
    }

    [Fact]
    public void Save_ThenDetectorFromModel_FindsByContent()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.model");
        try
        {
            RandomChannelModel.Make(2, new ChannelGeometry(2, 8, 8, 2)).Save(path);
            Assert.Equal("thing", Assert.IsType<ChannelDetector>(Detector.FromModel(path)).Labels[0]);
            Assert.Equal("mug", Detector.FromModel(path, "mug").Labels[0]);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Load_CutOffAnywhere_OneClearLine(bool isMixture)
    {
        byte[] whole = (isMixture ? Mixture(3) : RandomChannelModel.Make(3, new ChannelGeometry(2, 8, 8, 2))).ToBytes();
        for (int length = 0; length < whole.Length; length++)
        {
            AssertRefused(whole[..length]);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Load_AnyByteChanged_RefusedOrUsable(bool isMixture)
    {
        byte[] whole = (
            isMixture ? Mixture(4, trees: 8) : RandomChannelModel.Make(4, new ChannelGeometry(2, 8, 8, 2), trees: 8)
        ).ToBytes();
        for (int i = 0; i < whole.Length; i++)
        {
            byte[] broken = [.. whole];
            broken[i] ^= 0x5A;
            AssertRefusedOrUsable(broken);
        }
    }

    // Behind the compression, where a changed byte is a changed number.
    [Theory]
    [InlineData(0x01)]
    [InlineData(0x5A)]
    [InlineData(0xFF)]
    public void Load_AnyByteOfAMixturesBodyChanged_RefusedOrUsable(byte change)
    {
        byte[] body = Body(Mixture(5, trees: 3));
        int refused = 0;
        for (int i = 0; i < body.Length; i++)
        {
            byte[] broken = [.. body];
            broken[i] ^= change;
            refused += AssertRefusedOrUsable(Pack(broken)) ? 1 : 0;
        }

        Assert.InRange(refused, 10, body.Length - 10);
    }

    [Theory]
    [InlineData(FlagsAt, 4, "flags 4 are out of range, 0 to 3")]
    [InlineData(FlagsAt + 1, 0, "1 to 32 components, got 0")]
    [InlineData(FlagsAt + 1, 1, "bytes are left over")]
    [InlineData(FlagsAt + 1, 4, "the body ends too early")]
    [InlineData(FlagsAt + 2, 1, "component 1: a window must be 2x2 to 128x128 cells, got 1x9")]
    [InlineData(FlagsAt + 23, 2, "score offset")]
    [InlineData(FlagsAt + 24, 4, "flags 4 are out of range, 0 to 3")]
    [InlineData(FlagsAt + 28, 255, "trees are out of range")]
    public void Load_MixtureWithANumberOutOfRange_SaysWhichAndWhere(int place, byte value, string expected)
    {
        byte[] body = Body(Mixture(6));
        body[place] = value;
        Assert.Contains(expected, AssertRefused(Pack(body)), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_LaterVersion_SaysSo()
    {
        byte[] bytes = RandomChannelModel.Make(5, new ChannelGeometry(2, 8, 8, 2)).ToBytes();
        bytes[4] = 5;
        Assert.Contains("version is 5", AssertRefused(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_CellOutsideTheWindow_Refused()
    {
        ChannelModelData data = RandomChannelModel.Make(6, new ChannelGeometry(2, 8, 8, 2)).Data;
        ChannelTree tree = data.Components[0].Trees[0];
        ChannelComponent broken = Component(
            data.Components[0].Geometry,
            tree with
            {
                Left = tree.Left with { OtherY = 8 },
            }
        );
        ChannelFormatException error = Assert.Throws<ChannelFormatException>(() =>
            new ChannelModel(data with { Components = [broken] })
        );
        Assert.Contains("tree 0", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 8, 8, 2)]
    [InlineData(2, 1, 8, 2)]
    [InlineData(2, 8, 129, 2)]
    [InlineData(2, 8, 8, 0)]
    [InlineData(2, 8, 8, 17)]
    public void Model_GeometryOutOfRange_Refused(int shrink, int columns, int rows, int radius)
    {
        ChannelModelData data = RandomChannelModel.Make(7, new ChannelGeometry(2, 8, 8, 2)).Data;
        ChannelComponent broken = Component(
            new ChannelGeometry(shrink, columns, rows, radius),
            data.Components[0].Trees[0]
        );
        Assert.Throws<ChannelFormatException>(() => new ChannelModel(data with { Components = [broken] }));
    }

    private static ChannelComponent Component(ChannelGeometry geometry, ChannelTree tree) =>
        new(geometry, RandomChannelModel.ObjectRegion, [tree]);

    private static ChannelModel Mixture(int seed, int trees = 24) =>
        ChannelModel.Combine([
            RandomChannelModel
                .Make(seed, new ChannelGeometry(2, 8, 9, 2), trees)
                .WithJoinedParts(true)
                .WithPooledWindows(true),
            RandomChannelModel
                .Make(seed + 1, new ChannelGeometry(2, 17, 9, 2), trees)
                .WithScoreOffset(-2.5)
                .WithMirroredTwins(),
            RandomChannelModel.Make(seed + 2, new ChannelGeometry(2, 9, 9, 2), trees).AtEdge(),
        ]);

    private static byte[] Body(ChannelModel model)
    {
        var body = new MemoryStream();
        ChannelBody.Write(new ChannelWriter(body), model.Data, ChannelFormat.ComponentsVersion);
        return body.ToArray();
    }

    private static byte[] Pack(byte[] body)
    {
        var packed = new byte[BrotliEncoder.GetMaxCompressedLength(body.Length)];
        Assert.True(BrotliEncoder.TryCompress(body, packed, out int length));
        return
        [
            .. ChannelFormat.Magic,
            ChannelFormat.ComponentsVersion,
            .. BitConverter.GetBytes(body.Length),
            .. packed.AsSpan(0, length),
        ];
    }

    private static bool AssertRefusedOrUsable(byte[] bytes)
    {
        try
        {
            // What is let through has passed every check, so it is safe to run.
            new ChannelDetector(Read(bytes)).Detect(
                new Frame(new GrayImage(40, 40)),
                new DetectionOptions { Threads = 1 },
                TestContext.Current.CancellationToken
            );
            return false;
        }
        catch (ChannelFormatException e)
        {
            Assert.StartsWith("test: not a usable channel model: ", e.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', e.Message);
            return true;
        }
    }

    private static string AssertRefused(byte[] bytes)
    {
        string message = Assert.Throws<ChannelFormatException>(() => Read(bytes)).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }

    private static ChannelModel Read(byte[] bytes) => ChannelModel.Load(new MemoryStream(bytes), "test");
}
