using Spotter.Workshop.Detectors;

namespace Spotter.Workshop.Tests.Detectors;

public sealed class TrainingCheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_WhatWasSaved_GivesTheSameBytes()
    {
        var checkpoint = new TrainingCheckpoint(_folder.PathOf("model.xml"), "ABC");
        Assert.False(checkpoint.Exists);
        byte[] state = [1, 10, 0, 255, 10];
        checkpoint.Save([9]);
        checkpoint.Save(state);
        Assert.True(checkpoint.Exists);
        Assert.Equal(state, checkpoint.Load());
        checkpoint.Delete();
        Assert.False(checkpoint.Exists);
    }

    [Fact]
    public void Load_AnyByteChanged_Refuses()
    {
        var checkpoint = new TrainingCheckpoint(_folder.PathOf("model.xml"), "ABC");
        checkpoint.Save([1, 2, 3]);
        byte[] good = File.ReadAllBytes(checkpoint.Path);
        for (int i = 0; i < good.Length; i++)
        {
            byte[] bad = [.. good];
            bad[i] ^= 1;
            File.WriteAllBytes(checkpoint.Path, bad);
            Assert.Throws<TrainingDataException>(() => checkpoint.Load());
            File.WriteAllBytes(checkpoint.Path, good[..i]);
            Assert.Throws<TrainingDataException>(() => checkpoint.Load());
        }
    }

    [Fact]
    public void Load_OfAnotherRun_Refuses()
    {
        new TrainingCheckpoint(_folder.PathOf("model.xml"), "ABC").Save([1]);
        TrainingDataException problem = Assert.Throws<TrainingDataException>(() =>
            new TrainingCheckpoint(_folder.PathOf("model.xml"), "DEF").Load()
        );
        Assert.Contains("other data or settings", problem.Message, StringComparison.Ordinal);
    }
}
