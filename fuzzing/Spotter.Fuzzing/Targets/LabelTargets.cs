using Spotter.Fuzzing.Loop;
using Spotter.Workshop.Labels;
using Spotter.Workshop.Tracks;

namespace Spotter.Fuzzing.Targets;

/// <summary>Boxes that people drew, and tracks.</summary>
internal static class LabelTargets
{
    private const string Coco = """
        { "images": [ { "id": 1, "file_name": "a.png", "width": 2, "height": 2 }, { "id": "2", "file_name": "b.png" } ],
          "annotations": [ { "id": 1, "image_id": 1, "category_id": 3, "bbox": [0, 0, 1.5, 2], "iscrowd": 0 },
            { "id": 2, "image_id": 2, "category_id": 3, "segmentation": [[0, 0, 2, 0, 2, 2]] },
            { "id": 3, "image_id": 1, "category_id": 3, "segmentation": { "size": [2, 2], "counts": [1, 3] }, "iscrowd": 1 } ],
          "categories": [ { "id": 3, "name": "cat" } ] }
        """;

    private const string Voc = """
        <annotation><folder>x</folder><filename>a.png</filename><size><width>2</width><height>2</height><depth>3</depth></size>
          <object><name>cat</name><difficult>0</difficult>
            <bndbox><xmin>1</xmin><ymin>1</ymin><xmax>2</xmax><ymax>2</ymax></bndbox></object></annotation>
        """;

    private const string Yaml = """
        path: .
        train: images
        val: [images]
        nc: 2
        names:
          0: cat
          1: "do g"
        kpt_shape: [17, 3]
        """;

    private const string Mot = "1,1,10,20,30,40,1,1,0.5\n2,1,11,20,30,40,1,1,1\n2,2,5,5,5,5,0,7,1\n";
    private const string Kitti =
        "0 1 Car 0 0 -1.5 296.7 161.7 455.2 292.3 1.5 1.6 3.4 -4.5 1.8 13.4 -2.1 0.9\n"
        + "0 -1 DontCare -1 -1 -10 1 2 3 4 -1 -1 -1 -1000 -1000 -1000 -10\n";

    public static IReadOnlyList<FuzzTarget> List { get; } =
    [
        new("coco", "COCO's JSON", static input => Read("coco/labels.json", input))
        {
            Seeds = static () => [Scratch.Text(Coco)],
            Words =
            [
                "\"images\":[",
                "\"annotations\":[",
                "\"categories\":[",
                "\"id\":",
                "\"bbox\":[",
                "\"segmentation\":",
                "\"counts\":\"",
                "\"size\":[",
                "\"\\ud800\"",
                "null",
                "{}",
                "[]",
                "-1",
                "1e308",
            ],
        },
        new("voc", "Pascal VOC's XML", static input => Read("voc/a.xml", input))
        {
            Seeds = static () => [Scratch.Text(Voc)],
            Words =
            [
                "<object>",
                "</object>",
                "<bndbox>",
                "<xmin>",
                "<name>",
                "<!DOCTYPE a [<!ENTITY b \"c\">]>",
                "&b;",
                "<filename>",
                "<path>",
                "<size>",
                "<![CDATA[",
                "&#10;",
                "xmlns='a'",
            ],
        },
        new("yolo", "YOLO's texts", ReadYolo)
        {
            Seeds = static () =>
                [
                    Scratch.Texts("0 0.5 0.5 0.2 0.3\n1 0.1 0.2 0.1 0.1 0.9\n", "cat\ndog\n"),
                    Scratch.Texts("0 0.1 0.1 0.9 0.1 0.9 0.9\n", ""),
                    Scratch.Texts("0 0.5 0.5 0.2 0.3 0.1 0.1 2 0.4 0.4 1\n", "cat"),
                ],
            Words = [" ", "\n", "0.5", "1e9", "-0.1", "nan", "2", "0.0"],
        },
        new("data-yaml", "YOLO's data.yaml", ReadDataYaml)
        {
            Seeds = static () => [Scratch.Text(Yaml), Scratch.Text("names: ['a', \"b\", c]\ntrain: ../images\n")],
            Words =
            [
                "names:",
                "path:",
                "train:",
                "\n- ",
                "\n  0: ",
                "[",
                "]",
                "{",
                "}",
                "#",
                "'",
                "\"",
                "|",
                ">",
                "&a",
                "*a",
                "\t",
                "kpt_shape:",
            ],
        },
        new("info-dat", "OpenCV's info.dat", static input => Read("opencv/info.dat", input))
        {
            Seeds = static () => [Scratch.Text("a.png 1 0 0 2 2\nb.png 2 0 0 1 1 1 1 1 1\n# comment\n")],
            Words = ["a.png", " ", "\t", "1", "0 0 2 2", "\n", "-1", "nan", "1e300"],
        },
        new("mot", "tracks: MOTChallenge and KITTI", ReadMot)
        {
            Seeds = static () => [Scratch.Text(Mot), Scratch.Text(Kitti), Scratch.Text("1,-1,1,2,3,4,0.9,-1,-1,-1\n")],
            Words = [",", " ", "\n", "Car", "DontCare", "Van", "-1", "1e300", "nan", "2147483647", ",,", "a"],
        },
        new("seqinfo", "MOTChallenge's seqinfo.ini", ReadSeqinfo)
        {
            Seeds = static () =>
                [Scratch.Text("[Sequence]\nname=MOT17-02\nframeRate=30\nseqLength=600\nimWidth=1920\n")],
            Words = ["frameRate=", "seqLength=", "=", "\n", "1e300", "nan"],
        },
    ];

