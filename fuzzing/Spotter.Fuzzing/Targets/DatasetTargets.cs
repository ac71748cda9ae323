using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Spotter.Fuzzing.Loop;
using Spotter.Learning.Datasets;
using Spotter.Networks.Layers;
using Spotter.Vision.Images;

namespace Spotter.Fuzzing.Targets;

/// <summary>Data sets of pictures with classes.</summary>
internal static class DatasetTargets
{
    public static IReadOnlyList<FuzzTarget> List { get; } =
    [
        new("idx", "MNIST's files, plain and gzipped", ReadIdx)
        {
            Seeds = static () =>
                [
                    [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 2, 1, 2, 3, 4, 5, 6, 7, 8],
                    [0, 0, 8, 4, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6],
                    ModelTargets.Gzip([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 2, 1, 2, 3, 4, 5, 6, 7, 8]),
                    [0, 0, 8, 1, 0, 0, 0, 2, 0, 1],
                    [0, 0, 8, 3, 0, 0, 127, 255, 0, 0, 127, 255, 0, 0, 0, 2, 1],
                ],
        },
        new("npy", "arrays of NumPy", ReadNpy)
        {
            Seeds = static () =>
                [Npy("|u1", "(2, 2, 2)", 8), Npy("<i8", "(3,)", 24), Npy("<u2", "(2,)", 4), Npy("|i1", "(2, 1)", 2)],
            Words =
            [
                "'descr': ",
                "'|u1'",
                "'<i8'",
                "'fortran_order': False",
                "'shape': ",
                "(2,)",
                "(",
                ")",
                ",",
                "99999999999",
            ],
        },
        new("npz", "archives of arrays", static input =>
            _ = NumpyDataset.LoadNpz(Scratch.File("data.npz", Archive(input)))
        )
        {
            Seeds = static () =>
                [
                    Scratch.Texts("x"),
                    [.. Npy("|u1", "(2, 2, 2)", 8), .. "|"u8, .. Npy("|u1", "(2,)", 2)],
                    Zip(("x_train.npy", Npy("|u1", "(2, 2, 2)", 8)), ("y_train.npy", Npy("|u1", "(2,)", 2))),
                ],
            Words = ["x_train.npy", "y_train.npy", "x_test.npy", "(2, 2, 2)", "(2,)", "|"],
        },
        new("cifar", "CIFAR-10's archive", ReadCifar)
        {
            Seeds = static () =>
                [Tar(("data_batch_1.bin", new byte[30])), ModelTargets.Gzip(Tar(("a/test_batch.bin", [1, 2])))],
            Words = ["data_batch_1.bin", "test_batch.bin", "ustar", "00000000036", "35403140000"],
            // One batch.
            Memory = 80 << 20,
        },
        new("csv", "tables of pictures and labels", ReadTable)
        {
            Seeds = static () =>
                [
                    Scratch.Text("file,label,group,part\na.png,cat,1,train\nb.png,dog,2,test\n"),
                    Scratch.Text("a.png;cat\nb.png;dog\n"),
                    Scratch.Text("label\tpath\n\"ca\"\"t\"\ta.png\ndog\tb.png\n"),
                    Scratch.Text("\uFEFFimage|class\na.png|x\nb.png|y\n"),
                ],
            Words =
            [
                "file",
                "label",
                "group",
                "part",
                "train",
                "test",
                "validation",
                ",",
                ";",
                "\t",
                "|",
                "\"",
                "\"\"",
                "a.png",
                "../",
                "\r\n",
            ],
        },
    ];

    private static void ReadIdx(byte[] input)
    {
        string labels = Scratch.File("labels", [0, 0, 8, 1, 0, 0, 0, 2, 0, 1]);
        _ = IdxFile.Load(Scratch.File("images", input), labels);
    }

    private static void ReadNpy(byte[] input)
    {
        using var reader = new ByteReader(new MemoryStream(input), "array.npy", input.Length);
        _ = NpyFile.Read(reader).ToLabels();
    }

    private static void ReadCifar(byte[] input)
    {
        string folder = Scratch.Folder("cifar");
        Scratch.File("cifar/cifar-10-binary.tar.gz", input is [0x1F, 0x8B, ..] ? input : ModelTargets.Gzip(input));
        _ = KnownDataset.Cifar10.Load(folder);
    }

    private static void ReadTable(byte[] input)
    {
        Scratch.Picture("table/a.png");
        Scratch.Picture("table/b.png");
        string path = Scratch.File("table/pictures.csv", input);
        _ = TableListing.List(path);
        _ = PictureDataset.LoadCsv(path, TensorShape.Image(2, 2, 1), static (_, width, height) =>
            new BgrImage(width, height)
        );
    }

    private static byte[] Npy(string type, string shape, int bytes)
    {
        byte[] header = Encoding.Latin1.GetBytes(
            $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}\n"
        );
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. header, .. new byte[bytes]];
    }

    // What is no archive becomes one: the arrays of pictures and labels, with a bar between them.
    private static byte[] Archive(byte[] input)
    {
        if (input is [(byte)'P', (byte)'K', ..])
        {
            return input;
        }

        int bar = Array.IndexOf(input, (byte)'|', Math.Min(input.Length, 64));
        return bar < 0
            ? Zip(("x_train.npy", input), ("y_train.npy", Npy("|u1", "(2,)", 2)))
            : Zip(("x_train.npy", input[..bar]), ("y_train.npy", input[(bar + 1)..]));
    }

    public static byte[] Zip(params (string Name, byte[] Content)[] files)
    {
        using var packed = new MemoryStream();
        using (var archive = new ZipArchive(packed, ZipArchiveMode.Create))
        {
            foreach ((string name, byte[] content) in files)
            {
                using Stream entry = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
                entry.Write(content);
            }
        }

        return packed.ToArray();
    }

    private static byte[] Tar(params (string Name, byte[] Content)[] files)
    {
        using var packed = new MemoryStream();
        using (var writer = new TarWriter(packed, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in files)
            {
                writer.WriteEntry(
                    new UstarTarEntry(TarEntryType.RegularFile, name)
                    {
                        DataStream = new MemoryStream(content),
                        ModificationTime = DateTimeOffset.UnixEpoch,
                    }
                );
            }
        }

        return packed.ToArray();
    }
}
