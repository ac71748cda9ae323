using System.IO.Compression;
using Spotter.Vision.Channels;
using Spotter.Vision.Images;
using Spotter.Vision.Tests.Support;

namespace Spotter.Vision.Tests.Channels;

public sealed class ChannelFormatTests
{
    // Where these are in the body of a model that is called thing.
    private const int GeometryAt = 1 + 5;
    private const int FlagsAt = GeometryAt + 4 + (4 * 4) + (4 * 8) + 4;

    [Fact]
    public void Load_WhatToBytesGave_SameModel()
    {
        ChannelModel model = RandomChannelModel.Make(1, new ChannelGeometry(4, 14, 30, 2), trees: 100);
        ChannelModel read = Read(model.ToBytes());
        Assert.Equal(model.Trees, read.Trees);
        Assert.Equal(model.Data.ScalePowers, read.Data.ScalePowers);
        Assert.Equal(
            (model.Label, model.Geometry, model.ObjectRegion, model.OperatingPoint),
            (read.Label, read.Geometry, read.ObjectRegion, read.OperatingPoint)
        );
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Load_JoinedParts_Kept(bool joins)
    {
        ChannelModel model = RandomChannelModel.Make(1, new ChannelGeometry(4, 14, 30, 2)).WithJoinedParts(joins);
        Assert.Equal(joins, Read(model.ToBytes()).JoinsParts);
    }

    // A model of faces that a training with 1,024 trees made: read and written again it is the same, byte for byte.
    [Fact]
    public void ToBytes_ModelThatATrainingWrote_AsItWasWritten()
    {
        byte[] file = File.ReadAllBytes(Path.Combine(Repository.Root, "tests", "Support", "Models", "faces.channels"));
        ChannelModel model = Read(file);
        Assert.Equal(("face", 1024), (model.Label, model.TreeCount));
        Assert.Equal(file, model.ToBytes());
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

    [Fact]
    public void Load_CutOffAnywhere_OneClearLine()
    {
        byte[] whole = RandomChannelModel.Make(3, new ChannelGeometry(2, 8, 8, 2)).ToBytes();
        for (int length = 0; length < whole.Length; length++)
        {
            AssertRefused(whole[..length]);
        }
    }

    [Fact]
    public void Load_AnyByteChanged_RefusedOrUsable()
    {
        byte[] whole = RandomChannelModel.Make(4, new ChannelGeometry(2, 8, 8, 2), trees: 8).ToBytes();
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
    public void Load_AnyByteOfTheBodyChanged_RefusedOrUsable(byte change)
    {
        byte[] body = Body(RandomChannelModel.Make(5, new ChannelGeometry(2, 17, 9, 2), trees: 6));
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
    [InlineData(GeometryAt + 1, 1, "a window must be 2x2 to 128x128 cells, got 1x9")]
    [InlineData(GeometryAt + 3, 0, "the normalization radius must be 1 to 16 cells, got 0")]
    [InlineData(FlagsAt, 2, "flags 2 are out of range, 0 to 1")]
    [InlineData(FlagsAt + 1, 0, "bytes are left over")]
    [InlineData(FlagsAt + 1, 255, "the body ends too early")]
    [InlineData(FlagsAt + 4, 255, "trees are out of range")]
    [InlineData(FlagsAt + 5, 8, "tree 0: channel 8 is out of range, there are 8")]
    public void Load_NumberOutOfRange_SaysWhichAndWhere(int place, byte value, string expected)
    {
        byte[] body = Body(RandomChannelModel.Make(6, new ChannelGeometry(2, 8, 9, 2)));
        body[place] = value;
        Assert.Contains(expected, AssertRefused(Pack(body)), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_LaterVersion_SaysSo()
    {
        byte[] bytes = RandomChannelModel.Make(5, new ChannelGeometry(2, 8, 8, 2)).ToBytes();
        bytes[4] = 2;
        Assert.Contains("version is 2", AssertRefused(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_CellOutsideTheWindow_Refused()
    {
        ChannelModelData data = RandomChannelModel.Make(6, new ChannelGeometry(2, 8, 8, 2)).Data;
        ChannelTree tree = data.Trees[0];
        ChannelFormatException error = Assert.Throws<ChannelFormatException>(() =>
            new ChannelModel(data with { Trees = [tree with { Left = tree.Left with { OtherY = 8 } }] })
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
        Assert.Throws<ChannelFormatException>(() =>
            new ChannelModel(data with { Geometry = new ChannelGeometry(shrink, columns, rows, radius) })
        );
    }

    private static byte[] Body(ChannelModel model)
    {
        var body = new MemoryStream();
        ChannelBody.Write(new ChannelWriter(body), model.Data);
        return body.ToArray();
    }

    private static byte[] Pack(byte[] body)
    {
        var packed = new byte[BrotliEncoder.GetMaxCompressedLength(body.Length)];
        Assert.True(BrotliEncoder.TryCompress(body, packed, out int length));
        return
        [
            .. ChannelFormat.Magic,
            ChannelFormat.Version,
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
