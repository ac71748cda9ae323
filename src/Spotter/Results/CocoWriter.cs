using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Spotter.Files;
using Spotter.Networks.Files;
using Spotter.Sources;
using Spotter.Vision;

namespace Spotter.Results;

/// <summary>
/// COCO's object detection JSON: <c>images</c>, <c>annotations</c> with <c>bbox</c> as [x, y, width, height] and a
/// <c>score</c>, <c>categories</c>. Numbers of images, annotations and categories count from 1. Masks are
/// <c>segmentation</c> as polygons, and keypoints are told as COCO's person keypoints are.
/// </summary>
internal sealed class CocoWriter : IResultWriter
{
    private readonly WholeFile _file;
    private readonly FileStream _annotations;
    private readonly IReadOnlyList<string> _labels;
    private readonly string _path;
    private readonly Outputs? _outputs;
    private readonly Dictionary<string, KeypointSkeleton> _skeletons = new(StringComparer.Ordinal);
    private int _imageCount;
    private int _annotationCount;

    /// <param name="path">The file; it appears when the writer completes.</param>
    /// <param name="labels">The labels that detections can have, in the order of their category numbers.</param>
    /// <param name="outputs">What may be written over; null lets the file replace any.</param>
    /// <exception cref="OutputException">The file may not be replaced.</exception>
    public CocoWriter(string path, IReadOnlyList<string> labels, Outputs? outputs = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        _path = outputs?.Claim(path) ?? path;
        _outputs = outputs;
        _labels = labels;

        // The format wants all pictures before all detections; what comes second waits in a file, not in memory.
        _annotations = new FileStream(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            FileShare.None,
            1 << 16,
            FileOptions.DeleteOnClose
        );
        try
        {
            _file = new WholeFile(path, bufferSize: 1 << 16);
        }
        catch
        {
            _annotations.Dispose();
            throw;
        }

        _file.Stream.Write("{\"images\":["u8);
    }

    /// <inheritdoc/>
    public void Write(PictureSource source, PictureResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        _imageCount++;
        var image = new CocoImage(_imageCount, result.File, result.Width, result.Height);
        Append(_file.Stream, _imageCount, image, ResultJson.Readable.CocoImage);
        foreach (Detection detection in result.Detections)
        {
            Box box = detection.Box;
            var annotation = new CocoAnnotation(
                ++_annotationCount,
                _imageCount,
                LabelNumbers.Of(_labels, detection.Label) + 1,
                [box.X, box.Y, box.Width, box.Height],
                detection.Mask?.Area ?? box.Area,
                IsCrowd: 0,
                ResultNumbers.Score(detection.Score),
                ResultNumbers.Polygons(detection.Mask),
                Keypoints(detection),
                detection.Keypoints?.Places.Count(static place => IsSeen(place))
            );
            Append(_annotations, _annotationCount, annotation, ResultJson.Readable.CocoAnnotation);
        }
    }

    /// <inheritdoc/>
    public void Complete()
    {
        Stream stream = _file.Stream;
        stream.Write("\n],\"annotations\":["u8);
        _annotations.Position = 0;
        _annotations.CopyTo(stream);
        stream.Write("\n],\"categories\":["u8);
        for (int i = 0; i < _labels.Count; i++)
        {
            _skeletons.TryGetValue(_labels[i], out KeypointSkeleton? skeleton);
            var category = new CocoCategory(
                i + 1,
                _labels[i],
                skeleton?.Names,
                skeleton is null
                    ? null
                    : [.. skeleton.Edges.Select(static edge => new[] { edge.From + 1, edge.To + 1 })]
            );
            Append(stream, i + 1, category, ResultJson.Readable.CocoCategory);
        }

        stream.Write("\n]}\n"u8);
        _file.Commit();
        _outputs?.Note(_path);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _annotations.Dispose();
        _file.Dispose();
    }

    // x, y and 2 of what is seen; three zeros of what is not.
    private double[]? Keypoints(in Detection detection)
    {
        if (detection.Keypoints is not { } keypoints)
        {
            return null;
        }

        // A category has one skeleton, told at the end.
        _skeletons.TryAdd(detection.Label, keypoints.Skeleton);
        return
        [
            .. keypoints.Places.SelectMany(static place =>
                IsSeen(place) ? [.. ResultNumbers.Place(place.Place), 2] : new double[3]
            ),
        ];
    }

    private static bool IsSeen(Keypoint place) => place.Score >= DetectionKeypoints.SeenScore;

    private static void Append<T>(Stream stream, int number, T value, JsonTypeInfo<T> type)
    {
        stream.Write(number == 1 ? "\n"u8 : ",\n"u8);
        stream.Write(JsonSerializer.SerializeToUtf8Bytes(value, type));
    }
}
