using System.Xml;
using System.Xml.Linq;

namespace Spotter.Vision.Cascades.Formats;

/// <summary>
/// OpenCV's cascade files: opens the XML safely, tells the two formats apart and names the place of an error.
/// </summary>
internal static class OpenCvXml
{
    // Ours have ten levels.
    private const int MaxDepth = 32;

    public static CascadeModel Read(Stream stream, string name)
    {
        string text = ReadText(stream, name);
        try
        {
            XElement storage = Parse(text);
            XElement root = storage.Elements().FirstOrDefault()
                ?? throw new CascadeFormatException("the document is empty");
            CascadeParts parts =
                root.Element("featureType") is not null || root.Element("stageType") is not null
                    ? TrainCascadeFormat.Read(root)
                    : HaarTrainingFormat.Read(root);
            return new CascadeModel(parts.ToData());
        }
        catch (XmlException e)
        {
            throw new CascadeFormatException($"{name}: not a readable XML file: {OneLine(e.Message)}", e);
        }
        catch (CascadeFormatException e)
        {
            throw new CascadeFormatException($"{name}: not a usable cascade: {OneLine(e.Message)}", e);
        }
    }

    private static string ReadText(Stream stream, string name)
    {
        try
        {
            return CascadeText.Read(stream, name);
        }
        catch (CascadeFormatException e)
        {
            throw new CascadeFormatException(OneLine(e.Message), e.InnerException ?? e);
        }
    }

    // Messages quote the file, and a file may hold anything.
    private static string OneLine(string message) => string.Create(message.Length, message, static (target, source) =>
        {
            for (int i = 0; i < target.Length; i++)
            {
                target[i] = char.IsControl(source[i]) || source[i] is '\u2028' or '\u2029' ? ' ' : source[i];
            }
        });

    private static XElement Parse(string text)
    {
        // No DTD, hence no entities, hence neither bombs nor files from elsewhere.
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreWhitespace = true,
        };
        using XmlReader reader = XmlReader.Create(new StringReader(text), settings);
        XElement root = ReadTree(reader);
        return root.Name == "opencv_storage"
            ? root
            : throw new CascadeFormatException(
                $"the root element must be <opencv_storage>, got <{root.Name.LocalName}>"
            );
    }

    // XDocument.Load would take time that grows with the square of the depth, or of the number of pieces of a text.
    private static XElement ReadTree(XmlReader reader)
    {
        var position = (IXmlLineInfo)reader;
        XElement? root = null;
        XElement? parent = null;
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    if (reader.Depth > MaxDepth)
                    {
                        throw new CascadeFormatException(
                            $"line {position.LineNumber}: elements are nested more than {MaxDepth} deep"
                        );
                    }

                    var element = new XElement(reader.LocalName);
                    element.AddAnnotation(new SourceLine(position.LineNumber));
                    parent?.Add(element);
                    root ??= element;
                    parent = reader.IsEmptyElement ? parent : element;
                    break;
                case XmlNodeType.EndElement:
                    parent = parent!.Parent;
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace:
                    parent!.Add(new XText(reader.Value));
                    break;
            }
        }

        return root!;
    }
}

/// <summary>The line at which an element begins.</summary>
internal sealed record SourceLine(int Number);
