using System.Text.Json;
using System.Xml.Linq;
using Spotter.EndToEnd.Tests.Support;
using Spotter.Media;
using Spotter.Media.Video;

namespace Spotter.EndToEnd.Tests.Faults;

/// <summary>Whether the files of a folder are whole: each is read as what its name says that it is.</summary>
internal static class WholeFiles
{
    /// <summary>What is wrong with the first file that is not whole; null where all are.</summary>
    public static string? Flaw(string folder)
    {
        foreach (
            string file in Directory.Exists(folder)
                ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                : []
        )
        {
            if (
                file.EndsWith(".tmp", StringComparison.Ordinal)
                || Path.GetFileName(file).Contains(".part", StringComparison.Ordinal)
            )
            {
                return $"{file} is left over";
            }

            try
            {
                Read(file);
            }
            catch (Exception e) when (e is IOException or JsonException or System.Xml.XmlException or FormatException)
            {
                return $"{file} is not whole: {e.Message}";
            }
        }

        return null;
    }

    private static void Read(string file)
    {
        switch (Path.GetExtension(file))
        {
            case ".jpg" or ".png" or ".webp":
                Picture.Load(file);
                break;
            case ".json":
                JsonDocument.Parse(File.ReadAllBytes(file)).Dispose();
                break;
            case ".jsonl":
                foreach (string line in File.ReadLines(file))
                {
                    JsonDocument.Parse(line).Dispose();
                }

                break;
            case ".xml":
                XDocument.Load(file);
                break;
            case ".html":
                if (!File.ReadAllText(file).TrimEnd().EndsWith("</html>", StringComparison.Ordinal))
                {
                    throw new FormatException("the page has no end");
                }

                break;
            case ".mp4":
                Run decoded = Run.Of(
                    "ffmpeg",
                    ["-v", "error", "-i", file, "-f", "null", "-"],
                    Path.GetDirectoryName(file)!
                );
                if (decoded.ExitCode != 0 || decoded.Error.Length > 0)
                {
                    throw new FormatException(decoded.Error);
                }

                break;
            case ".network":
                Networks.ImageClassifier.Load(file);
                break;
            case ".onnx":
                Learning.Onnx.OnnxFile.Load(file);
                break;
        }
    }
}
