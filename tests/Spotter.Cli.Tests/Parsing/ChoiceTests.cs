using Spotter.Cli.Commands;
using Spotter.Cli.Parsing;
using Spotter.Cli.Tests.Support;
using Spotter.Learning.Classifiers;
using Spotter.Learning.Optimizers;
using Spotter.Media.Drawing;
using Spotter.Searching;
using Spotter.Vision;
using Spotter.Vision.Tracking;
using Spotter.Workshop.Classifiers;

namespace Spotter.Cli.Tests.Parsing;

/// <summary>What the flags become.</summary>
public sealed class ChoiceTests
{
    [Fact]
    public void Search_WithoutOptions_IsWhatTheRecordsSay()
    {
        SearchChoice search = Faces("a.png");
        Assert.Equal(["a.png"], search.Sources);
        Assert.Equal(new DetectionOptions(), search.Detection);
        Assert.Equal(new OutputChoice(), search.Output);
        Assert.Equal(new VideoChoice(), search.Video);
        Assert.Empty(search.Given);
        Assert.False(search.MeansVideo);
        Assert.True(search.Output.WantsCopies(isShown: false));
        Assert.True(search.Output.WantsVideo(isWatched: false));
    }

    [Fact]
    public void Search_OfManyOptions_HasThemAll()
    {
        SearchChoice search = Faces(
            ["a.png", "b/", "-r", "-q", "--exit-code", "--scale-factor", "1.2", "--min-neighbors", "0"],
            ["--min-score", "2", "--min-size", "30", "--max-size", "60x80", "--roi", "1,2,3,4", "--threads", "2"],
            ["--max-megapixels", "2", "-o", "out", "--overwrite", "--draw", "corners", "--color", "#010203"],
            ["--thickness", "4", "--label", "{label}", "--crops", "heads", "--format", "csv,coco", "--print"]
        );
        Assert.Equal(["a.png", "b/"], search.Sources);
        Assert.True(search is { IsRecursive: true, IsQuiet: true, TellsByExitCode: true });
        Assert.Equal(
            new DetectionOptions
            {
                ScaleFactor = 1.2,
                MinNeighbors = 0,
                MinScore = 2,
                MinSize = new BoxSize(30, 30),
                MaxSize = new BoxSize(60, 80),
                RegionOfInterest = new Box(1, 2, 3, 4),
                Threads = 2,
            },
            search.Detection
        );
        Assert.Equal(2_000_000, search.Loading.MaxPixels);
        OutputChoice output = search.Output;
        Assert.True(output is { Named: "out", Overwrites: true, Thickness: 4, Crops: "heads", Prints: true });
        Assert.Equal(DrawStyle.Corners, output.Style);
        Assert.Equal(DrawColor.Parse("#010203"), output.Color);
        Assert.Equal("{label}", output.Label!.Text);
        Assert.Equal([ResultFormat.Csv, ResultFormat.Coco], output.Formats);
        Assert.Equal([ResultFormat.Coco], output.PictureFormats);
    }

    [Fact]
    public void Video_OfManyOptions_HasThemAll()
    {
        VideoChoice video = Faces(
            ["a.mp4", "--start", "1:30", "--duration", "5", "--stride", "3", "--max-width", "640", "--fps", "5"],
            ["--loop", "--fail-closed", "--line", "0,0,10,10", "--line", "0,5,5,9,10,5", "--zone", "0,0,9,0,9,9"],
            ["--webhook", "http://127.0.0.1:9/", "--show", "terminal"]
        ).Video;
        Assert.Equal(TimeSpan.FromSeconds(90), video.Reading.Start);
        Assert.Equal(TimeSpan.FromSeconds(5), video.Reading.Duration);
        Assert.True(video.Reading is { MaxWidth: 640, FramesPerSecond: 5, Loop: true });
        Assert.True(video is { Stride: 3, FailsClosed: true, IsTracking: true, Show: ViewKind.Terminal });
        IReadOnlyList<ITrackMonitor> monitors = video.Monitors();
        Assert.Equal(["line 1", "line 2", "zone 1"], monitors.Select(static monitor => monitor.Name));
        Assert.NotSame(monitors[0], video.Monitors()[0]);
        Assert.Equal(new Uri("http://127.0.0.1:9/"), video.Webhook);
        Assert.False(Faces("a.mp4", "--no-track").Video.IsTracking);
    }

    [Theory]
    [InlineData(true, "--stride", "2")]
    [InlineData(true, "--no-track")]
    [InlineData(false, "--show", "browser")]
    [InlineData(false, "--fail-closed")]
    [InlineData(false, "--max-megapixels", "2")]
    public void Given_OfOptionsForVideos_MeansAVideo(bool expected, params string[] options)
    {
        SearchChoice search = Faces(["-", .. options]);
        Assert.Equal(expected, search.MeansVideo);
        Assert.Equal([options[0]], search.Given.Select(static flag => flag.Name));
    }

