using System.Globalization;
using System.Xml;
using Spotter.Files;
using Spotter.Networks.Files;
using Spotter.Sources;
using Spotter.Vision;

namespace Spotter.Results;

/// <summary>
/// Pascal VOC's XML: <c>annotations/NAME.xml</c> a picture. As in the VOC data sets, pixels count from 1 and the maxima
/// are inclusive: <c>xmin</c> is x + 1 and <c>xmax</c> is x + width.
/// </summary>
internal sealed class VocWriter : IResultWriter
{
    /// <summary>Where the files are, below the folder that is named.</summary>
    internal const string Folder = "annotations";

    private static readonly XmlWriterSettings Settings = new()
    {
        Indent = true,
        NewLineChars = "\n",
        OmitXmlDeclaration = true,
    };

    private readonly OutputNames _names;
    private readonly Outputs _outputs;

    /// <param name="folder">Below it the files go.</param>
    /// <param name="sources">All pictures of the run.</param>
    /// <param name="outputs">What may be written over.</param>
    /// <exception cref="OutputException">A file may not be replaced.</exception>
    public VocWriter(string folder, IReadOnlyList<PictureSource> sources, Outputs outputs)
    {
        _outputs = outputs;
        _names = new OutputNames(
            sources,
            Path.Combine(folder, Folder),
            static path => Path.ChangeExtension(path, ".xml"),
            outputs
        );
    }

    /// <inheritdoc/>
    public void Write(PictureSource source, PictureResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        using var file = new WholeFile(_names[source], bufferSize: 1 << 12);
        using (XmlWriter xml = XmlWriter.Create(file.Stream, Settings))
        {
            xml.WriteStartElement("annotation");
            Write(xml, "filename", Path.GetFileName(result.File));
            Write(xml, "path", result.File);
            xml.WriteStartElement("size");
            Write(xml, "width", result.Width);
            Write(xml, "height", result.Height);
            Write(xml, "depth", 3);
            xml.WriteEndElement();
            Write(xml, "segmented", 0);
            foreach (Detection detection in result.Detections)
            {
                Write(xml, detection);
            }

            xml.WriteEndElement();
        }

        file.Commit();
        _outputs.Note(_names[source]);
    }

    /// <inheritdoc/>
    public void Complete()
    {
        // Each file is whole once it is written.
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing stays open between two pictures.
    }

    private static void Write(XmlWriter xml, Detection detection)
    {
        xml.WriteStartElement("object");
        Write(xml, "name", detection.Label);
        Write(xml, "pose", "Unspecified");
        Write(xml, "truncated", 0);
        Write(xml, "difficult", 0);
        xml.WriteStartElement("bndbox");
        Write(xml, "xmin", detection.Box.X + 1);
        Write(xml, "ymin", detection.Box.Y + 1);
        Write(xml, "xmax", detection.Box.Right);
        Write(xml, "ymax", detection.Box.Bottom);
        xml.WriteEndElement();
        Write(xml, "score", ResultNumbers.Score(detection.Score).ToString(CultureInfo.InvariantCulture));
        xml.WriteEndElement();
    }

    private static void Write(XmlWriter xml, string name, int value) =>
        xml.WriteElementString(name, value.ToString(CultureInfo.InvariantCulture));

    // File names may hold characters that XML has no way to write.
    private static void Write(XmlWriter xml, string name, string value) =>
        xml.WriteElementString(
            name,
            string.Concat(value.Select(static c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c) ? c : '?'))
        );
}
