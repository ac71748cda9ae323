using System.CommandLine;
using Spotter.Apps.Batches;
using Spotter.Apps.Machine;
using Spotter.Apps.Searching;
using Spotter.Cli.Parsing;
using Spotter.Cli.Presenting;
using Spotter.Media.Drawing;
using Spotter.Vision;

namespace Spotter.Cli.Commands;

/// <summary><c>spotter demo</c></summary>
internal static class DemoCommand
{
    public static Command Build()
    {
        var command = new Command("demo", "Find faces in sample photographs, and say where to look at them");
        command.SetAction(static _ => Run());
        Help.Decorate(command, "spotter demo");
        return command;
    }

    private static int Run()
    {
        IReadOnlyList<string> pictures = SamplePictures.Find();
        if (pictures.Count == 0)
        {
            throw new ToolException(
                $"there are no sample pictures on this machine; on Debian install {SamplePictures.Package} (apt-get install {SamplePictures.Package}), or try a picture of your own: spotter faces PICTURE",
                ExitCode.MissingInput);
        }

        using var interruption = new Interruption();
        using Stream stdout = StandardOutput.Open();
        var options = new PictureSearchOptions
        {
            Sources = pictures,
            Output = Path.Combine(PictureSearchOptions.DefaultOutput, "demo"),
            Drawing = AnnotatorOptions.Default with { Label = LabelTemplate.Parse("{label}") },
        };
        IDetector detector = Detector.Faces();
        var report = new RunReport(detector.Labels, stdout, isQuiet: false, isJson: false);
        BatchSummary summary = PictureSearch.Run(detector, options, report.Update, interruption.Token);
        report.Finish(summary, options);
        Messages.Note($"look at the pictures in {Path.GetFullPath(options.Output)}");
        return summary.IsInterrupted ? ExitCode.Interrupted : summary.Failed > 0 ? ExitCode.SomeFailed : ExitCode.Done;
    }
}
