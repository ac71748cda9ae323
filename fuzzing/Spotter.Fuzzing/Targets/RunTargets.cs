using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Spotter.Fuzzing.Loop;
using Spotter.Learning.Classifiers;
using Spotter.Learning.Detectors.Channels;
using Spotter.Learning.Execution;
using Spotter.Networks;
using Spotter.Networks.Layers;
using Spotter.Shards;
using Spotter.Workshop.Classifiers;
using Spotter.Workshop.Detectors;

namespace Spotter.Fuzzing.Targets;

/// <summary>What trainings and shared runs leave behind, to go on from.</summary>
internal static class RunTargets
{
    private const string Fingerprint = "f";

    private static readonly string[] Files =
    [
        "configuration.json",
        "detector.json",
        "result.json",
        "metrics.jsonl",
        "pictures.csv",
    ];

    private const string Run = """
        { "format": 1, "program": "spotter 0.1.0", "arguments": ["faces", "photos"], "sources": ["photos"], "recursive": false, "shards": 2 }
        """;

    private const string Results = """
        {"file":"a.jpg","width":2,"height":2,"detections":[{"label":"face","box":[0,0,1,1],"score":0.5}]}
        {"file":"b.jpg","error":"b.jpg: cannot be read"}

        """;

    public static IReadOnlyList<FuzzTarget> List { get; } =
    [
        new("run-folder", "the files of a training's folder", ReadRun)
        {
            Seeds = static () =>
                [
                    [0, .. JsonSerializer.SerializeToUtf8Bytes(Configuration(), WorkshopJson.Default.RunConfiguration)],
                    [1, .. Scratch.Text("{}")],
                    [2, .. Scratch.Text("{\"end\":\"finished\",\"best_epoch\":1}")],
                    [3, .. Scratch.Text("{\"epoch\":1,\"loss\":0.5,\"accuracy\":0.9}\n")],
                    [4, .. Scratch.Text("part,class,name,content\ntrain,cat,a.png,00ff\ntest,dog,\"b,.png\",1\n")],
                ],
            Words =
            [
                "\"created\":",
                "\"dataset\":",
                "\"class_names\":",
                "\"network\":",
                "\"training\":",
                "null",
                "{",
                "}",
                "[",
                "]",
                "\"\\ud800\"",
                "train",
                "00ff",
                "\"\"",
            ],
        },
        new("checkpoint", "a classifier's checkpoint", ReadCheckpoint)
        {
            Seeds = static () =>
                [
                    [
                        .. Scratch.Text("{\"Epoch\":1,\"Fingerprint\":\"f\",\"HasBestWeights\":false,\"History\":[]}"),
                        0,
                        .. new byte[Numbers()],
                    ],
                    [
                        .. Scratch.Text("{\"Epoch\":1,\"Fingerprint\":\"f\",\"HasBestWeights\":true}"),
                        0,
                        .. new byte[Numbers()],
                    ],
                    [.. "SpotterCheckpoint1\n"u8, .. new byte[80]],
                ],
            Words = ["\"Fingerprint\":\"f\"", "\"HasBestWeights\":true", "\"History\":[", "\"Steps\":", "null"],
            Refusals = [typeof(InvalidDataException)],
        },
        new("training-state", "the checkpoint of a detector's training", static input =>
            _ = ChannelTrainingState.FromBytes(input)
        )
        {
            Seeds = static () => [ChannelState()],
            Refusals = [typeof(InvalidDataException)],
        },
        new("detector-checkpoint", "the file around it", ReadDetectorCheckpoint)
        {
            Seeds = static () =>
                [
                    [
                        .. Scratch.Text(
                            $"SpotterDetectorTraining1\nf\n{Convert.ToHexString(SHA256.HashData([1, 2]))}\n"
                        ),
                        1,
                        2,
                    ],
                ],
        },
        new("shard-journal", "the folder of a shared run", ReadShards)
        {
            Seeds = static () =>
                [
                    Scratch.Texts(Run, Results, "", ""),
                    Scratch.Texts(Run, Results + "{\"file\":\"half", "token\na.jpg\n", "b.jpg\nb.jpg\n"),
                ],
            Words =
            [
                "\"file\":",
                "\"error\":",
                "\"detections\":[",
                "\"label\":",
                "\n",
                "\"shards\":",
                "\"format\":",
                "\"\\ud800\"",
                "null",
                "{}",
            ],
        },
    ];

