using Spotter.Applications;
using Spotter.Batches;
using Spotter.Files;
using Spotter.Networks.Text;
using Spotter.Results;
using Spotter.Sources;
using Spotter.Vision;

namespace Spotter.Searching;

/// <summary>
/// Searches pictures from end to end: sources, a detector, annotated copies, crops and files of results.
/// </summary>
public static class PictureRun
{
    /// <summary>Runs a search.</summary>
    /// <param name="application">What to look for and how to draw it.</param>
    /// <param name="source">The pictures.</param>
    /// <param name="options">How to read and what to write; null writes nothing.</param>
    /// <param name="progress">Told after each picture, in order, on the calling thread.</param>
    /// <param name="cancellationToken">Ends the run early; files hold what was done by then and are whole.</param>
    /// <exception cref="OutputException">Outputs would replace inputs, or cannot go where they were sent.</exception>
    public static BatchSummary Run(
        Application application,
        Source source,
        PictureRunOptions? options = null,
        Action<BatchProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(application);
        ArgumentNullException.ThrowIfNull(source);
        options ??= new PictureRunOptions();
        application = application.AsDrawn();
        IDetector detector = application.Detector;
        (IReadOnlyList<PictureSource> sources, int alone) = options.Shard?.Left(source.Pictures)
            ?? (source.Pictures, 0);
        Outputs outputs = options.Outputs ?? new Outputs();
        outputs.AddInputs(source.Inputs);
        var writers = new List<IResultWriter>();
        try
        {
            IReadOnlyList<IPictureSink> sinks = sources.Any(static picture => picture.Problem is null)
                ? Sinks(
                    application,
                    options,
                    options.Shard is null ? sources : source.Pictures,
                    options.Shard is null ? null : new RunShare(sources, alone),
                    outputs
                )
                : [];
            AddWriters(options, sources, detector.Labels, outputs, writers);
            var batch = new PictureBatch(detector, options.Batch, sinks, writers)
            {
                Journal = options.Shard,
                Alone = alone,
            };
            return batch.Run(sources, progress, cancellationToken);
        }
        finally
        {
            foreach (IResultWriter writer in writers)
            {
                writer.Dispose();
            }
        }
    }

    private static List<IPictureSink> Sinks(
        Application application,
        PictureRunOptions options,
        IReadOnlyList<PictureSource> sources,
        RunShare? share,
        Outputs outputs
    )
    {
        var sinks = new List<IPictureSink>(options.Sinks);

        // Crops come first: annotated copies are drawn onto the pixels themselves.
        if (options.Crops is { } crops)
        {
            OutputException.MakeFolder(crops);
            sinks.Add(new CropFolder(crops, sources, outputs, share));
        }

        if (options.WritesCopies)
        {
            if (NamesFile(options))
            {
                if (sources.Count > 1)
                {
                    throw new OutputException(
                        $"{options.Output}: names one picture, but there are {sources.Count}; name a folder with "
                            + $"--output"
                    );
                }

                sinks.Add(AnnotatedCopies.AsFile(options.Output, sources[0], application.Drawing, outputs));
            }
            else
            {
                OutputException.MakeFolder(options.Output);
                sinks.Add(AnnotatedCopies.InFolder(options.Output, sources, application.Drawing, outputs, share));
            }
        }

        return sinks;
    }

    private static void AddWriters(
        PictureRunOptions options,
        IReadOnlyList<PictureSource> sources,
        IReadOnlyList<string> labels,
        Outputs outputs,
        List<IResultWriter> writers
    )
    {
        if (options.JsonLines is { } lines)
        {
            writers.Add(new JsonLinesWriter(lines));
        }

        if (options.Formats.Count == 0)
        {
            return;
        }

        string folder = NamesFile(options) ? Path.GetDirectoryName(Path.GetFullPath(options.Output))! : options.Output;
        OutputException.MakeFolder(folder);
        foreach (ResultFormat format in options.Formats.Distinct())
        {
            writers.Add(
                format switch
                {
                    ResultFormat.Csv => new CsvWriter(Path.Combine(folder, "detections.csv"), outputs),
                    ResultFormat.Coco => new CocoWriter(Path.Combine(folder, "coco.json"), labels, outputs),
                    ResultFormat.Yolo => new YoloWriter(folder, labels, sources, outputs),
                    ResultFormat.Voc => new VocWriter(folder, sources, outputs),
                    _ => throw new ArgumentOutOfRangeException(
                        nameof(options),
                        format,
                        $"format must be one of {string.Join(", ", Enum.GetNames<ResultFormat>())}, got {format}"
                    ),
                }
            );
            NoteOlder(format, folder, labels, outputs, options.Note);
        }
    }

    /// <summary>
    /// Labels of another run beside those of this one would be taken for one data set: that is said, or refused.
    /// </summary>
    private static void NoteOlder(
        ResultFormat format,
        string folder,
        IReadOnlyList<string> labels,
        Outputs outputs,
        Action<string> note
    )
    {
        if (format is not (ResultFormat.Yolo or ResultFormat.Voc))
        {
            return;
        }

        string place = Path.Combine(folder, format == ResultFormat.Yolo ? YoloWriter.Folder : VocWriter.Folder);
        IReadOnlyList<string> older = outputs.LeftBehind(place);
        if (older.Count == 0)
        {
            return;
        }

        string count = $"{Counted.Of(older.Count, "file")} of an earlier run";
        if (format == ResultFormat.Yolo && !YoloWriter.HasClasses(folder, labels))
        {
            throw new OutputException(
                $"{place}: holds {count} with other class numbers; name another folder with --output"
            );
        }

        note($"{place}: {count} stay beside those of this one, such as {older[0]}");
    }

    private static bool NamesFile(PictureRunOptions options) =>
        AnnotatedCopies.IsWritable(options.Output) && !Directory.Exists(options.Output);
}
