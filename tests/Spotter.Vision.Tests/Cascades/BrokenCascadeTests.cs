using System.Text;
using Spotter.Vision.Cascades;
using Spotter.Vision.Tests.Support;

namespace Spotter.Vision.Tests.Cascades;

/// <summary>Whatever is wrong with a file: one exception, one line that says where and what.</summary>
public sealed class BrokenCascadeTests
{
    [Theory]
    [InlineData("<width>20<", "<width>2<", "window size must be 3x3 to 2048x2048, got 2x24")]
    [InlineData("<width>20<", "<width>100000<", "got 100000x24")]
    [InlineData("<width>20<", "<width>-20<", "got -20x24")]
    [InlineData("<width>20<", "<width>99999999999999999999<", "expected a whole number")]
    [InlineData("<width>20<", "<width>2\n0<", "expected a whole number")]
    [InlineData("<width>20</width>", "", "<cascade> has no <width>")]
    [InlineData("BOOST", "FOREST", "<stageType> must be BOOST, got \"FOREST\"")]
    [InlineData("HAAR", "HOG", "feature type \"HOG\" is not supported")]
    [InlineData("<stageThreshold>-1.5<", "<stageThreshold>NaN<", "expected a finite number, got \"NaN\"")]
    [InlineData("<stageThreshold>-1.5<", "<stageThreshold>Infinity<", "expected a finite number")]
    [InlineData("<stageThreshold>-1.5<", "<stageThreshold>1e39<", "expected a finite number")]
    [InlineData("<stageThreshold>-1.5<", "<stageThreshold>1e999999999<", "expected a finite number")]
    [InlineData("<stageThreshold>-1.5<", "<stageThreshold><", "")]
    [InlineData("0 -1 0 0.25<", "0 -1 0 .Nan<", "got \".Nan\"")]
    [InlineData("0 -1 0 0.25<", "0 -1 0<", "<internalNodes> must hold 4 numbers a node, got 3")]
    [InlineData("0 -1 0 0.25<", "<", "<internalNodes> must hold 4 numbers a node, got 0")]
    [InlineData("0 -1 0 0.25<", "0 -1 2 0.25<", "stage 0, weak classifier 0: feature 2 is out of range, there are 2")]
    [InlineData("0 -1 0 0.25<", "0 -1 -1 0.25<", "feature -1 is out of range")]
    [InlineData("0 -1 0 0.25<", "0 -2 0 0.25<", "node 0 points to leaf 2")]
    [InlineData("0 -1 0 0.25<", "0 1 0 0.25<", "node 0 points to node 1")]
    [InlineData("0 -1 0 0.25<", "0 -2147483648 0 0.25<", "node 0 points to leaf 2147483648")]
    [InlineData("1 0 1 0.125 -1 -2 0 0.75<", "1 0 1 0.125 1 -2 0 0.75<", "node 1 points to node 1")]
    [InlineData("1 0 1 0.125 -1 -2 0 0.75<", "0 -1 1 0.125 -1 1 0 0.75<", "node 1 points to node 1")]
    [InlineData("<leafValues>0.5 -0.5<", "<leafValues>0.5<", "<leafValues> must hold 2 numbers, got 1")]
    [InlineData("<leafValues>0.5 -0.5<", "<leafValues>0.5 inf<", "expected a finite number, got \"inf\"")]
    [InlineData("<_>2 3 4 5 -1.</_>", "", "a Haar feature has 2 or 3 rectangles, got 1")]
    [InlineData("<_>2 3 4 5 -1.</_>", "<_>2 3 4 5</_>", "must hold 5 numbers, got 4")]
    [InlineData(
        "<_>2 3 4 5 -1.</_>",
        "<_>2 3 19 5 -1.</_>",
        "feature 0: rectangle 2 3 19 5 reaches outside the 20x24 window"
    )]
    [InlineData("<_>2 3 4 5 -1.</_>", "<_>2 3 2147483647 5 -1.</_>", "reaches outside")]
    [InlineData("<_>2 3 4 5 -1.</_>", "<_>-1 3 4 5 -1.</_>", "reaches outside")]
    [InlineData("<_>2 3 4 5 -1.</_>", "<_>2 3 0 5 -1.</_>", "reaches outside")]
    [InlineData("<_>2 3 4 5 -1.</_>", "<_>2 3 4 5 1e30</_>", "weight 1E+30 is not a sensible number")]
    [InlineData("<_>6 0 3 4 -1.</_>", "<_>3 0 3 4 -1.</_>", "feature 1: tilted rectangle 3 0 3 4 reaches outside")]
    [InlineData("<features>", "<feature>", "not a readable XML file")]
    [InlineData("<opencv_storage>", "<other>", "not a readable XML file")]
    public void Load_BrokenField_NamesIt(string old, string replacement, string message)
    {
        Assert.Contains(old, SmallCascades.Haar, StringComparison.Ordinal);
        Refuse(SmallCascades.Haar.Replace(old, replacement, StringComparison.Ordinal), message);
    }

