using Spotter.Apps.Batches;
using Spotter.Apps.Files;
using Spotter.Apps.Results;
using Spotter.Apps.Sources;
using Spotter.Vision;

namespace Spotter.Apps.Searching;

/// <summary>Searches pictures from end to end: sources, a detector, annotated copies, crops and files of results.</summary>
public static class PictureSearch
{
    /// <summary>Runs a search.</summary>
    /// <param name="detector">What to look for.</param>
    /// <param name="options">What to read and to write.</param>
    /// <param name="progress">Told after each picture, in order, on the calling thread.</param>
    /// <param name="cancellationToken">Ends the run early; files hold what was done by then and are whole.</param>
    /// <exception cref="OutputException">Outputs would replace inputs, or cannot go where they were sent.</exception>
    public static BatchSummary Run(
        IDetector detector,
        PictureSearchOptions options,
        Action<BatchProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(detector);
        ArgumentNullException.ThrowIfNull(options);
        IReadOnlyList<PictureSource> sources = PictureSources.Expand(options.Sources, new SourceOptions
        {
            Recursive = options.Recursive,
            SkippedFolders = options.Crops is { } crops ? [options.Output, crops] : [options.Output],
        });
        var writers = new List<IResultWriter>();
        try
        {
            IReadOnlyList<IPictureSink> sinks = sources.Any(static source => source.Problem is null) ? Sinks(options, sources) : [];
            AddWriters(options, sources, detector.Labels, writers);
            return new PictureBatch(detector, options.Batch, sinks, writers).Run(sources, progress, cancellationToken);
        }
        finally
        {
            foreach (IResultWriter writer in writers)
            {
                writer.Dispose();
            }
        }
    }

    private static List<IPictureSink> Sinks(PictureSearchOptions options, IReadOnlyList<PictureSource> sources)
    {
        var sinks = new List<IPictureSink>();

        // Crops come first: annotated copies are drawn onto the pixels themselves.
        if (options.Crops is { } crops)
        {
            MakeFolder(crops);
            sinks.Add(new CropFolder(crops, sources));
        }

        if (options.Drawing is { } drawing)
        {
            if (NamesFile(options))
            {
                if (sources.Count > 1)
                {
                    throw new OutputException($"{options.Output}: names one picture, but there are {sources.Count}; name a folder with --output");
                }

                sinks.Add(AnnotatedCopies.AsFile(options.Output, sources[0], drawing));
            }
            else
            {
                MakeFolder(options.Output);
                sinks.Add(AnnotatedCopies.InFolder(options.Output, sources, drawing));
            }
        }

        return sinks;
    }

    private static void AddWriters(
        PictureSearchOptions options, IReadOnlyList<PictureSource> sources, IReadOnlyList<string> labels, List<IResultWriter> writers)
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
        MakeFolder(folder);
        foreach (ResultFormat format in options.Formats.Distinct())
        {
            writers.Add(format switch
            {
                ResultFormat.Csv => new CsvWriter(Path.Combine(folder, "detections.csv")),
                ResultFormat.Coco => new CocoWriter(Path.Combine(folder, "coco.json"), labels),
                ResultFormat.Yolo => new YoloWriter(folder, labels, sources),
                ResultFormat.Voc => new VocWriter(folder, sources),
                _ => throw new ArgumentOutOfRangeException(nameof(options), format, $"format must be one of {string.Join(", ", Enum.GetNames<ResultFormat>())}, got {format}"),
            });
        }
    }

    private static bool NamesFile(PictureSearchOptions options) =>
        AnnotatedCopies.IsWritable(options.Output) && !Directory.Exists(options.Output);

    /// <summary>Tried before the first picture: a folder that cannot be written is one message, not one a picture.</summary>
    private static void MakeFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw OutputException.About(folder, e);
        }
    }
}