    private static void ReadDataYaml(byte[] input)
    {
        Scratch.Folder("yaml/images");
        DataYaml yaml = DataYaml.Load(Scratch.File("yaml/data.yaml", input));
        _ = (yaml.Names(), yaml.PoseNumbers, yaml.PictureFolders());
    }

    private static void ReadMot(byte[] input)
    {
        string path = Scratch.File("gt.txt", input);
        Attempt(() => SequenceTruth.Read(path, "car"));
        Attempt(() => SequenceTracks.Results(path, "person"));
        Attempt(() => SequenceTracks.Detections(path, "car"));
    }

    private static void ReadSeqinfo(byte[] input)
    {
        Scratch.Folder("seq/gt");
        Scratch.File("seq/seqinfo.ini", input);
        _ = SequenceInfo.Of(Scratch.PathOf("seq/gt/gt.txt"));
    }

    private static void Read(string name, byte[] input)
    {
        string folder = Path.GetDirectoryName(name)!;
        Scratch.Picture($"{folder}/a.png");
        Scratch.Picture($"{folder}/b.png");
        Check(LabelReader.Read(Scratch.File(name, input)));
    }

    private static void ReadYolo(byte[] input)
    {
        Scratch.Picture("yolo/a.png");
        byte[][] parts = Scratch.Parts(input, 2);
        Scratch.File("yolo/a.txt", parts[0]);
        Scratch.File("yolo/classes.txt", parts[1]);
        Check(LabelReader.Read(Scratch.PathOf("yolo"), new LabelReadOptions { Format = LabelFormat.Yolo }));
    }

    // Problems of single entries are told like errors: they must be lines too.
    private static void Check(LabelSet set)
    {
        foreach (string problem in set.Problems.Concat(set.Notes))
        {
            if (problem.AsSpan().IndexOfAnyInRange('\0', '\x1f') >= 0)
            {
                throw new InvalidOperationException($"a problem is no line: {problem}");
            }
        }
    }

    private static void Attempt<T>(Func<T> read)
    {
        try
        {
            _ = read();
        }
        catch (SpotterException e) when (e.Message.AsSpan().IndexOfAnyInRange('\0', '\x1f') < 0)
        {
            // The next reader may take it.
        }
    }
}
