using Spotter.Vision.Channels;
using Spotter.Vision.Images;

namespace Spotter.Vision.Tests.Channels;

public sealed class ChannelFormatTests
{
    [Fact]
    public void Load_WhatToBytesGave_SameModel()
    {
        ChannelModel model = RandomChannelModel.Make(1, new ChannelGeometry(4, 14, 30, 2), trees: 100);
        ChannelModel read = Read(model.ToBytes());
        Assert.Equal(model.Components[0].Trees, read.Components[0].Trees);
        Assert.Equal(model.Data.ScalePowers, read.Data.ScalePowers);
        Assert.Equal(
            (model.Label, model.Geometry, model.ObjectRegion, model.OperatingPoint),
            (read.Label, read.Geometry, read.ObjectRegion, read.OperatingPoint));
    }

    [Theory]
    [InlineData(false, false, 1)]
    [InlineData(true, false, 2)]
    [InlineData(false, true, 2)]
    [InlineData(true, true, 2)]
    public void Load_Flags_KeptAndVersionOnlyAsHighAsNeeded(bool joins, bool pools, int version)
    {
        byte[] bytes = RandomChannelModel.Make(1, new ChannelGeometry(4, 14, 30, 2)).WithJoinedParts(joins).WithPooledWindows(pools).ToBytes();

        Assert.Equal(version, bytes[4]);
        Assert.Equal((joins, pools), (Read(bytes).JoinsParts, Read(bytes).PoolsWindows));
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
            try
            {
                // What is let through has passed every check, so it is safe to run.
                new ChannelDetector(Read(broken)).Detect(
                    new Frame(new GrayImage(40, 40)), new DetectionOptions { Threads = 1 }, TestContext.Current.CancellationToken);
            }
            catch (ChannelFormatException e)
            {
                Assert.StartsWith("test: not a usable channel model: ", e.Message, StringComparison.Ordinal);
                Assert.DoesNotContain('\n', e.Message);
            }
        }
    }

    [Fact]
    public void Load_LaterVersion_SaysSo()
    {
        byte[] bytes = RandomChannelModel.Make(5, new ChannelGeometry(2, 8, 8, 2)).ToBytes();
        bytes[4] = 4;
        Assert.Contains("version is 4", AssertRefused(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_CellOutsideTheWindow_Refused()
    {
        ChannelModelData data = RandomChannelModel.Make(6, new ChannelGeometry(2, 8, 8, 2)).Data;
        ChannelTree tree = data.Components[0].Trees[0];
        ChannelComponent broken = Component(data.Components[0].Geometry, tree with { Left = tree.Left with { OtherY = 8 } });
        ChannelFormatException error = Assert.Throws<ChannelFormatException>(() => new ChannelModel(data with { Components = [broken] }));
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
        ChannelComponent broken = Component(new ChannelGeometry(shrink, columns, rows, radius), data.Components[0].Trees[0]);
        Assert.Throws<ChannelFormatException>(() => new ChannelModel(data with { Components = [broken] }));
    }

    private static ChannelComponent Component(ChannelGeometry geometry, ChannelTree tree) => new(geometry, RandomChannelModel.ObjectRegion, [tree]);

    private static string AssertRefused(byte[] bytes)
    {
        string message = Assert.Throws<ChannelFormatException>(() => Read(bytes)).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }

    private static ChannelModel Read(byte[] bytes) => ChannelModel.Load(new MemoryStream(bytes), "test");
}