    [Fact]
    public void CheckUse_OfAnOptionForNothingThere_IsRefused()
    {
        SearchChoice search = Faces("a.png", "--stride", "2", "--loop");
        Assert.Equal(
            "--stride, --loop: of videos only",
            search.CheckUse(SourceKind.Videos, "videos", hasKind: true, hasOthers: true)
        );
        Assert.Null(search.CheckUse(SourceKind.Videos, "videos", hasKind: true, hasOthers: false));
        Assert.Null(search.CheckUse(SourceKind.Folders, "folders", hasKind: false, hasOthers: true));
        Assert.StartsWith(
            "--stride: is for videos",
            Assert
                .Throws<SpotterException>(() =>
                    search.CheckUse(SourceKind.Videos, "videos", hasKind: false, hasOthers: true)
                )
                .Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Road_Distances_AreForVideos()
    {
        RoadChoice road = CommandLine.Choice<RoadChoice>("road", "a.mp4", "--focal", "800", "--warn-closer", "10");
        Assert.True(road.Distance is { FocalPixels: 800, WarnCloserMetres: 10 });
        Assert.True(road.Search.MeansVideo);
    }

    [Theory]
    [InlineData("{label} {score}", "--label")]
    [InlineData("{score}", "--label", "{score}")]
    [InlineData("{label} {score}", "--label", ".")]
    public void Label_BeforeWhatIsThere_TakesItForTheSource(string expected, params string[] label)
    {
        SearchChoice search = Faces(label is ["--label", "."] ? label : ["a.png", .. label]);
        Assert.Equal(expected, search.Output.Label!.Text);
        Assert.Single(search.Sources);
    }

    [Theory]
    [InlineData("--label=a.png")]
    [InlineData("@list.txt")]
    public void Words_ThatOthersReadInTheirOwnWay_AreTakenAsTheyAre(string word) =>
        Assert.Null(CommandLine.Complaint("faces", "a.png", word));

    [Fact]
    public void Recipe_OptionsInAnyOrder_ChangeThePreset()
    {
        TrainClassifierChoice choice = CommandLine.Choice<TrainClassifierChoice>([
            "train",
            "classifier",
            "mnist",
            "--learning-rate",
            "0.5",
            "--optimizer",
            "nesterov",
            "--epochs",
            "3",
        ]);
        ClassifierRequest request = choice.Recipe.Of(choice.Dataset);
        TrainingOptions options = request.Adjust!(request.Preset.Options);
        Assert.Equal(3, options.Epochs);
        Assert.Equal(3, choice.Recipe.Epochs);
        Assert.Equal(new Sgd(LearningRate: 0.5, Momentum: 0.9, Nesterov: true), options.Optimizer);
        Assert.Equal(request.Preset.Options.BatchSize, options.BatchSize);
    }

    [Fact]
    public void Recipe_WithoutOptions_IsThePreset()
    {
        TrainClassifierChoice choice = CommandLine.Choice<TrainClassifierChoice>("train", "classifier", "mnist");
        ClassifierRequest request = choice.Recipe.Of(choice.Dataset);
        Assert.Equal(ClassifierPreset.Mlp, request.Preset);
        Assert.Equal(request.Preset.Options with { Seed = 0 }, request.Adjust!(request.Preset.Options));
        Assert.Equal(new DatasetRequest { Source = "mnist" }, request.Dataset);
    }

    [Fact]
    public void Recipe_NoAugmentation_TakesThePresetsAway()
    {
        TrainClassifierChoice choice = CommandLine.Choice<TrainClassifierChoice>([
            "train",
            "classifier",
            "mnist",
            "--preset",
            "cnn",
            "--augment",
            "none",
            "--seed",
            "7",
            "--size",
            "32x24",
        ]);
        Assert.Null(choice.Recipe.Adjust(choice.Recipe.Preset!.Options).Augmentation);
        Assert.NotNull(choice.Recipe.Preset.Options.Augmentation);
        Assert.True(choice.Dataset is { Seed: 7, Width: 32, Height: 24, Gray: null });
        Assert.Equal(7, choice.Recipe.Of(choice.Dataset).Adjust!(choice.Recipe.Preset.Options).Seed);
    }

    [Fact]
    public void TrainDetector_Options_ReachTheTraining()
    {
        TrainDetectorChoice choice = CommandLine.Choice<TrainDetectorChoice>([
            .. (string[])
                ["train", "detector", "--positives", "a", "b", "--negatives", "c", "-o", "m.xml", "--kind", "lbp"],
            .. (string[])
                ["--mirror", "no", "--window", "24", "--seed", "5", "--object", "0.25,0.25,0.5,0.5", "--resume"],
        ]);
        Assert.Equal(["a", "b"], choice.Data.Options.Crops);
        Assert.True(
            choice.Data.Options
                is { Output: "m.xml", Kind: "lbp", IsMirrored: false, Seed: 5, Resume: true, Stages: null }
        );
        Assert.Equal(new BoxSize(24, 24), choice.Data.Options.WindowSize);
    }

    private static SearchChoice Faces(params string[][] parts) =>
        CommandLine.Choice<FacesChoice>(["faces", .. parts.SelectMany(static part => part)]).Search;

    private static SearchChoice Faces(params string[] args) => Faces([args]);
}
