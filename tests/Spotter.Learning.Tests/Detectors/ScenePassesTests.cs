using Spotter.Learning.Detectors;
using Spotter.Learning.Detectors.Channels;
using Spotter.Learning.Detectors.Mining;
using Spotter.Networks;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Learning.Tests.Detectors;

public sealed class ScenePassesTests
{
    [Fact]
    public void Choose_ThousandsOfCrops_PicturesAreStillVisitedOften()
    {
        int[] passes = ScenePasses.Choose(new Sizes(3000, 100), TestContext.Current.CancellationToken);

        Assert.All(passes[..3000], static count => Assert.Equal(1, count));
        Assert.All(passes[3000..], static count => Assert.Equal(9, count));
    }

    [Fact]
    public void Choose_FewScenes_EachInAllViewsAndSizes() =>
        Assert.All(ScenePasses.Choose(new Sizes(10, 10), TestContext.Current.CancellationToken), static count =>
            Assert.Equal(ScenePasses.Most, count)
        );

    [Fact]
    public void Mine_PassesOfScenes_Kept()
    {
        var finder = new Recorder();
        var miner = new SceneMiner<int>(new Sizes(2, 1), () => finder, threads: 1);
        miner.Mine(
            new MiningRequest(1000, 5, long.MaxValue, Seed: 1, Stage: 0) { PassesOfScenes = [1, 2, 5] },
            progress: null,
            TestContext.Current.CancellationToken
        );

        Assert.Equal(
            [1, 2, 5],
            Enumerable.Range(0, 3).Select(scene => finder.Visited.Count(name => name == $"{scene}"))
        );
    }

    // Crops first, then pictures.
    private sealed class Sizes(int crops, int pictures) : ISceneSource
    {
        private static readonly Frame Crop = new(new GrayImage(64, 128));
        private static readonly Frame Picture = new(new GrayImage(320, 240));

        public int Count => crops + pictures;

        public Scene? Load(int index) => new($"{index}", index < crops ? Crop : Picture, []);
    }

    private sealed class Recorder : IWindowFinder<int>
    {
        public List<string> Visited { get; } = [];

        public SceneWindows<int> Find(Scene scene, int pass, int most, RandomStream random)
        {
            Visited.Add(scene.Name);
            return new SceneWindows<int>([], 0, 1);
        }
    }
}
