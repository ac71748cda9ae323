using System.Globalization;
using System.IO.Compression;
using Spotter.Tests.Support;
using Spotter.Vision.Evaluation;
using Spotter.Workshop.Tracks;

namespace Spotter.Workshop.Tests.Tracks;

public sealed class TrackingEvaluationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // What TrackEval says of the same files, to the digits that it prints.
    [Theory]
    [InlineData(
        "verify/TUD-Campus/gt.txt",
        "verify/TUD-Campus/test.txt",
        "",
        "39.140 41.805 36.912 55.766 52.646 209 150 13 7"
    )]
    [InlineData(
        "verify/TUD-Stadtmitte/gt.txt",
        "verify/TUD-Stadtmitte/test.txt",
        "",
        "39.785 39.227 40.884 64.462 56.401 704 452 45 7"
    )]
    [InlineData(
        "mot17/MOT17-09",
        "verify/bytetrack/MOT17-09.txt",
        "",
        "52.208 62.003 44.015 62.887 68.920 4031 1294 328 33"
    )]
    [InlineData(
        "kitti/0001",
        "verify/bytetrack/car-0001.txt",
        "car",
        "68.399 64.061 73.385 85.317 72.271 2098 174 445 11"
    )]
    [InlineData(
        "kitti/0001",
        "verify/bytetrack/pedestrian-0001.txt",
        "pedestrian",
        "40.664 37.236 44.455 55.363 8.491 100 6 83 8"
    )]
    public void OfResults_PublishedPairs_GiveThePublishedFigures(
        string truth,
        string results,
        string label,
        string figures
    )
    {
        TrackingScore score = TrackingEvaluation
            .OfResults(Data(truth), Data(results), label, cancellationToken: TestContext.Current.CancellationToken)
            .Total;
        Assert.Equal(
            figures,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{100 * score.Hota.Hota:0.000} {100 * score.Hota.Detection:0.000} "
                    + $"{100 * score.Hota.Association:0.000} "
                    + $"{100 * score.Identity.F1:0.000} {100 * score.Clear.Mota:0.000} {score.Clear.TruePositives} "
                    + $"{score.Clear.FalseNegatives} {score.Clear.FalsePositives} {score.Clear.IdentitySwitches}"
            )
        );
    }

    // What py-motmetrics publishes: IDP, IDR, recall, precision, objects MT PT ML, fragments, 1 - mean IoU.
    [Theory]
    [InlineData("TUD-Campus", "73.0 45.1 58.2 94.1 1 6 1 7 0.277")]
    [InlineData("TUD-Stadtmitte", "82.0 53.1 60.9 94.0 5 4 1 6 0.346")]
    public void OfResults_PairsOfMotMetrics_GiveItsFigures(string sequence, string figures)
    {
        TrackingScore score = TrackingEvaluation
            .OfResults(
                Data($"verify/{sequence}/gt.txt"),
                Data($"verify/{sequence}/test.txt"),
                "",
                cancellationToken: TestContext.Current.CancellationToken
            )
            .Total;
        Assert.Equal(
            figures,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{100 * score.Identity.Precision:0.0} {100 * score.Identity.Recall:0.0} "
                    + $"{100 * score.Clear.Recall:0.0} "
                    + $"{100 * score.Clear.Precision:0.0} {score.Clear.MostlyTracked} {score.Clear.PartlyTracked} "
                    + $"{score.Clear.MostlyLost} {score.Clear.Fragments} {1 - score.Clear.Motp:0.000}"
            )
        );
    }

    [Fact]
    public void OfResults_Mot17_LeavesOutWhatLiesOnDistractors()
    {
        string truth = Write(
            "gt.txt",
            """
            1,1,0,0,10,50,1,1,1
            1,2,100,0,10,50,0,8,1
            1,3,200,0,10,50,0,1,1
            """
        );
        string results = Write(
            "mine.txt",
            "1,1,0,0,10,50,1,-1,-1,-1\n1,2,100,0,10,50,1,-1,-1,-1\n1,3,200,0,10,50,1,-1,-1,-1"
        );
        ClearScore score = TrackingEvaluation
            .OfResults(truth, results, "", cancellationToken: TestContext.Current.CancellationToken)
            .Total.Clear;
        Assert.Equal((1, 0, 1), (score.TruePositives, score.FalseNegatives, score.FalsePositives));
    }

    [Fact]
    public void OfResults_KittiFromFrameZero_MeetsMotFromFrameOne()
    {
        string truth = Write(
            "gt.txt",
            """
            0 1 Car 0 0 -1.5 0 0 40 30
            0 2 Van 0 0 -1.5 100 0 140 30
            0 -1 DontCare -1 -1 -10 200 0 300 100
            1 1 Car 0 3 -1.5 0 0 40 30
            """
        );
        string results = Write(
            "mine.txt",
            """
            1,7,0,0,40,30,1
            1,8,100,0,40,30,1
            1,9,220,0,40,30,1
            1,10,400,0,40,24,1
            1,11,500,0,40,30,1
            2,7,0,0,40,30,1
            """
        );
        ClearScore score = TrackingEvaluation
            .OfResults(truth, results, "car", cancellationToken: TestContext.Current.CancellationToken)
            .Total.Clear;
        Assert.Equal((1, 0, 1), (score.TruePositives, score.FalseNegatives, score.FalsePositives));
    }

    [Fact]
    public void OfDetections_FolderOfGzippedSequences_TracksEach()
    {
        foreach (string name in (string[])["a", "b"])
        {
            Zip($"{name}/gt/gt.txt", Lines(static frame => $"{frame},1,{frame * 2},10,20,40,1,-1,-1,-1"));
            Zip($"{name}/det/det.txt", Lines(static frame => $"{frame},-1,{frame * 2},10,20,40,0.9,-1,-1,-1"));
            Write($"{name}/seqinfo.ini", "[Sequence]\nframeRate=25\nseqLength=60\nimWidth=640\nimHeight=480");
        }

        TrackingEvaluation evaluation = TrackingEvaluation.OfDetections(
            _folder.Path,
            _folder.Path,
            "",
            cancellationToken: TestContext.Current.CancellationToken
        );
        Assert.Equal(["a", "b"], evaluation.Sequences.Select(static one => one.Name));

        // A track is believed at its third detection.
        Assert.Equal(
            (116, 4, 0),
            (
                evaluation.Total.Clear.TruePositives,
                evaluation.Total.Clear.FalseNegatives,
                evaluation.Total.Clear.FalsePositives
            )
        );
        Assert.NotNull(evaluation.FramesPerSecond);
    }

    [Theory]
    [InlineData("1,1,0,0,10,x,1,-1,-1,-1", "gt.txt, line 1: 'x' is not a number")]
    [InlineData("1,1,0", "gt.txt, line 1: has 3 fields")]
    [InlineData(
        "1,1,0,0,9,9,1,-1,-1,-1\n1,1,5,0,9,9,1,-1,-1,-1",
        "gt.txt, line 2: the identity 1 is there twice in frame 1"
    )]
    public void OfResults_DamagedTruth_NamesTheLine(string text, string message)
    {
        string truth = Write("gt.txt", text);
        SpotterException thrown = Assert.Throws<SpotterException>(() =>
            TrackingEvaluation.OfResults(truth, truth, "", cancellationToken: TestContext.Current.CancellationToken)
        );
        Assert.Contains(message, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OfDetections_NoFrameRate_SaysWhatIsMissing()
    {
        string truth = Write("gt.txt", "1,1,0,0,9,9,1,-1,-1,-1");
        SpotterException thrown = Assert.Throws<SpotterException>(() =>
            TrackingEvaluation.OfDetections(truth, truth, "", cancellationToken: TestContext.Current.CancellationToken)
        );
        Assert.Contains("frameRate=25", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OfResults_NothingForASequence_SaysWhereItWouldBe()
    {
        Write("truth/one/gt.txt", "1,1,0,0,9,9,1,-1,-1,-1");
        string results = Path.GetDirectoryName(Write("results/two.txt", ""))!;
        SpotterException thrown = Assert.Throws<SpotterException>(() =>
            TrackingEvaluation.OfResults(
                Path.Combine(_folder.Path, "truth"),
                results,
                "",
                cancellationToken: TestContext.Current.CancellationToken
            )
        );
        Assert.Contains("it would be one.txt", thrown.Message, StringComparison.Ordinal);
    }

    private static string Data(string path)
    {
        string? root = DevelopmentData.Find("tracking");
        Assert.SkipWhen(root is null, DevelopmentData.Absent);
        return Path.Combine(root, path);
    }

    private static string Lines(Func<int, string> of) => string.Join('\n', Enumerable.Range(1, 60).Select(of));

    private string Write(string name, string text) => _folder.Touch(name, text);

    private void Zip(string name, string text)
    {
        using var zip = new GZipStream(File.Create(Write(name, "") + ".gz"), CompressionMode.Compress);
        zip.Write(System.Text.Encoding.ASCII.GetBytes(text));
        File.Delete(Path.Combine(_folder.Path, name));
    }
}
