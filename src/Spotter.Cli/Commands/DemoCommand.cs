using System.CommandLine;
using Spotter.Applications;
using Spotter.Batches;
using Spotter.Cli.Parsing;
using Spotter.Cli.Presenting;
using Spotter.Files;
using Spotter.Media.Drawing;
using Spotter.Media.Video;
using Spotter.Searching;
using Spotter.Sources;
using Spotter.Videos;
using Spotter.Workshop.Machine;

namespace Spotter.Cli.Commands;

/// <summary><c>spotter demo</c></summary>
internal static class DemoCommand
{
    // Enough to see people walk and be followed, and done in seconds.
    private static readonly TimeSpan StreetLength = TimeSpan.FromSeconds(6);

    public static Command Build() =>
        ToolCommand.Create<DemoChoice>(
            "demo",
            "Find faces in sample photographs and people in a sample street clip, and say where to look at them",
            new(),
            static _ => RunAsync(),
            "spotter demo"
        );

    private static async Task<int> RunAsync()
    {
        IReadOnlyList<string> pictures = SamplePictures.Find();
        if (pictures.Count == 0)
        {
            throw new SpotterException(
                SpotterErrorKind.Missing,
                $"there are no sample pictures on this machine; on Debian install {SamplePictures.Package} (apt-get "
                    + $"install {SamplePictures.Package}), or try a picture of your own: spotter faces PICTURE"
            );
        }

        using var interruption = new Interruption();
        using Stream stdout = StandardOutput.Open();
        using var own = NumberedFolder.Create(PictureRunOptions.DefaultOutput, "demo");
        BatchSummary photographs = FindFaces(pictures, own.Path, stdout, interruption.Token);
        bool isInterrupted = photographs.IsInterrupted || await FollowPeopleAsync(own.Path, stdout, interruption.Token);
        Messages.Note($"look at what is in {Path.GetFullPath(own.Path)}", Path.GetFullPath(own.Path));
        return isInterrupted ? ExitCode.Interrupted
            : photographs.Failed > 0 ? ExitCode.SomeFailed
            : ExitCode.Done;
    }

    private static BatchSummary FindFaces(
        IReadOnlyList<string> pictures,
        string folder,
        Stream stdout,
        CancellationToken cancellationToken
    )
    {
        var options = new PictureRunOptions { Output = folder, WritesCopies = true };
        Application faces = Faces.Create() with
        {
            Drawing = AnnotatorOptions.Default with { Label = LabelTemplate.Parse("{label}") },
        };
        var report = new RunReport(faces.Detector.Labels, stdout, isQuiet: false, isJson: false);
        BatchSummary summary = PictureRun.Run(faces, Source.Parse(pictures), options, report.Update, cancellationToken);
        report.Finish(summary, options);
        return summary;
    }

    /// <summary>
    /// True where it was interrupted. Without the clip or ffmpeg it says so in one line; the photographs were shown.
    /// </summary>
    private static async Task<bool> FollowPeopleAsync(string folder, Stream stdout, CancellationToken cancellationToken)
    {
        if (SamplePictures.FindStreet() is not { } street)
        {
            Messages.Note(
                $"there is no sample street clip on this machine; on Debian the package {SamplePictures.Package} "
                    + $"brings one, or try your own: spotter road VIDEO"
            );
            return false;
        }

        if (FfmpegPrograms.Find("ffmpeg") is null || FfmpegPrograms.Find("ffprobe") is null)
        {
            Messages.Note(
                "the street clip is left out: video needs the programs of the package ffmpeg (see spotter doctor)"
            );
            return false;
        }

        Application road = Road.Create();
        VideoSource source = VideoSource.Parse(street);
        string output = Path.Combine(folder, "street.mp4");
        var report = new VideoReport(
            source.DisplayName,
            road.Detector.Labels,
            stdout,
            isQuiet: false,
            isJson: false,
            prints: false
        );
        VideoSummary summary = await VideoRun.RunAsync(
            road,
            source,
            new VideoRunOptions
            {
                Reading = new VideoReadOptions { Duration = StreetLength },
                Output = output,
            },
            report.Update,
            cancellationToken
        );
        report.Finish(summary, output, crops: null, []);
        return summary.IsInterrupted;
    }
}

internal sealed record DemoChoice;
