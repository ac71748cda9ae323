using System.IO.Compression;
using System.Text;
using Spotter.Learning.Datasets;
using Spotter.Networks.Layers;
using Spotter.Vision.Images;

namespace Spotter.Learning.Tests.Datasets;

public sealed class DatasetFileTests : IDisposable
{
    private static readonly byte[] Images = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 10, 20, 30, 40, 50, 60];
    private static readonly byte[] Labels = [0, 0, 8, 1, 0, 0, 0, 2, 1, 0];

    private readonly string _folder = Directory.CreateTempSubdirectory("spotter-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void IdxLoad_GoodFiles_GivesPicturesAndLabels(bool compressed)
    {
        ImageDataset dataset = IdxFile.Load(
            Write("images", Images, compressed),
            Write("labels", Labels, compressed),
            ["no", "yes"]
        );
        Assert.Equal(TensorShape.Image(1, 3, 1), dataset.ImageShape);
        Assert.Equal([1, 0], dataset.Labels.ToArray());
        Assert.Equal([40, 50, 60], dataset.Image(1).ToArray());
        Assert.Equal([1, 1], dataset.Balance().Counts);
    }

    [Fact]
    public void IdxLoad_WrongFiles_NamesFileAndPlace()
    {
        string images = Write("images", Images);
        string labels = Write("labels", Labels);
        Throws("ends at byte 21", () => IdxFile.Load(Write("a", Images[..^1]), labels));
        Throws("ends at byte 2", () => IdxFile.Load(Write("b", Images[..2]), labels));
        Throws("more data follows byte 22", () => IdxFile.Load(Write("c", [.. Images, 0]), labels));
        Throws("not an idx file", () => IdxFile.Load(Write("d", "P5 28 28"u8.ToArray()), labels));
        Throws("type 0D", () => IdxFile.Load(Write("e", [0, 0, 13, 1, 0, 0, 0, 0]), labels));
        Throws("dimension 1 is -1", () => IdxFile.Load(Write("f", [0, 0, 8, 1, 255, 255, 255, 255]), labels));
        Throws("dimension 2 is 1073741824", () =>
            IdxFile.Load(Write("g", [0, 0, 8, 2, 64, 0, 0, 0, 64, 0, 0, 0]), labels)
        );
        Throws("label 0 is 1, but there are 1 classes", () => IdxFile.Load(images, labels, ["only"]));
        Throws("1 labels do not fit 2 pictures", () => IdxFile.Load(images, Write("h", [0, 0, 8, 1, 0, 0, 0, 1, 0])));
        Throws("missing", () => IdxFile.Load(Path.Combine(_folder, "missing"), labels));
        Throws("damaged", () => IdxFile.Load(Write("i", [0x1F, 0x8B, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9]), labels));
    }

    [Fact]
    public void NpzLoad_KerasNames_GivesBothParts()
    {
        string path = Path.Combine(_folder, "set.npz");
        using (ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            Add(archive, "x_train", Npy("|u1", "2, 1, 3", [1, 2, 3, 4, 5, 6]));
            Add(archive, "y_train", Npy("<i8", "2,", [2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]));
            Add(archive, "x_test", Npy("|u1", "1, 1, 3", [7, 8, 9]));
            Add(archive, "y_test", Npy("|u1", "1, 1", [1]));
        }

        (ImageDataset train, ImageDataset? test) = NumpyDataset.LoadNpz(path);
        Assert.Equal([2, 0], train.Labels.ToArray());
        Assert.Equal([4, 5, 6], train.Image(1).ToArray());
        Assert.Equal([1], test!.Labels.ToArray());
        Assert.Equal(["0", "1", "2"], train.ClassNames);
    }

    [Fact]
    public void NpyLoad_WrongFiles_NamesFileAndPlace()
    {
        string images = Write("x.npy", Npy("|u1", "2, 1, 3", [1, 2, 3, 4, 5, 6]));
        string labels = Write("y.npy", Npy("|i1", "2,", [0, 1]));
        Assert.Equal(2, NumpyDataset.LoadNpy(images, labels).Count);
        Throws("label 1 is -1", () => NumpyDataset.LoadNpy(images, Write("a", Npy("|i1", "2,", [0, 255]))));
        Throws("type <f4", () => NumpyDataset.LoadNpy(Write("b", Npy("<f4", "2, 1, 3", new byte[24])), labels));
        Throws("Fortran", () => NumpyDataset.LoadNpy(Write("c", Npy("|u1", "2, 1, 3", new byte[6], "True")), labels));
        Throws("ends at byte", () => NumpyDataset.LoadNpy(Write("d", Npy("|u1", "2, 1, 4", new byte[6])), labels));
        Throws("too large", () => NumpyDataset.LoadNpy(Write("e", Npy("|u1", "2000000000, 1000, 4", [])), labels));
        Throws("not a npy file", () => NumpyDataset.LoadNpy(Write("f", new byte[200]), labels));
        Throws("3 labels do not fit", () => NumpyDataset.LoadNpy(images, Write("g", Npy("|u1", "3,", [0, 1, 2]))));
    }

    [Fact]
    public void CsvLoad_QuotedNamesAndGroups_GivesPictures()
    {
        string path = Write(
            "set.csv",
            Encoding.UTF8.GetBytes("file,label,group\n\"a, b.png\",cat,one\nc.png,dog,two\n")
        );
        var seen = new List<string>();
        ImageDataset dataset = PictureDataset.LoadCsv(
            path,
            TensorShape.Image(1, 2, 3),
            (file, width, height) =>
            {
                seen.Add(Path.GetFileName(file));
                return new BgrImage([1, 2, 3, 4, 5, 6], width, height);
            },
            cancellationToken: TestContext.Current.CancellationToken
        );
        Assert.Equal(["a, b.png", "c.png"], seen);
        Assert.Equal(["cat", "dog"], dataset.ClassNames);
        Assert.Equal("two", dataset.GroupOf(1));
        Assert.Equal([3, 2, 1, 6, 5, 4], dataset.Image(0).ToArray());
    }

    [Theory]
    [InlineData("a.png,cat\nb.png,dog\n")]
    [InlineData("\uFEFFa.png,cat\r\n\r\nb.png,dog\r\n")]
    [InlineData("filename,label\na.png,cat\nb.png,dog")]
    [InlineData("\uFEFF\"Image Path\";\"CLASS\"\na.png;cat\nb.png;dog\n")]
    [InlineData("image\tclass\na.png\tcat\nb.png\tdog\n")]
    [InlineData("id,Class_Name,width,file_name\n1,cat,20,a.png\n2,dog,20,b.png\n")]
    [InlineData("split,label,path\ntrain,cat,a.png\nTraining,dog,b.png\n")]
    [InlineData("a.png,cat,train\nb.png,dog,train\n")]
    [InlineData("\"label\",\"file\"\n\"cat\",\"a.png\"\n\"dog\",\"b.png\"\n")]
    public void CsvLoad_HeadersSeparatorsAndMarks_AreNeverClasses(string text)
    {
        ImageDataset dataset = LoadCsv(text);
        Assert.Equal(["cat", "dog"], dataset.ClassNames);
        Assert.Equal(["a.png", "b.png"], Enumerable.Range(0, 2).Select(i => Path.GetFileName(dataset.SourceOf(i))));
        Assert.Equal([0, 1], dataset.Labels.ToArray());
        Assert.False(dataset.HasGroups);
    }

    [Fact]
    public void CsvLoad_HeaderOfUnknownNames_IsToldByTheFilesThatAreThere()
    {
        Write("a.png", []);
        Write("b.png", []);
        Assert.Equal(["cat", "dog"], LoadCsv("species,snapshot\ncat,a.png\ndog,b.png\n").ClassNames);
        Assert.Equal(["cat", "dog"], LoadCsv("a.png,cat\nb.png,dog\n").ClassNames);
        Throws("cannot tell which column is what (species, snapshot, place)", () =>
            LoadCsv("species,snapshot,place\ncat,a.png,x\ndog,b.png,y\n")
        );
    }

    [Fact]
    public void CsvLoad_QuotesSeparatorsAndLineBreaksInFields_AreKept()
    {
        ImageDataset dataset = LoadCsv(
            "file,label,group\n\"a, \"\"b\"\".png\",\"big\ncat\",x\nc.png,\"dog; small\",y\n"
        );
        Assert.Equal(["big\ncat", "dog; small"], dataset.ClassNames);
        Assert.Equal("a, \"b\".png", Path.GetFileName(dataset.SourceOf(0)));
        Assert.Equal("y", dataset.GroupOf(1));
    }

    [Theory]
    [InlineData("10,9,2,1,0", "0,1,2,9,10")]
    [InlineData("1.10,1.5,-3,1e", "-3,1.5,1.10,1e")]
    [InlineData("-3,0,-10,2.5", "-10,-3,0,2.5")]
    [InlineData("img12,img2,img1a,img", "img,img1a,img2,img12")]
    [InlineData("b,A,a,B", "A,B,a,b")]
    [InlineData("007,07,7,08", "007,07,7,08")]
    public void ClassNames_Sort_CountsAsPeopleDo(string names, string sorted) =>
        Assert.Equal(sorted, string.Join(',', ClassNames.Sort(names.Split(','))));

    [Fact]
    public void ClassNames_Find_MeetsByNameAndNumber()
    {
        Assert.Equal([2, 0, -1], ClassNames.Find(["c", "a", "d"], ["a", "b", "c"]));
        Assert.Equal([1, 0], ClassNames.Find(["7", "012"], ["12", "07"]));
        Assert.Equal([-1, 1], ClassNames.Find(["7", "007"], ["07", "007"]));
    }

    [Fact]
    public void CsvLoad_WrongLines_NamesTheLine()
    {
        Throws("line 2", () => LoadCsv("a.png,cat\nb.png\n"));
        Throws("line 3", () => LoadCsv("file,label\na.png,cat\n\"b.png,dog\n"));
        Throws("line 2: b.png: unknown label 'bird'", () => LoadCsv("a.png,cat\nb.png,bird\n", "cat", "dog"));
        Throws("at least two labels", () => LoadCsv("a.png,cat\nb.png,cat\n"));
        Throws("line 2: has 2 fields where the first line has 3 (file,label,group)", () =>
            LoadCsv("a.png,cat,x\nb.png,dog\n")
        );
        Throws("line 2: has no group", () => LoadCsv("a.png,cat,x\nb.png,dog,\n"));
        Throws("line 3: 'both' is no part", () => LoadCsv("file,label,split\na.png,cat,train\nb.png,dog,both\n"));
        Throws("no line is of the training part", () => LoadCsv("file,label,split\na.png,cat,test\nb.png,dog,val\n"));
        Throws("cannot tell which column is what (label, size, colour)", () =>
            LoadCsv("label,size,colour\ncat,3,red\ndog,5,blue\n")
        );
        Throws("pixels come in an .npz file", () =>
            LoadCsv("label," + string.Join(',', Enumerable.Range(0, 784).Select(i => $"pixel{i}")) + "\n")
        );
    }

    [Fact]
    public void FolderLoad_BadPicture_IsNamedOrLeftOut()
    {
        foreach (string name in new[] { "cats/1.png", "cats/2.png", "dogs/3.png", "dogs/readme.txt" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder, "set", name))!);
            File.WriteAllText(Path.Combine(_folder, "set", name), "");
        }

        static BgrImage load(string file, int width, int height) =>
            file.EndsWith("2.png", StringComparison.Ordinal)
                ? throw new InvalidDataException("no picture")
                : new BgrImage(width, height);
        Throws("2.png: no picture", () =>
            PictureDataset.LoadFolder(
                Path.Combine(_folder, "set"),
                TensorShape.Image(2, 2, 1),
                load,
                cancellationToken: TestContext.Current.CancellationToken
            )
        );
        var bad = new List<string>();
        ImageDataset dataset = PictureDataset.LoadFolder(
            Path.Combine(_folder, "set"),
            TensorShape.Image(2, 2, 1),
            load,
            problem => bad.Add(problem.Message),
            TestContext.Current.CancellationToken
        );
        Assert.Single(bad);
        Assert.Equal([0, 1], dataset.Labels.ToArray());
        Assert.EndsWith("3.png", dataset.SourceOf(1), StringComparison.Ordinal);
    }

    [Fact]
    public void Known_FashionMnist_HasItsHashesAndSizes()
    {
        string? folder = DevelopmentData.Find("fashion-mnist");
        Assert.SkipWhen(folder is null, "needs ../shared/data/fashion-mnist or SPOTTER_DEV_DATA");
        foreach (DatasetFile file in KnownDataset.FashionMnist.Files)
        {
            byte[] hash = System.Security.Cryptography.SHA256.HashData(
                File.ReadAllBytes(Path.Combine(folder!, file.Name))
            );
            Assert.Equal(file.Sha256, Convert.ToHexStringLower(hash));
        }

        (ImageDataset train, ImageDataset test) = KnownDataset.FashionMnist.Load(folder!);
        Assert.Equal(60_000, train.Count);
        Assert.All(train.Balance().Counts, count => Assert.Equal(6000, count));
        Assert.Equal(10_000, test.Count);
    }

    [Fact]
    public async Task Cache_WrongContent_IsRefusedAndLeavesNothing()
    {
        using var client = new HttpClient(new FixedContent());
        var cache = new DatasetCache(_folder, client);
        DatasetException problem = await Assert.ThrowsAsync<DatasetException>(() =>
            cache.FetchAsync(KnownDataset.Mnist, cancellationToken: TestContext.Current.CancellationToken)
        );
        Assert.Contains("SHA-256", problem.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder, "*", SearchOption.AllDirectories));
    }

    private ImageDataset LoadCsv(string text, params string[] classNames) =>
        PictureDataset.LoadCsv(
            Write($"{Guid.NewGuid():N}.csv", Encoding.UTF8.GetBytes(text)),
            TensorShape.Image(2, 2, 1),
            (_, width, height) => new BgrImage(width, height),
            classNames.Length == 0 ? null : classNames
        );

    private string Write(string name, byte[] bytes, bool compressed = false)
    {
        string path = Path.Combine(_folder, name);
        if (!compressed)
        {
            File.WriteAllBytes(path, bytes);
            return path;
        }

        using var stream = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        stream.Write(bytes);
        return path;
    }

    private static byte[] Npy(string type, string shape, byte[] data, string fortran = "False")
    {
        string header = $"{{'descr': '{type}', 'fortran_order': {fortran}, 'shape': ({shape}), }}\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), .. data];
    }

    private static void Add(ZipArchive archive, string name, byte[] bytes)
    {
        using Stream stream = archive.CreateEntry($"{name}.npy").Open();
        stream.Write(bytes);
    }

    private static void Throws(string message, Action action) =>
        Assert.Contains(message, Assert.Throws<DatasetException>(action).Message, StringComparison.Ordinal);

    private sealed class FixedContent : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        ) => Task.FromResult(new HttpResponseMessage { Content = new ByteArrayContent([1, 2, 3]) });
    }
}
