using System.CommandLine;
using System.Globalization;
using System.Text;
using Spotter.Cli.Parsing;
using Spotter.Cli.Presenting;
using Spotter.Files;
using Spotter.Learning.Datasets;
using Spotter.Media;
using Spotter.Media.Video;
using Spotter.Media.Windows;
using Spotter.Sources;
using Spotter.Vision;
using Spotter.Vision.Images;
using Spotter.Workshop.Classifiers;

namespace Spotter.Cli.Commands;

/// <summary><c>spotter show SOURCE</c></summary>
internal static class ShowCommand
{
    // More numbers than these are no picture any more, in a terminal of usual width. 28 x 28 gray ones fit whole.
    private const int MostRows = 28;
    private const int MostGray = 28;
    private const int MostColor = 8;

    // Smaller pictures are shown larger, so that their pixels can be seen.
    private const int LeastShownSide = 280;

    public static Command Build() =>
        ToolCommand.Create<ShowChoice>(
            "show",
            "Show a picture, a video or a picture of a data set: as it is, gray, one colour, darker, or as numbers",
            new()
            {
                {
                    new Argument<string>("SOURCE")
                    {
                        Description =
                            "A picture, a video, a camera, an address, a folder of pictures, or a data set: "
                            + DatasetFlags.SourceHelp,
                    },
                    static (choice, source) => choice with { Source = source }
                },
                {
                    Flag.Value(
                        HelpGroup.Data,
                        "--picture",
                        "N",
                        "Which picture of a data set or a folder, or which frame of a video (default: 0, the first; of "
                            + "a video all of them)",
                        static text => Values.AtLeast(text, 0)
                    ),
                    static (choice, number) => choice with { Picture = number }
                },
                {
                    Flag.Value(
                            HelpGroup.Data,
                            "--part",
                            "NAME",
                            "Which part of a data set: train or test (default: train)",
                            static text => Values.Choice(text, "train", "test")
                        )
                        .Offering("train", "test"),
                    static (choice, part) => choice with { IsTest = part == "test" }
                },
                { DatasetFlags.Folder(Values.NotBlank), static (choice, folder) => choice with { Data = folder } },
                {
                    Flag.Value(
                        HelpGroup.Searching,
                        "--roi",
                        "X,Y,W,H",
                        "Show only this region, in pixels (default: all of the picture)",
                        Values.Region
                    ),
                    static (choice, region) => choice with { Region = region }
                },
                {
                    Flag.Switch(HelpGroup.Writing, "--gray", "One number a pixel: 0 black to 255 white"),
                    static (choice, on) => choice with { IsGray = on }
                },
                {
                    Flag.Value(
                        HelpGroup.Writing,
                        "--channel",
                        "NAME",
                        "Only this colour: blue, green or red; with --gray as brightness (default: all three)",
                        static text => (ColorChannel?)Values.Choice<ColorChannel>(text)
                    ),
                    static (choice, channel) => choice with { Channel = channel }
                },
                {
                    Flag.Value(
                        HelpGroup.Writing,
                        "--dim",
                        "SHARE",
                        "Darker: every number times this, 0 to 1 (default: 1, as it is)",
                        Values.Share
                    ),
                    static (choice, share) => choice with { Dim = share }
                },
                {
                    Flag.Switch(
                        HelpGroup.Writing,
                        "--numbers",
                        "Print the pixels as numbers: one where it is gray, else blue, green and red"
                    ),
                    static (choice, on) => choice with { Numbers = on }
                },
                {
                    Flag.Output(
                        "FILE",
                        "Write the picture, or the video, to this file; nothing is written unless given"
                    ),
                    static (choice, file) => choice with { Output = file }
                },
                { Flag.Overwrite(), static (choice, on) => choice with { Overwrites = on } },
                {
                    Flag.Value(
                        HelpGroup.Video,
                        "--show",
                        "WHERE",
                        "Where to show it: window (any key closes a picture, q a video), browser, terminal or none "
                            + "(default: window where nothing is written or printed, else none)",
                        Values.Choice<ViewKind>
                    ),
                    static (choice, view) => choice with { View = view }
                },
                { Flag.Quiet(), static (choice, on) => choice with { IsQuiet = on } },
            },
            RunAsync,
            """
            spotter show photo.jpg                       in a window that any key closes
            spotter show photo.jpg --channel blue        how much blue there is
            spotter show photo.jpg --gray --numbers --roi 200,80,8,8
            spotter show clip.mp4 --gray -o gray.mp4     a gray video
            spotter show fashion-mnist --picture 7 --numbers
            """
        );

