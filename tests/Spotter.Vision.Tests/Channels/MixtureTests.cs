using Spotter.Vision.Channels;
using Spotter.Vision.Channels.Kernels;
using Spotter.Vision.Detectors;
using Spotter.Vision.Images;

namespace Spotter.Vision.Tests.Channels;

public sealed class MixtureTests
{
    // Different margins, proportions and heights, so that no component's windows begin where another's do.
    private static readonly ChannelGeometry Square = new(2, 9, 8, 2);
    private static readonly ChannelGeometry Wide = new(2, 20, 10, 2);
    private static readonly ChannelGeometry High = new(2, 8, 17, 2);

    private static readonly DetectionOptions Windows = new()
    {
        MinNeighbors = 0,
        MinScore = -100,
        Threads = 1,
    };

    [Theory]
    [InlineData(157, 111)]
    [InlineData(64, 203)]
    [InlineData(44, 30)]
    public void Detect_Mixture_TheWindowsOfEachComponentAlone(int width, int height)
    {
        ChannelModel[] parts = Parts(1);
        Frame frame = NoisePicture.Make(width, height, seed: 1);
        IReadOnlyList<Detection>[] alone = [.. parts.Select(part => Detect(part, frame, Windows))];

        Assert.True(alone.Count(static found => found.Count > 0) >= 2);
        Assert.Equal(
            alone.SelectMany(static found => found).Order(Detection.Order),
            Detect(ChannelModel.Combine(parts), frame, Windows)
        );
    }

    [Theory]
    [InlineData(157, 111)]
    [InlineData(97, 203)]
    public void Detect_MixtureAtEachVectorWidthAndNumberOfThreads_EqualsTheDefinition(int width, int height)
    {
        ChannelModel model = ChannelModel.Combine([.. Parts(2).Select(static part => part.WithMirroredTwins())]);
        Frame frame = NoisePicture.Make(width, height, seed: 2);
        DetectionOptions options = Windows with { MinSize = new BoxSize(7, 0) };
        IReadOnlyList<Detection> expected = Detect(model, frame, options, KernelWidth.Scalar);

        Assert.NotEmpty(expected);
        Assert.Equal(expected, Detect(model, frame, options, KernelWidth.Vectors128));
        Assert.Equal(expected, Detect(model, frame, options, KernelWidth.Vectors256));
        Assert.All([2, 3, 8], threads =>
            Assert.Equal(expected, Detect(model, frame, options with { Threads = threads }))
        );
    }

    [Fact]
    public void Detect_SizeLimits_HoldForTheObjectOfEachComponent()
    {
        ChannelModel[] parts = Parts(3);
        DetectionOptions options = Windows with { MinSize = new BoxSize(30, 20), MaxSize = new BoxSize(80, 80) };
        IReadOnlyList<Detection> found = Detect(
            ChannelModel.Combine(parts),
            NoisePicture.Make(260, 240, seed: 3),
            options
        );

        // What the picture's edge does not cut off; a pixel is what rounding takes or gives.
        Box[] whole =
        [
            .. found
                .Select(static detection => detection.Box)
                .Where(static box => box is { X: > 0, Y: > 0, Right: < 260, Bottom: < 240 }),
        ];
        Assert.All(whole, static box =>
            Assert.True(box is { Width: >= 29 and <= 81, Height: >= 19 and <= 81 }, $"{box}")
        );
        Assert.Contains(whole, static box => box.Width > 1.8 * box.Height && box.Width is >= 38 and <= 44);
        Assert.Contains(whole, static box => box.Height > 1.8 * box.Width && box.Width is >= 29 and <= 32);
        Assert.Contains(whole, static box => box.Width < 1.2 * box.Height && box.Width is >= 29 and <= 33);
        Assert.DoesNotContain(whole, static box => box.Width > 1.8 * box.Height && box.Width < 38);
    }

    [Fact]
    public void Detect_WindowLargerThanThePicture_OtherComponentsAsAlone()
    {
        ChannelModel small = Model(4, Square);
        ChannelModel mixture = ChannelModel.Combine([Model(5, new ChannelGeometry(2, 128, 128, 2)), small]);
        Frame frame = NoisePicture.Make(120, 90, seed: 4);

        // From one size on for both: what is left to them begins at half of each component's own.
        DetectionOptions options = Windows with { MinSize = new BoxSize(1, 1) };
        IReadOnlyList<Detection> expected = Detect(small, frame, options);

        Assert.NotEmpty(expected);
        Assert.Equal(expected, Detect(mixture, frame, options));
    }

    [Fact]
    public void Detect_ScoreOffset_ShiftsScoresAndNothingElse()
    {
        ChannelModel model = Model(6, Square);
        Frame frame = NoisePicture.Make(120, 90, seed: 5);
        IReadOnlyList<Detection> expected =
        [
            .. Detect(model, frame, Windows).Select(static found => found with { Score = found.Score - 2.5 }),
        ];

        Assert.Equal(expected, Detect(model.WithScoreOffset(-2.5), frame, Windows));
        Assert.NotEqual(
            expected.Count(static found => found.Score >= 1),
            Detect(model, frame, Windows with { MinScore = 1 }).Count
        );
        Assert.Equal(
            expected.Where(static found => found.Score >= 1),
            Detect(model.WithScoreOffset(-2.5), frame, Windows with { MinScore = 1 })
        );
    }