    [Theory]
    [InlineData("<maxCatCount>256<", "<maxCatCount>64<", "an LBP cascade must have 256 categories, got 64")]
    [InlineData("1 -2 3 -4 5 -6 7 -8<", "1 -2 3 -4 5 -6 7<", "<internalNodes> must hold 11 numbers a node, got 10")]
    [InlineData("1 -2 3 -4 5 -6 7 -8<", "1 -2 3 -4 5 -6 7 4294967296<", "expected a whole number")]
    [InlineData(
        "<rect>1 2 3 4<",
        "<rect>1 2 7 4<",
        "feature 0: 3x3 blocks of 7x4 at 1 2 reach outside the 20x24 window"
    )]
    [InlineData("<rect>1 2 3 4<", "<rect>1 2 1000000000 4<", "reach outside")]
    [InlineData("<rect>1 2 3 4<", "<rect>1 2 3<", "<rect> must hold 4 numbers, got 3")]
    public void Load_BrokenLbpField_NamesIt(string old, string replacement, string message)
    {
        Assert.Contains(old, SmallCascades.Lbp, StringComparison.Ordinal);
        Refuse(SmallCascades.Lbp.Replace(old, replacement, StringComparison.Ordinal), message);
    }

    [Theory]
    [InlineData("<size>20 24</size>", "", "it has neither <stageType> nor <size>")]
    [InlineData("<size>20 24</size>", "<size>20</size>", "<size> must hold 2 numbers, got 1")]
    [InlineData("<left_node>1<", "<left_node>0<", "a child node must have a positive number, got 0")]
    [InlineData("<left_node>1<", "<left_node>2<", "node 0 points to node 2")]
    [InlineData("<left_node>1</left_node>", "<left_val>1</left_val>", "a tree of 2 nodes must have 3 leaves, got 4")]
    [InlineData("<left_node>1</left_node>", "", "<_> has no <left_node>")]
    [InlineData("<stage_threshold>-1.5<", "<stage_threshold>-nan<", "expected a finite number, got \"-nan\"")]
    public void Load_BrokenOldFormat_NamesIt(string old, string replacement, string message)
    {
        Assert.Contains(old, SmallCascades.Old, StringComparison.Ordinal);
        Refuse(SmallCascades.Old.Replace(old, replacement, StringComparison.Ordinal), message);
    }

    [Fact]
    public void Load_SmallCascades_Accepted()
    {
        Assert.Equal(new BoxSize(20, 24), CascadeXml.Load(SmallCascades.Haar).WindowSize);
        Assert.Equal(new BoxSize(20, 24), CascadeXml.Load(SmallCascades.Lbp).WindowSize);
        Assert.Equal(new BoxSize(20, 24), CascadeXml.Load(SmallCascades.Old).WindowSize);
    }