    private static async Task<int> RunAsync(ShowChoice choice)
    {
        using var interruption = new Interruption();
        using Stream stdout = StandardOutput.Open();
        if (FindDataset(choice) is { } pictures)
        {
            int number = choice.Picture ?? 0;
            Require(number, pictures.Count, choice.Source);
            Tell(
                choice,
                stdout,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{choice.Source}, picture {number}: {pictures.LabelOf(number)}"
                )
            );
            return await ShowAsync(choice, pictures.Picture(number), choice.Source, stdout, interruption.Token);
        }

        Source source = UserWords.Take(() => Source.Parse(choice.Source));
        return source.Videos.Count > 0
            ? await ShowVideoAsync(choice, source.Videos[0].Source, stdout, interruption.Token)
            : await ShowPictureAsync(choice, source.Pictures, stdout, interruption.Token);
    }

    /// <summary>What the source names as a data set; null where it is pictures or a video.</summary>
    private static ImageDataset? FindDataset(ShowChoice choice)
    {
        string source = choice.Source;
        bool isNamed = KnownDataset.Find(source) is not null && !Path.Exists(source);
        bool isTable = Path.GetExtension(source).ToLowerInvariant() is ".npz" or ".csv";
        bool isFolder =
            Directory.Exists(source)
            && UserWords.Take(() => Source.Parse(source)) is { Videos: [], Pictures: [{ Problem: not null }] };
        if (!isNamed && !isTable && !isFolder)
        {
            return choice.IsTest || choice.Data is not null
                ? throw new SpotterException(
                    SpotterErrorKind.Usage,
                    $"{source}: is no data set, so --part and --data say nothing about it; leave them out"
                )
                : null;
        }

        // Nothing is cut off for validation and test: a picture keeps its number.
        ClassifierData data = DatasetReader.Read(
            new DatasetRequest
            {
                Source = source,
                Folder = choice.Data,
                ValidationShare = 0,
                TestShare = 0,
            }
        );
        return !choice.IsTest
            ? data.Train
            : data.Test
                ?? throw new SpotterException(
                    SpotterErrorKind.Missing,
                    $"{source}: has no test part; leave --part out"
                );
    }

    private static async Task<int> ShowPictureAsync(
        ShowChoice choice,
        IReadOnlyList<PictureSource> pictures,
        Stream stdout,
        CancellationToken cancellationToken
    )
    {
        int number = choice.Picture ?? 0;
        if (pictures is [{ Problem: { } problem }])
        {
            throw new SpotterException(SpotterErrorKind.Missing, problem);
        }

        Require(number, pictures.Count, choice.Source);
        PictureSource picture = pictures[number];
        Frame frame = picture.Load(new() { OnNote = Messages.Note }, given: null, cancellationToken);
        return await ShowAsync(choice, frame, picture.Name, stdout, cancellationToken);
    }

    private static async Task<int> ShowAsync(
        ShowChoice choice,
        Frame frame,
        string name,
        Stream stdout,
        CancellationToken cancellationToken
    )
    {
        frame = choice.Apply(frame);
        if (choice.Output is { } file)
        {
            var outputs = new Outputs([name], choice.Overwrites);
            frame.Save(outputs.Claim(file));
            outputs.Note(file);
            Note(choice, $"written: {file}");
        }

        if (choice.Numbers)
        {
            Print(choice, frame, stdout);
        }

        if (choice.Where is var where and not ViewKind.None)
        {
            int factor = Math.Max(1, LeastShownSide / Math.Max(frame.Width, frame.Height));
            await new ShownPicture(Enlarge(frame, factor), name).ShowAsync(where, cancellationToken);
        }

        return cancellationToken.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Done;
    }

    private static async Task<int> ShowVideoAsync(
        ShowChoice choice,
        VideoSource source,
        Stream stdout,
        CancellationToken cancellationToken
    )
    {
        if (choice.Numbers && choice.Picture is null)
        {
            throw new SpotterException(
                SpotterErrorKind.Usage,
                "--numbers: is for one picture; say which frame of the video with --picture N"
            );
        }

        await using VideoReader reader = await VideoReader.OpenAsync(source, null, cancellationToken);
        if (choice.Picture is { } number)
        {
            await foreach (Frame frame in reader.WithCancellation(cancellationToken))
            {
                if (frame.Index == number)
                {
                    return await ShowAsync(choice, frame, source.DisplayName, stdout, cancellationToken);
                }
            }

            throw new SpotterException(
                SpotterErrorKind.Usage,
                $"{source.DisplayName}: has no frame {number}; give --picture a smaller number"
            );
        }

        var outputs = new Outputs([source.Location], choice.Overwrites);
        await using VideoWriter? writer = choice.Output is { } file
            ? new VideoWriter(
                outputs.Claim(file),
                new VideoWriterOptions { FrameRate = reader.Info.FrameRate, AudioFrom = source.IsLive ? null : source }
            )
            : null;
        ILiveView? view = await LiveViews.OpenAsync(choice.Where, source.DisplayName);
        using ViewWindow? window = view is null ? null : new ViewWindow(view);
        await foreach (Frame read in reader)
        {
            Frame frame = choice.Apply(read);
            await (writer?.WriteAsync(frame, CancellationToken.None) ?? ValueTask.CompletedTask);
            if (cancellationToken.IsCancellationRequested || window?.Show(frame) == Key.Q)
            {
                break;
            }

            reader.Recycle(read);
        }

        if (writer is not null)
        {
            await writer.CompleteAsync();
            outputs.Note(writer.Path);
            Note(choice, $"written: {writer.Path}");
        }

        return cancellationToken.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Done;
    }

    private static void Print(ShowChoice choice, Frame frame, Stream stdout)
    {
        var part = new Box(
            0,
            0,
            Math.Min(frame.Width, frame.HasColor ? MostColor : MostGray),
            Math.Min(frame.Height, MostRows)
        );
        stdout.Write(Encoding.UTF8.GetBytes(frame[part].Copy().Numbers() + "\n"));
        stdout.Flush();
        if (part.Width < frame.Width || part.Height < frame.Height)
        {
            Note(
                choice,
                $"these are {part.Width} x {part.Height} pixels of {frame.Width} x {frame.Height}; --roi X,Y,W,H shows "
                    + "others"
            );
        }
    }

    private static BgrImage Enlarge(Frame frame, int factor)
    {
        if (factor == 1)
        {
            return frame.Bgr;
        }

        var large = new BgrImage(frame.Width * factor, frame.Height * factor);
        for (int i = 0; i < large.Width * large.Height; i++)
        {
            int from = (i / large.Width / factor * frame.Width) + (i % large.Width / factor);
            frame.Bgr.Pixels.AsSpan(from * 3, 3).CopyTo(large.Pixels.AsSpan(i * 3));
        }

        return large;
    }

    private static void Require(int number, int count, string source)
    {
        if (number >= count)
        {
            throw new SpotterException(
                SpotterErrorKind.Usage,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"--picture {number}: {source} has the pictures 0 to {count - 1}"
                )
            );
        }
    }

    private static void Tell(ShowChoice choice, Stream stdout, string line)
    {
        if (!choice.IsQuiet)
        {
            stdout.Write(Encoding.UTF8.GetBytes(Messages.OneLine(line) + "\n"));
            stdout.Flush();
        }
    }

    private static void Note(ShowChoice choice, string text)
    {
        if (!choice.IsQuiet)
        {
            Messages.Note(text);
        }
    }
}

