using System.CommandLine;
using System.Text;
using Spotter.Cli;
using Spotter.Cli.Parsing;
using Spotter.Cli.Settings;
using Spotter.Fuzzing.Loop;
using Spotter.Learning.Augmentation;
using Spotter.Media.Drawing;
using Spotter.Media.Drawing.Stickers;
using Spotter.Media.Video;
using Spotter.Networks.Layers;
using Spotter.Shards;
using Spotter.Sources;
using Spotter.Vision;
using Spotter.Vision.Tracking;

namespace Spotter.Fuzzing.Targets;

/// <summary>What users write: options, settings, notations.</summary>
internal static class OptionTargets
{
    private static readonly Lazy<RootCommand> Root = new(Tool.Build);

    public static IReadOnlyList<FuzzTarget> List { get; } =
    [
        new("command-line", "a whole command line, a word a line", static input =>
            Tool.RequireSense(Tool.Parse(Root.Value, Encoding.UTF8.GetString(input).Split('\n')))
        )
        {
            Seeds = static () => [.. CommandLines.Select(static line => Scratch.Text(line.Replace(' ', '\n')))],
            Words =
            [
                "\n--line\n",
                "\n--zone\n",
                "\n--ground\n",
                "\n--color\n",
                "\n--label\n",
                "\n--draw\n",
                "\n--sticker\n",
                "\n--roi\n",
                "\n--object\n",
                "\n--min-size\n",
                "\n--start\n",
                "\n--layers\n",
                "\n--augment\n",
                "\n--shard\n",
                "\n--fps\n",
                "\n--webhook\n",
                "\n--size\n",
                "faces",
                "road",
                "=",
                "\n--\n",
                "--help",
                "\u00a0",
                "\u2028",
            ],
            LongestInput = 1 << 10,
        },
        new("settings", "spotter.json", static input =>
            _ = SettingsFile.Read(Scratch.File("spotter.json", input), SettingLevel.Folder, Root.Value)
        )
        {
            Seeds = static () =>
                [
                    Scratch.Text(
                        "{\"threads\":2,\"faces\":{\"draw\":\"blur\",\"min-score\":0.5,\"line\":[\"0,0,1,1\"]}}"
                    ),
                    Scratch.Text(
                        "{ \"train\": { \"classifier\": { \"layers\": \"conv8,pool\", \"epochs\": 3 } } } // why"
                    ),
                ],
            Words =
            [
                "\"faces\":{",
                "\"train\":",
                "\"min-score\":",
                "\"line\":[",
                "true",
                "null",
                "1e999",
                "\"\\ud800\"",
                "\"\\n\"",
                "[[",
                "]]",
                "{",
                "}",
            ],
        },
        new(
            "notations",
            "layers, augmentations, templates, colours, stickers, lines, zones, grounds, shards, masks",
            ReadNotations
        )
        {
            Seeds = static () =>
                [
                    .. (
                        "conv32,pool,conv64x5,avgpool3,gap,batchnorm,128,dropout0.5|flip,shift0.1,rotate10|"
                        + "{label} {score} #{id}|#00ff00|hat@head:1.5|glasses@eyes|"
                        + "0,300,320,340,640,300|0,0,200,0,100,300|420,300,620,300,800,470,250,470|"
                        + "3/8|photos/**/*.jp?g|camera:0|rtsp://user:pass@host/x|http://a/b.jpg|52203|PPYo1N1O0"
                    )
                        .Split('|')
                        .Select(Scratch.Text),
                ],
            Words =
            [
                "conv",
                "pool",
                "dense",
                ",",
                "x",
                "{label}",
                "{",
                "}",
                "#",
                "@",
                ":",
                "/",
                "**",
                "*",
                "?",
                "camera:",
                "://",
                "1e308",
                "nan",
                "-",
                "0.1",
            ],
            LongestInput = 256,
            Refusals = [typeof(FormatException), typeof(ArgumentException)],
        },
    ];

    private static string[] CommandLines =>
        [
            "faces photo.jpg --json",
            "road clip.mp4 --line 0,300,640,300 --zone 0,0,200,0,100,300",
            "road clip.mp4 --ground 420,300,620,300,800,470,250,470=7x20",
            "faces clip.mp4 --draw blur --mask-scale 1.5 --start 1:30 --duration 0:01:30.5 --fps 12.5",
            "smiles 0 --sticker glasses@eyes:1.2 --show terminal",
            "detect photos --model faces.xml,people --min-size 30x40 --roi 0,0,10,10 --scale-factor 1.1",
            "classify a.png --model run-1 --top 3 --class-names a,b --normalize imagenet",
            "train classifier fashion-mnist --layers conv32,pool --augment flip,shift0.1 --epochs 2 --schedule cosine",
            "train detector x --positives a --negatives b --kind lbp --window 24x24",
            "evaluate tracking mot --truth gt.txt --class car",
            "cluster slurm faces photos --shards 8 --volume data=/data --hours 2",
            "studio --lan --port 8080",
            "results check out",
            "config show",
            "completion zsh",
            "faces a.jpg --label {label} --color #12ff99 --thickness 3 --format coco,voc,yolo",
            "models pull yunet --mirror http://127.0.0.1:9/m",
            "show a.png --size 40 --object 0.25,0.25,0.5,0.5",
        ];

    // Every notation reads every text: which is meant, the text tells.
    private static void ReadNotations(byte[] input)
    {
        string text = Encoding.UTF8.GetString(input);
        Attempt(() => LayerNotation.Parse(text, 10));
        Attempt(() => AugmentationNotation.Format(AugmentationNotation.Parse(text)));
        Attempt(() => LabelTemplate.Parse(text).Format(new Detection(new Box(1, 2, 3, 4), 0.5, "face")));
        Attempt(() => DrawColor.Parse(text));
        Attempt(() =>
            Sticker.BuiltInNames.Any(name => text.StartsWith(name, StringComparison.OrdinalIgnoreCase))
                ? Sticker.Parse(text)
                : null
        );
        Attempt(() => Shard.Parse(text));
        Attempt(() => VideoSource.Parse(text).DisplayName);
        Attempt(() => WebAddress.TryParse(text, out _));
        Attempt(() => Values.Size(text));
        Attempt(() => Values.Region(text));
        Attempt(() => Values.Part(text));
        Attempt(() => DetectionMask.FromCocoRuns(text, 40, 30));
        Attempt(() => Glob.HasWildcard(text) && Glob.Parse(text).Matches("a/b/c/d/e/f/g/h/photo.jpg"));
        double[]? numbers = Numbers(text);
        if (numbers is not null)
        {
            Point[] points =
            [
                .. numbers
                    .Chunk(2)
                    .Where(static pair => pair.Length == 2)
                    .Select(static pair => new Point(pair[0], pair[1])),
            ];
            Attempt(() => new CountingLine("line", points));
            Attempt(() => new Zone("zone", points).Contains(new Point(3, 4)));
            Attempt(() => GroundPlane.FromRectangle(points, 3, 4));
        }
    }

    private static double[]? Numbers(string text)
    {
        try
        {
            return [.. text.Split(',').Select(Values.Number)];
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static void Attempt<T>(Func<T> read)
    {
        try
        {
            _ = read();
        }
        catch (Exception e) when (e is FormatException or ArgumentException or SpotterException)
        {
            // Others may take it.
        }
    }
}
