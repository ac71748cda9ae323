using System.Text.Json;
using Spotter.Files;
using Spotter.Media.Pictures;
using Spotter.Networks.Files;
using Spotter.Sources;
using Spotter.Vision;

namespace Spotter.Results;

/// <summary>
/// COCO's object detection JSON: <c>images</c>, <c>annotations</c> with <c>bbox</c> as [x, y, width, height] and a
/// <c>score</c>, <c>categories</c>. Numbers of images, annotations and categories count from 1.
/// </summary>
internal sealed class CocoWriter : IResultWriter
{
    private readonly WholeFile _file;
    private readonly FileStream _annotations;
    private readonly JsonText _json = new();
    private readonly IReadOnlyList<string> _labels;
    private readonly string _path;
    private readonly Outputs? _outputs;
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
        _file = new WholeFile(path, bufferSize: 1 << 16);

        // The format wants all pictures before all detections; what comes second waits in a file, not in memory.
        _annotations = new FileStream(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            FileShare.None,
            1 << 16,
            FileOptions.DeleteOnClose
        );
        _file.Stream.Write("{\"images\":["u8);
    }

    /// <inheritdoc/>
    public void Write(PictureSource source, PictureResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        _imageCount++;
        Append(_file.Stream, _imageCount, (Id: _imageCount, result), static (json, image) =>
        {
            json.WriteStartObject();
            json.WriteNumber("id"u8, image.Id);
            json.WriteString("file_name"u8, image.result.File);
            json.WriteNumber("width"u8, image.result.Width);
            json.WriteNumber("height"u8, image.result.Height);
            json.WriteEndObject();
        });
        foreach (Detection detection in result.Detections)
        {
            _annotationCount++;
            int category = LabelNumbers.Of(_labels, detection.Label) + 1;
            Append(
                _annotations,
                _annotationCount,
                (Id: _annotationCount, Image: _imageCount, category, detection),
                static (json, annotation) =>
                {
                    Box box = annotation.detection.Box;
                    json.WriteStartObject();
                    json.WriteNumber("id"u8, annotation.Id);
                    json.WriteNumber("image_id"u8, annotation.Image);
                    json.WriteNumber("category_id"u8, annotation.category);
                    json.WriteStartArray("bbox"u8);
                    json.WriteNumberValue(box.X);
                    json.WriteNumberValue(box.Y);
                    json.WriteNumberValue(box.Width);
                    json.WriteNumberValue(box.Height);
                    json.WriteEndArray();
                    json.WriteNumber("area"u8, box.Area);
                    json.WriteNumber("iscrowd"u8, 0);
                    json.WriteNumber("score"u8, JsonText.Round(annotation.detection.Score));
                    json.WriteEndObject();
                }
            );
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
            Append(stream, i + 1, (Id: i + 1, Name: _labels[i]), static (json, category) =>
            {
                json.WriteStartObject();
                json.WriteNumber("id"u8, category.Id);
                json.WriteString("name"u8, category.Name);
                json.WriteEndObject();
            });
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
        _json.Dispose();
    }

    private void Append<T>(Stream stream, int number, T value, Action<Utf8JsonWriter, T> write)
    {
        stream.Write(number == 1 ? "\n"u8 : ",\n"u8);
        stream.Write(_json.Build(value, write));
    }
}
