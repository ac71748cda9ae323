using System.IO.Compression;
using System.Text;
using OpenCvSharp;
using Spotter.Vision.Cascades;
using Spotter.Vision.Detectors;
using Spotter.Vision.Tests.Support;

namespace Spotter.Vision.Tests.Cascades;

/// <summary>What OpenCV loads is loaded, and what is no cascade is called what it is.</summary>
public sealed class ForeignCascadeTests : IDisposable
{
    // OpenCV wants more elements than the smallest cascades have.
    private static readonly string Plain = CascadeXml.New(CascadeXml.Load(SmallCascades.Haar));

    private readonly string _folder = Directory.CreateTempSubdirectory("spotter-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string> Variants =>
        [
            "two hyphens",
            "hyphens at the end",
            "Latin-1",
            "encoding in capitals",
            "unknown encoding",
            "comment before the root",
            "comments between numbers",
            "gzip",
            "storage with attributes",
            "counts that disagree",
            "end of line of DOS",
        ];

    [Theory]
    [MemberData(nameof(Variants))]
    public void Load_WhatOpenCvLoads_GivesTheSameModel(string variant)
    {
        string path = Write($"cascade.xml{(variant == "gzip" ? ".gz" : "")}", Make(variant, Plain));
        using var oracle = new CascadeClassifier();
        Assert.True(oracle.Load(path), "OpenCV does not load it");
        Assert.Equal(Text(CascadeXml.Load(SmallCascades.Haar)), Text(CascadeModel.Load(path)));
    }

    [Theory]
    [InlineData("UTF-16")]
    [InlineData("byte order mark")]
    [InlineData("control characters in a comment")]
    [InlineData("empty line before the declaration")]
    [InlineData("comment before the declaration")]
    public void Load_WhatOnlyXmlReadersLoad_GivesTheSameModel(string variant)
    {
        string path = Write("cascade.xml", Make(variant, Plain));
        Assert.Equal(Text(CascadeXml.Load(SmallCascades.Haar)), Text(CascadeModel.Load(path)));
    }

    [Fact]
    public void Load_CommentWithEntitiesAndDoctype_IsAComment()
    {
        string xml = SmallCascades.Haar.Replace(
            "<opencv_storage>",
            "<!-- <!DOCTYPE a SYSTEM \"file:///etc/passwd\"> &a; -- -->\n<opencv_storage>",
            StringComparison.Ordinal
        );
        Assert.Equal(Text(CascadeXml.Load(SmallCascades.Haar)), Text(CascadeXml.Load(xml)));
    }

    [Fact]
    public void Load_CommentOfManyLines_ErrorsKeepTheirLines()
    {
        string xml = SmallCascades
            .Haar.Replace("BOOST", "FOREST", StringComparison.Ordinal)
            .Replace("<opencv_storage>", "<!-- a\n--\nb -->\n<opencv_storage>", StringComparison.Ordinal);
        string message = Assert.Throws<CascadeFormatException>(() => CascadeXml.Load(xml)).Message;
        Assert.Contains("line 7: ", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "<!DOCTYPE html>\n<html><body>404</body></html>",
        "is a web page, not a cascade: download the raw file"
    )]
    [InlineData(
        "\n\n\n<!doctype HTML PUBLIC \"-//W3C//DTD XHTML 1.0\"><html>",
        "is a web page, not a cascade: download the raw file"
    )]
    [InlineData(
        "<!-- saved from url=(0042)https://example.org/ --><HTML lang=\"en\">",
        "is a web page, not a cascade: download the raw file"
    )]
    [InlineData(
        "<?xml version=\"1.0\"?><!DOCTYPE html><html xmlns=\"http://www.w3.org/1999/xhtml\"/>",
        "is a web page, not a cascade: download the raw file"
    )]
    [InlineData(
        "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n",
        "is a Git LFS pointer, not a cascade: fetch the file itself with git lfs pull"
    )]
    [InlineData("", "not a readable XML file: it is empty")]
    [InlineData("\uFEFF \n", "not a readable XML file: it is empty")]
    [InlineData("%YAML:1.0\n---\ncascade:\n", "is YAML, not a cascade")]
    [InlineData("{\"cascade\": {}}", "is JSON, not a cascade")]
    [InlineData("PK\u0003\u0004\u0014", "is a zip archive, not a cascade: unpack it")]
    [InlineData("404: Not Found", "it begins with \"404: Not Found\"")]
    public void Load_SomethingElse_IsCalledWhatItIs(string content, string message)
    {
        string path = Write("cascade.xml", Encoding.UTF8.GetBytes(content));
        string error = Assert.Throws<CascadeFormatException>(() => CascadeModel.Load(path)).Message;
        Assert.StartsWith($"{path}: ", error, StringComparison.Ordinal);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_GzipThatGrows_RefusedAtTheLimit()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            byte[] blanks = new byte[1 << 20];
            Array.Fill(blanks, (byte)' ');
            for (int i = 0; i < 200; i++)
            {
                gzip.Write(blanks);
            }
        }

        packed.Position = 0;
        string error = Assert.Throws<CascadeFormatException>(() => CascadeModel.Load(packed, "bomb.xml.gz")).Message;
        Assert.Equal("bomb.xml.gz: not a readable XML file: it holds more than 32 MiB", error);
    }