internal sealed record ShowChoice
{
    public string Source { get; init; } = "";

    /// <summary>Which picture, 0 is the first; null for the first, or all frames of a video.</summary>
    public int? Picture { get; init; }

    public bool IsTest { get; init; }

    /// <summary>Where the files of a known data set are; null for the cache.</summary>
    public string? Data { get; init; }

    public Box? Region { get; init; }

    public bool IsGray { get; init; }

    /// <summary>The one channel that stays; null for all.</summary>
    public ColorChannel? Channel { get; init; }

    public double Dim { get; init; } = 1;

    public bool Numbers { get; init; }

    public string? Output { get; init; }

    public bool Overwrites { get; init; }

    /// <summary>Where to show it; null where the user did not say.</summary>
    public ViewKind? View { get; init; }

    public bool IsQuiet { get; init; }

    /// <summary>Where it is shown.</summary>
    public ViewKind Where => View ?? (Numbers || Output is not null ? ViewKind.None : ViewKind.Window);

    /// <summary>A frame as it is to be shown.</summary>
    public Frame Apply(Frame frame)
    {
        if (Region is { } region)
        {
            if (region.Intersect(new Box(0, 0, frame.Width, frame.Height)) != region)
            {
                throw new SpotterException(
                    SpotterErrorKind.Usage,
                    $"--roi {region.X},{region.Y},{region.Width},{region.Height}: reaches outside of the "
                        + $"{frame.Width}x{frame.Height} picture"
                );
            }

            frame = frame.Like(frame[region].Copy());
        }

        frame = Channel is { } channel
            ? IsGray
                ? frame.ToGray(channel)
                : frame.Only(channel)
            : IsGray
                ? frame.ToGray()
                : frame;
        return Dim < 1 ? frame.Dim(Dim) : frame;
    }
}