    [Fact]
    public void Detect_ComponentAtTheEdge_ItsWindowsThatBeginThereAndNoOthers()
    {
        // A region that begins with the window: boxes say where windows begin.
        ChannelModel model = AtLeftOfWindow(Model(8, Wide));
        Frame frame = NoisePicture.Make(240, 160, seed: 7);
        IReadOnlyList<Detection> expected = [.. Detect(model, frame, Windows).Where(static found => found.Box.X == 0)];
        IReadOnlyList<Detection> found = Detect(model.AtEdge(), frame, Windows);

        Assert.NotEmpty(expected);
        Assert.Equal(expected, found);
        Assert.Equal(
            found,
            Detect(ChannelModel.Combine([Model(9, High), model.AtEdge()]), frame, Windows).Where(found.Contains)
        );
    }

    [Fact]
    public void Detect_TwinOfAComponentAtTheEdge_AtTheOtherEdge()
    {
        ChannelModel model = AtLeftOfWindow(Model(8, Wide)).WithMirroredTwins();
        Frame frame = NoisePicture.Make(240, 160, seed: 7);
        IReadOnlyList<Detection> anywhere = Detect(model, frame, Windows);
        IReadOnlyList<Detection> found = Detect(model.AtEdge(), frame, Windows);

        Assert.Contains(found, static detection => detection.Box.X == 0);
        Assert.Contains(found, static detection => detection.Box.Right >= 236);
        Assert.All(found, static detection =>
            Assert.True(detection.Box.X == 0 || detection.Box.Right >= 236, $"{detection.Box}")
        );
        Assert.All(found, detection => Assert.Contains(detection, anywhere));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Detect_WindowsOfTwoComponentsOverOneObject_TheBestStandsForBoth(bool pools)
    {
        ChannelModel model = Model(7, Square).WithPooledWindows(pools);
        ChannelModel mixture = ChannelModel.Combine([model.WithScoreOffset(-3), model]);
        Frame frame = NoisePicture.Make(160, 120, seed: 6);
        DetectionOptions grouped = new() { MinScore = -100, Threads = 1 };
        IReadOnlyList<Detection> alone = Detect(model, frame, grouped);
        IReadOnlyList<Detection> found = Detect(mixture, frame, grouped);

        // The same windows again, each a little less sure: no further find, and only votes may change a score.
        Assert.NotEmpty(alone);
        Assert.Equal(alone.Count, found.Count);
        if (pools)
        {
            Assert.All(found, detection =>
                Assert.Contains(alone, other =>
                    other.Score < detection.Score && other.Box.IntersectionOverUnion(detection.Box) > 0.8
                )
            );
        }
        else
        {
            Assert.Equal(alone, found);
        }
    }

    [Fact]
    public void Combine_TakesSettingsOfTheFirstAndComponentsOfAll()
    {
        ChannelModel first = Model(8, Square).WithOperatingPoint(7).WithPooledWindows(true);
        ChannelModel second = ChannelModel
            .Combine([Model(9, Wide).WithScoreOffset(1), Model(10, High).WithMirroredTwins().WithScoreOffset(2)])
            .WithJoinedParts(true);
        ChannelModel mixture = ChannelModel.Combine([first, second.WithScoreOffset(0.5)]);

        Assert.Equal((7.0, true, false), (mixture.OperatingPoint, mixture.PoolsWindows, mixture.JoinsParts));
        Assert.Equal([Square, Wide, High], mixture.Components.Select(static component => component.Geometry));
        Assert.Equal([0, 1.5, 2.5], mixture.Components.Select(static component => component.ScoreOffset));
        Assert.Equal([false, false, true], mixture.Components.Select(static component => component.HasMirroredTwin));
        Assert.Equal(3 * 24, mixture.TreeCount);
    }

    [Fact]
    public void Combine_WhatDoesNotFit_OneClearLine()
    {
        ChannelModel first = Model(11, Square);
        AssertMisfit("3 pixels, not 2", first, Model(12, Square with { Shrink = 3 }));
        AssertMisfit("radius is 4 cells, not 2", first, Model(13, Square with { NormalizationRadius = 4 }));
        AssertMisfit("finds mug, not thing", first, new ChannelModel(first.Data with { Label = "mug" }));
        AssertMisfit("1 to 32 components, got 33", [.. Enumerable.Repeat(first, 33)]);
        Assert.Throws<ArgumentException>(static () => ChannelModel.Combine([]));
    }

    private static void AssertMisfit(string expected, params ChannelModel[] models)
    {
        string message = Assert.Throws<ArgumentException>(() => ChannelModel.Combine(models)).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    private static ChannelModel AtLeftOfWindow(ChannelModel model)
    {
        ChannelComponent component = model.Components[0];
        var region = new RelativeRegion(0, 0, 0.8, 1);
        return new ChannelModel(
            model.Data with
            {
                Components = [new ChannelComponent(component.Geometry, region, component.Trees.ToArray())],
            }
        );
    }

    private static ChannelModel[] Parts(int seed) =>
        [Model(seed, Square), Model(seed + 100, Wide), Model(seed + 200, High)];

    private static ChannelModel Model(int seed, ChannelGeometry geometry) => RandomChannelModel.Make(seed, geometry);

    private static IReadOnlyList<Detection> Detect(
        ChannelModel model,
        Frame frame,
        DetectionOptions options,
        KernelWidth? width = null
    ) =>
        new ChannelDetector(model, null, null, width ?? KernelWidths.Widest).Detect(
            frame,
            options,
            TestContext.Current.CancellationToken
        );
}