    [Fact]
    public void Load_CutAnywhere_Refused()
    {
        foreach (string whole in (string[])[SmallCascades.Haar, SmallCascades.Lbp, SmallCascades.Old])
        {
            for (int i = 0; i < 50; i++)
            {
                Refuse(whole[..(whole.Length * i / 50)], "not a readable XML file");
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("not XML at all")]
    [InlineData("\0\u0001\u0002\u0003")]
    [InlineData("<a\n\nb")]
    [InlineData("<?xml version=\"1.0\" encoding=\"no-such\"?><opencv_storage/>")]
    [InlineData("<?xml version=\"1.0\" encoding=\"utf-16\"?><opencv_storage/>")]
    [InlineData("<?xml version=\"1.0\"?><opencv_storage/>")]
    [InlineData("<?xml version=\"1.0\"?><html/>")]
    [InlineData("<?xml version=\"1.0\"?><opencv_storage><a/></opencv_storage>")]
    public void Load_OtherContent_Refused(string content) => Refuse(content, "not a ");

    [Fact]
    public void Load_Garbage_Refused()
    {
        var random = new Random(7);
        for (int i = 0; i < 100; i++)
        {
            var bytes = new byte[i * 10];
            random.NextBytes(bytes);
            Refuse(bytes, "not a ");
        }
    }

    [Theory]
    [InlineData(
        "<!DOCTYPE b [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c "
            + "\"&b;&b;&b;&b;&b;&b;&b;&b;\">]>",
        "&c;"
    )]
    [InlineData("<!DOCTYPE b SYSTEM \"file:///etc/passwd\">", "")]
    [InlineData("<!DOCTYPE b [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>", "&x;")]
    [InlineData("<!DOCTYPE b [<!ENTITY % p SYSTEM \"http://localhost:1/x.dtd\">%p;]>", "")]
    public void Load_DocumentTypeOrEntities_Refused(string doctype, string content) =>
        Refuse(
            $"<?xml version=\"1.0\"?>{doctype}<opencv_storage><c><size>{content}20 20</size></c></opencv_storage>",
            "DTD is prohibited"
        );

    [Theory]
    [InlineData("BOOST</stageType>", "BOOST</stage>", "line 4: <stageType> of line 4 is closed by </stage>")]
    [InlineData("</opencv_storage>", "", "<opencv_storage> of line 2 is not closed")]
    [InlineData("</opencv_storage>", "</opencv_storage><more/>", "<more> stands beside the root element")]
    [InlineData("</opencv_storage>", "</opencv_storage>more", "a text stands after the root element")]
    [InlineData("</opencv_storage>", "</opencv_storage></more>", "</more> closes what was never opened")]
    [InlineData("<width>", "<width unit=px>", "the value of unit in <width> must stand between quotation marks")]
    [InlineData("<width>", "<width unit>", "'=' was expected after unit")]
    [InlineData("<width>", "<1>", "a name was expected")]
    [InlineData("BOOST", "<![CDATA[BOOST", "line 4: the CDATA section is not closed")]
    [InlineData("BOOST", "BOOST&#x110000;", "&#x110000; refers to nothing; write &amp; for &")]
    [InlineData("BOOST", "BOOST & CO", "&; refers to nothing; write &amp; for &")]
    public void Load_NotWellFormed_SaysWhere(string old, string replacement, string message)
    {
        Assert.Contains(old, SmallCascades.Haar, StringComparison.Ordinal);
        Refuse(SmallCascades.Haar.Replace(old, replacement, StringComparison.Ordinal), message);
        Refuse(
            SmallCascades.Haar.Replace(old, replacement, StringComparison.Ordinal),
            "not a readable XML file: line "
        );
    }

    [Theory]
    [InlineData("BOOST", "&#66;&#x4F;OST")]
    [InlineData("BOOST", "<?p <a?>BOO<![CDATA[ST]]><!-- </a> -->")]
    [InlineData("<width>", "<width unit='px' other = \"'>\" >")]
    [InlineData("</opencv_storage>", "</opencv_storage\n><!-- done --><?p?>\n")]
    public void Load_OtherWaysToWriteTheSame_Accepted(string old, string replacement)
    {
        Assert.Contains(old, SmallCascades.Haar, StringComparison.Ordinal);
        string xml = SmallCascades.Haar.Replace(old, replacement, StringComparison.Ordinal);
        Assert.Equal(new BoxSize(20, 24), CascadeXml.Load(xml).WindowSize);
    }

    [Fact]
    public void Load_UndeclaredEntity_Refused() =>
        Refuse(SmallCascades.Haar.Replace("BOOST", "&boost;", StringComparison.Ordinal), "not a readable XML file");

    [Fact]
    public void Load_DeepNesting_RefusedAtTheLimit()
    {
        const int Depth = 1_000_000;
        string deep = new StringBuilder().Insert(0, "<a>", Depth).Insert(3 * Depth, "</a>", Depth).ToString();
        Refuse($"<opencv_storage>{deep}</opencv_storage>", "line 1: elements are nested more than 32 deep");
        Refuse(
            SmallCascades.Haar.Replace("BOOST", deep, StringComparison.Ordinal),
            "line 4: elements are nested more than 32 deep"
        );
    }

    [Theory]
    [InlineData("1<![CDATA[1]]>")]
    [InlineData("1<!-- -->")]
    [InlineData("1<?p?>")]
    public void Load_TextInManyPieces_RefusedInTime(string piece)
    {
        string text = new StringBuilder().Insert(0, piece, 200_000).ToString();
        Refuse(
            SmallCascades.Haar.Replace("<width>20<", $"<width>{text}<", StringComparison.Ordinal),
            "expected a whole number"
        );
    }

    [Fact]
    public void Load_EndlessDocument_RefusedAtTheLimit()
    {
        using var endless = new EndlessXml();
        CascadeFormatException error = Assert.Throws<CascadeFormatException>(() =>
            CascadeModel.Load(endless, "endless.xml")
        );
        AssertOneLine(error, "endless.xml: not a readable XML file");
    }

    [Fact]
    public void Load_MissingFile_SaysSo() =>
        Assert.Throws<FileNotFoundException>(static () => CascadeModel.Load("no-such-file.xml"));

    private static void Refuse(string content, string message) => Refuse(Encoding.UTF8.GetBytes(content), message);

    private static void Refuse(byte[] content, string message)
    {
        using var stream = new MemoryStream(content);
        AssertOneLine(Assert.Throws<CascadeFormatException>(() => CascadeModel.Load(stream, "broken.xml")), message);
    }

    private static void AssertOneLine(CascadeFormatException error, string message)
    {
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(error.Message, char.IsControl);
        Assert.True(error.Message.Length < 400, error.Message);
    }

    /// <summary>A document of one text that never ends.</summary>
    private sealed class EndlessXml : Stream
    {
        private static readonly byte[] Start = "<opencv_storage><cascade><size>"u8.ToArray();
        private bool _started;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (!_started && count >= Start.Length)
            {
                _started = true;
                Start.CopyTo(buffer.AsSpan(offset));
                return Start.Length;
            }

            buffer.AsSpan(offset, count).Fill((byte)'1');
            return count;
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