    private static void ReadDetectorCheckpoint(byte[] input)
    {
        var checkpoint = new TrainingCheckpoint(Scratch.PathOf("model"), Fingerprint);
        File.WriteAllBytes(checkpoint.Path, input);
        _ = checkpoint.Load();
    }

    // The first byte says which file it is.
    private static void ReadRun(byte[] input)
    {
        if (input.Length == 0)
        {
            return;
        }

        string folder = Scratch.Folder("run");
        int which = input[0] % Files.Length;
        string path = Scratch.File($"run/{Files[which]}", input.AsSpan(1));
        try
        {
            var run = new RunFolder(folder);
            _ = which switch
            {
                0 => run.ReadConfiguration(),
                1 => run.ReadDetector(),
                2 => (object?)run.ReadResult(),
                3 => run.ReadMetrics(),
                _ => run.ReadPictures(),
            };
            if (which == 2)
            {
                _ = run.ReadDetectorResult();
                _ = run.State;
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static Sequential Network() => new(TensorShape.Image(4, 4, 1), LayerNotation.Parse("4", 2));

    private static int Numbers()
    {
        Sequential network = Network();
        return network.Parameters.Sum(static parameter => parameter.Packed.Length * 3) * sizeof(float);
    }

    // Length and checksum are made to fit, so that what they guard is reached.
    private static void ReadCheckpoint(byte[] input)
    {
        byte[] magic = [.. "SpotterCheckpoint1\n"u8];
        byte[] all = input;
        if (!input.AsSpan().StartsWith(magic))
        {
            byte[][] parts = Scratch.Parts(input, 2);
            byte[] length = new byte[4];
            BinaryPrimitives.WriteInt32LittleEndian(length, parts[0].Length);
            all = [.. magic, .. length, .. parts[0], .. parts[1]];
            all = [.. all, .. SHA256.HashData(all)];
        }

        Sequential network = Network();
        new CheckpointFile(network, new OptimizerState(network)).Read(Scratch.File("checkpoint.bin", all), Fingerprint);
    }

    private static byte[] ChannelState()
    {
        using Stream file = File.OpenRead(
            Path.Combine(Corpus.Repository, "tests", "Support", "Models", "faces.channels")
        );
        var whole = Spotter.Vision.Channels.ChannelModel.Load(file, "seed");
        var small = new Spotter.Vision.Channels.ChannelModel(whole.Data with { Trees = [.. whole.Data.Trees.Take(4)] });
        return new ChannelTrainingState(small, [], [new sbyte[8], new sbyte[8]]).ToBytes();
    }

    private static void ReadShards(byte[] input)
    {
        byte[][] parts = Scratch.Parts(input, 4);
        string folder = Scratch.Folder("shards");
        foreach (string old in Directory.GetFiles(folder))
        {
            File.Delete(old);
        }

        Scratch.File("shards/run.json", parts[0]);
        ShardFolder opened = ShardFolder.Open(folder);
        var shard = new Shard(1, 2);
        File.WriteAllBytes(opened.ResultsOf(shard), parts[1]);
        ShardResults results = ShardResults.Read(opened);
        _ = results.Check(["a.jpg", "c.jpg"]);
        results.Merge(Stream.Null);
        File.WriteAllBytes(opened.HandOf(shard), parts[2]);
        File.WriteAllBytes(opened.DeathsOf(shard), parts[3]);
        ShardJournal.Open(opened, shard, resume: true).Dispose();

        // What it wrote is whole again.
        foreach (ShardLine line in ShardLine.Read(opened.ResultsOf(shard)))
        {
            _ = Encoding.UTF8.GetString(line.Bytes);
        }
    }

    private static RunConfiguration Configuration() =>
        new(
            DateTimeOffset.UnixEpoch,
            new DatasetRequest { Source = "photos" },
            ["cat", "dog"],
            "mlp",
            NetworkDescription.Of(Network()),
            PixelNormalization.ZeroToOne(1),
            new TrainingOptions()
        );
}
