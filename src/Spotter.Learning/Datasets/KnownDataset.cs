namespace Spotter.Learning.Datasets;

/// <summary>A public data set that is fetched by name.</summary>
public sealed record KnownDataset
{
    private static readonly string[] Digits = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

    private KnownDataset(string name, string title, IReadOnlyList<string> classNames, IReadOnlyList<DatasetFile> files)
    {
        Name = name;
        Title = title;
        ClassNames = classNames;
        Files = files;
    }

    /// <summary>The name on the command line.</summary>
    public string Name { get; }

    /// <summary>One line about it.</summary>
    public string Title { get; }

    /// <summary>Names of the ten classes.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>What is downloaded.</summary>
    internal IReadOnlyList<DatasetFile> Files { get; }

    /// <summary>Whether the mirror image of a picture is as good an example of its class; false for digits.</summary>
    public bool MirrorsKeepClass => !ReferenceEquals(ClassNames, Digits);

    /// <summary>60,000 + 10,000 gray pictures of clothes, 28 x 28 (Xiao, Rasul, Vollgraf, 2017; MIT licence).</summary>
    public static KnownDataset FashionMnist { get; } =
        new(
            "fashion-mnist",
            "clothes, 28 x 28 gray, 60,000 + 10,000 pictures",
            ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"],
            Idx(
                "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
                "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
                "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
                "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
                "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"
            )
        );

    /// <summary>60,000 + 10,000 gray pictures of handwritten digits, 28 x 28 (LeCun, Cortes, Burges, 1998).</summary>
    public static KnownDataset Mnist { get; } =
        new(
            "mnist",
            "handwritten digits, 28 x 28 gray, 60,000 + 10,000 pictures",
            Digits,
            Idx(
                "https://storage.googleapis.com/cvdf-datasets/mnist/",
                "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
                "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
                "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
                "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"
            )
        );

    /// <summary>50,000 + 10,000 colour pictures of animals and vehicles, 32 x 32 (Krizhevsky, 2009).</summary>
    public static KnownDataset Cifar10 { get; } =
        new(
            "cifar-10",
            "animals and vehicles, 32 x 32 colour, 50,000 + 10,000 pictures",
            ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"],
            [
                new(
                    CifarFile.ArchiveName,
                    new Uri("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"),
                    "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd"
                ),
            ]
        );

    /// <summary>All of them.</summary>
    public static IReadOnlyList<KnownDataset> All { get; } = [FashionMnist, Mnist, Cifar10];

    /// <summary>The data set of that name, or null.</summary>
    public static KnownDataset? Find(string name) =>
        All.FirstOrDefault(dataset => string.Equals(dataset.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Reads the training and the test part, downloaded once into the user's cache unless a folder has them.
    /// </summary>
    /// <param name="folder">The folder that holds the files; null for the cache.</param>
    /// <param name="progress">Told about a download: the file and the bytes so far.</param>
    /// <param name="cancellationToken">Stops a download.</param>
    /// <exception cref="DatasetException">A download failed, or a file is missing or wrong; the message names
    /// it.</exception>
    public async Task<(ImageDataset Train, ImageDataset Test)> LoadAsync(
        string? folder = null,
        IProgress<(string File, long Bytes)>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        if (folder is not null)
        {
            return Load(folder);
        }

        using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        return Load(
            await new DatasetCache(DatasetCache.DefaultFolder, client).FetchAsync(this, progress, cancellationToken)
        );
    }

    /// <summary>Reads the training and the test part from a folder that holds the files.</summary>
    /// <exception cref="DatasetException">A file is missing or wrong; the message names it.</exception>
    public (ImageDataset Train, ImageDataset Test) Load(string folder) =>
        ReferenceEquals(this, Cifar10)
            ? CifarFile.Load(folder, this)
            : (LoadIdx(folder, "train"), LoadIdx(folder, "t10k"));

    private ImageDataset LoadIdx(string folder, string part) =>
        IdxFile.Load(
            FindFile(folder, $"{part}-images-idx3-ubyte"),
            FindFile(folder, $"{part}-labels-idx1-ubyte"),
            ClassNames,
            Name
        );

    // Unpacked files are as good, and some mirrors write a dot for the second dash.
    private static string FindFile(string folder, string name)
    {
        string dotted = name.Replace("-idx", ".idx", StringComparison.Ordinal);
        string[] candidates = [$"{name}.gz", name, $"{dotted}.gz", dotted];
        return candidates.Select(candidate => Path.Combine(folder, candidate)).FirstOrDefault(System.IO.File.Exists)
            ?? throw new DatasetException($"{folder}: has no file {name}.gz");
    }

    private static IReadOnlyList<DatasetFile> Idx(
        string address,
        string trainImages,
        string trainLabels,
        string testImages,
        string testLabels
    )
    {
        return
        [
            File("train-images-idx3-ubyte.gz", trainImages),
            File("train-labels-idx1-ubyte.gz", trainLabels),
            File("t10k-images-idx3-ubyte.gz", testImages),
            File("t10k-labels-idx1-ubyte.gz", testLabels),
        ];

        DatasetFile File(string name, string sha256) => new(name, new Uri(address + name), sha256);
    }
}

/// <summary>A file of a public data set.</summary>
/// <param name="Name">Its name in the cache folder.</param>
/// <param name="Address">Where it is downloaded from.</param>
/// <param name="Sha256">What its content must hash to, in lower-case hexadecimal.</param>
internal sealed record DatasetFile(string Name, Uri Address, string Sha256);