    [Fact]
    public void Load_BrokenGzip_SaysSo()
    {
        byte[] whole = Gzip(Encoding.UTF8.GetBytes(SmallCascades.Haar));
        whole.AsSpan(20, 40).Fill(0xFF);
        string path = Write("cascade.xml.gz", whole);
        Assert.Contains(
            "gz: not a ",
            Assert.Throws<CascadeFormatException>(() => CascadeModel.Load(path)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void FromModel_Gzip_NamesWhatIsFoundWithoutExtensions()
    {
        string path = Write("mug.xml.gz", Gzip(Encoding.UTF8.GetBytes(SmallCascades.Haar)));
        Assert.Equal(["mug"], Assert.IsType<CascadeDetector>(Detector.FromModel(path)).Labels);
    }

    private static byte[] Make(string variant, string xml)
    {
        string In(string comment) => xml.Replace("<stages>", $"<!-- {comment} --><stages>", StringComparison.Ordinal);
        string Declared(string encoding) =>
            xml.Replace(
                "<?xml version=\"1.0\"?>",
                $"<?xml version=\"1.0\" encoding=\"{encoding}\"?>",
                StringComparison.Ordinal
            );
        return variant switch
        {
            "two hyphens" => Encoding.UTF8.GetBytes(In("opencv_traincascade -- 20 stages ---- 24x24")),
            "hyphens at the end" => Encoding.UTF8.GetBytes(In("-").Replace("- -->", "---->", StringComparison.Ordinal)),
            "Latin-1" => Encoding.Latin1.GetBytes(In("Entra\u00EEn\u00E9 par Andr\u00E9 \u00A9 2009")),
            "encoding in capitals" => Encoding.Latin1.GetBytes(
                Declared("ISO-8859-1").Replace("<stages>", "<!-- \u00E9 --><stages>", StringComparison.Ordinal)
            ),
            "unknown encoding" => Encoding.UTF8.GetBytes(Declared("x-mac-roman")),
            "byte order mark" => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(xml)],
            "comment before the root" => Encoding.UTF8.GetBytes(
                xml.Replace("<opencv_storage>", "<!-- a <b> -- c -->\n<opencv_storage>", StringComparison.Ordinal)
            ),
            "comments between numbers" => Encoding.UTF8.GetBytes(
                xml.Replace("0 -1 0 0.25", "0 -1<!-- -- -->0 0.25", StringComparison.Ordinal)
            ),
            "gzip" => Gzip(Encoding.UTF8.GetBytes(xml)),
            "control characters in a comment" => Encoding.UTF8.GetBytes(In("\u0001\u001A")),
            "storage with attributes" => Encoding.UTF8.GetBytes(
                xml.Replace("<opencv_storage>", "<opencv_storage version=\"3\">", StringComparison.Ordinal)
            ),
            "counts that disagree" => Encoding.UTF8.GetBytes(
                xml.Replace("<stageNum>1<", "<stageNum>20<", StringComparison.Ordinal)
                    .Replace("<maxWeakCount>2<", "<maxWeakCount>100<", StringComparison.Ordinal)
            ),
            "end of line of DOS" => Encoding.UTF8.GetBytes(xml.Replace("\n", "\r\n", StringComparison.Ordinal)),
            "UTF-16" => [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Declared("utf-16"))],
            "empty line before the declaration" => Encoding.UTF8.GetBytes($"\n\n{xml}"),
            _ => Encoding.UTF8.GetBytes($"<!-- a -- b -->\n{xml}"),
        };
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    private string Write(string name, byte[] bytes)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private static string Text(CascadeModel model)
    {
        using var stream = new MemoryStream();
        model.Write(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
