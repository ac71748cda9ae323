using System.Net;
using System.Text;
using System.Text.Json;
using Spotter.Media;
using Spotter.Media.Pictures;
using Spotter.Studio.Tests.Support;
using Spotter.Vision.Images;

namespace Spotter.Studio.Tests.Datasets;

public sealed class DatasetTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Edit_MovesRenamesAndRemoves()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync();
        JsonElement made = await studio.Client.PostAsync(
            "/api/v1/datasets?title=Sides",
            Samples.SidesZip(4),
            HttpStatusCode.Created
        );
        string path = $"/api/v1/datasets/{made.GetProperty("id").GetString()}";
        string name = (await studio.Client.GetAsync($"{path}/pictures?className=left", HttpStatusCode.OK))[0]
            .GetString()!;

        Assert.Equal(
            "left 3, right 5",
            await EditAsync($$"""{"className":"left","pictures":["{{name}}"],"moveTo":"right"}""")
        );
        Assert.Equal("cats & dogs 3, right 5", await EditAsync("""{"className":"left","moveTo":"cats & dogs"}"""));
        Assert.Equal(
            "cats & dogs 3, right 4",
            await EditAsync($$"""{"className":"right","pictures":["{{name}}"],"remove":true}""")
        );
        Assert.Equal("right 4", await EditAsync("""{"className":"cats & dogs","remove":true}"""));
        await studio.Client.PostJsonAsync($"{path}/edit", """{"className":"right"}""", HttpStatusCode.BadRequest);
        await studio.Client.PostJsonAsync(
            $"{path}/edit",
            """{"className":"right","pictures":["../title.txt"],"remove":true}""",
            HttpStatusCode.NotFound
        );
        await studio.Client.PostJsonAsync(
            $"{path}/edit",
            """{"className":"right","moveTo":"../../runs"}""",
            HttpStatusCode.BadRequest
        );

        async Task<string> EditAsync(string json) =>
            string.Join(
                ", ",
                (await studio.Client.PostJsonAsync($"{path}/edit", json, HttpStatusCode.OK))
                    .GetProperty("classes")
                    .EnumerateArray()
                    .Select(static entry =>
                        $"{entry.GetProperty("name").GetString()} {entry.GetProperty("count").GetInt32()}"
                    )
            );
    }

    [Fact]
    public async Task Duplicates_CopiesAtOtherQuality_AreInOneGroupAndOthersInNone()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync();
        BgrImage photo = Picture.Load(Samples.FaceFile).Bgr;
        byte[] zip = Samples.Zip(
            ("a/photo.png", photo.Resize(300, 400).Encode(PictureFormat.Png)),
            ("a/copy.jpg", photo.Resize(240, 320).Encode(PictureFormat.Jpeg)),
            ("b/copy.jpg", photo.Resize(150, 200).Encode(PictureFormat.Jpeg)),
            ("b/left.png", Samples.SidesPicture(0)),
            ("b/right.png", Samples.SidesPicture(1))
        );
        JsonElement made = await studio.Client.PostAsync("/api/v1/datasets", zip, HttpStatusCode.Created);
        JsonElement groups = await studio.Client.GetAsync(
            $"/api/v1/datasets/{made.GetProperty("id").GetString()}/duplicates",
            HttpStatusCode.OK
        );
        Assert.Equal(1, groups.GetArrayLength());
        Assert.Equal(
            ["a", "a", "b"],
            groups[0].EnumerateArray().Select(static one => one.GetProperty("className").GetString()).Order()
        );
    }

    [Fact]
    public async Task Picture_AskedForSmall_IsAThumbnail()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync();
        JsonElement made = await studio.Client.PostAsync(
            "/api/v1/datasets",
            Samples.Zip(("a/photo.jpg", Samples.Face)),
            HttpStatusCode.Created
        );
        string path = $"/api/v1/datasets/{made.GetProperty("id").GetString()}/pictures";
        string name = (await studio.Client.GetAsync($"{path}?className=a", HttpStatusCode.OK))[0].GetString()!;
        byte[] small = await studio.Client.GetByteArrayAsync(
            new Uri($"{path}/a/{name}?side=112", UriKind.Relative),
            Cancellation
        );
        Frame thumbnail = Picture.Load(small);
        Assert.Equal(112, Math.Max(thumbnail.Width, thumbnail.Height));
        await studio.Client.GetAsync($"{path}/a/{name}?side=5", HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Zip_WithAFolderForEachClass_BecomesADataset()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync();
        byte[] zip = Samples.Zip(
            ("set/cats & dogs/a.jpg", Samples.Blank()),
            ("set/cats & dogs/b.jpg", Samples.Blank()),
            ("set/birds/c.jpg", Samples.Blank()),
            ("set/birds/notes.txt", "no picture"u8.ToArray()),
            ("readme.md", "hello"u8.ToArray())
        );
        JsonElement made = await studio.Client.PostAsync("/api/v1/datasets?title=Pets", zip, HttpStatusCode.Created);
        Assert.Equal(("Pets", 2), (made.GetProperty("title").GetString(), made.GetProperty("leftOut").GetInt32()));
        Assert.Equal(
            ["birds 1", "cats & dogs 2"],
            made.GetProperty("classes")
                .EnumerateArray()
                .Select(static entry =>
                    $"{entry.GetProperty("name").GetString()} {entry.GetProperty("count").GetInt32()}"
                )
        );
        string path = $"/api/v1/datasets/{made.GetProperty("id").GetString()}";
        string name = (await studio.Client.GetAsync($"{path}/pictures?className=birds", HttpStatusCode.OK))[0]
            .GetString()!;
        Assert.Equal(
            Samples.Blank(),
            await studio.Client.GetByteArrayAsync(
                new Uri($"{path}/pictures/birds/{name}", UriKind.Relative),
                Cancellation
            )
        );
        using HttpResponseMessage removed = await studio.Client.DeleteAsync(
            new Uri(path, UriKind.Relative),
            Cancellation
        );
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        await studio.Client.GetAsync(path, HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("../evil.jpg")]
    [InlineData("a/../../evil/x.jpg")]
    [InlineData("/etc/evil/x.jpg")]
    [InlineData("C:/evil/x.jpg")]
    [InlineData("a\\..\\..\\evil\\x.jpg")]
    public async Task Zip_ThatLeadsOut_IsRefusedAndLeavesNothing(string name)
    {
        await using RunningStudio studio = await RunningStudio.StartAsync();
        await studio.Client.PostAsync(
            "/api/v1/datasets",
            Samples.Zip(("good/x.jpg", Samples.Blank()), (name, Samples.Blank())),
            HttpStatusCode.BadRequest
        );
        AssertNothingLeft(studio);
    }

    [Fact]
    public async Task ZipBomb_IsRefusedAndLeavesNothing()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync(
            new StudioLimits { DatasetUnpackedBytes = 20 << 20 }
        );
        byte[] zeros = new byte[8 << 20];
        byte[] bomb = Samples.Zip(Enumerable.Range(0, 40).Select(i => ($"a/{i}.jpg", zeros)));
        Assert.InRange(bomb.Length, 1, 1 << 20);
        await studio.Client.PostAsync("/api/v1/datasets", bomb, HttpStatusCode.RequestEntityTooLarge);
        AssertNothingLeft(studio);
    }

    [Fact]
    public async Task Zip_WithOneHugeFile_IsRefused()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync();
        await studio.Client.PostAsync(
            "/api/v1/datasets",
            Samples.Zip(("a/x.jpg", [.. Samples.Blank(), .. new byte[40 << 20]])),
            HttpStatusCode.RequestEntityTooLarge
        );
        AssertNothingLeft(studio);
    }

    [Fact]
    public async Task Zip_WithPartsNestedFoldersAndLeftovers_IsReadAsTheToolReadsAFolder()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync();
        byte[] picture = Samples.Blank();
        byte[] zip = Samples.Zip(
            ("cars/Training/vehicles/GTI/a.jpg", picture),
            ("cars/Training/vehicles/KITTI/b.jpg", picture),
            ("cars/Training/non-vehicles/GTI/c.jpg", picture),
            ("cars/Testing/vehicles/d.jpg", picture),
            ("cars/Testing/non-vehicles/GTI/e.jpg", picture),
            ("cars/cover.jpg", picture),
            ("__MACOSX/cars/Training/vehicles/._a.jpg", picture),
            ("cars/Training/.ipynb_checkpoints/f.jpg", picture),
            ("cars/film.mp4", new byte[40 << 20])
        );
        JsonElement made = await studio.Client.PostAsync("/api/v1/datasets", zip, HttpStatusCode.Created);
        Assert.Equal(
            ["non-vehicles 2", "vehicles 3"],
            made.GetProperty("classes")
                .EnumerateArray()
                .Select(static entry =>
                    $"{entry.GetProperty("name").GetString()} {entry.GetProperty("count").GetInt32()}"
                )
        );
        Assert.Equal(4, made.GetProperty("leftOut").GetInt32());
        string pictures = Path.Combine(
            studio.Folder,
            "data",
            "datasets",
            made.GetProperty("id").GetString()!,
            "pictures"
        );
        Assert.Equal(
            ["test/non-vehicles", "test/vehicles", "train/non-vehicles", "train/vehicles"],
            Directory
                .EnumerateFiles(pictures, "*", SearchOption.AllDirectories)
                .Select(path => Path.GetDirectoryName(Path.GetRelativePath(pictures, path))!.Replace('\\', '/'))
                .Distinct()
                .Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Pictures_OneByOne_KeepTheirPart()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync();
        JsonElement places = await studio.Client.PostJsonAsync(
            "/api/v1/datasets/places",
            """["h/train/up/a.png","h/test/up/b.png","h/notes/c.png"]""",
            HttpStatusCode.OK
        );
        Assert.Equal(
            """[{"part":"train","className":"up"},{"part":"test","className":"up"},null]""",
            places.GetRawText()
        );
        JsonElement made = await studio.Client.PostAsync("/api/v1/datasets?title=x", [], HttpStatusCode.Created);
        string path = $"/api/v1/datasets/{made.GetProperty("id").GetString()}";
        await studio.Client.PostAsync(
            $"{path}/pictures?className=up&part=train",
            Samples.Blank(),
            HttpStatusCode.NoContent
        );
        await studio.Client.PostAsync(
            $"{path}/pictures?className=up&part=Testing",
            Samples.Blank(),
            HttpStatusCode.NoContent
        );
        await studio.Client.PostAsync($"{path}/pictures?className=down", Samples.Blank(), HttpStatusCode.NoContent);
        await studio.Client.PostAsync(
            $"{path}/pictures?className=up&part=some",
            Samples.Blank(),
            HttpStatusCode.BadRequest
        );
        string pictures = Path.Combine(
            studio.Folder,
            "data",
            "datasets",
            made.GetProperty("id").GetString()!,
            "pictures"
        );
        Assert.Equal(
            ["test", "train"],
            Directory.EnumerateDirectories(pictures).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
        Assert.Equal(
            ["down", "up"],
            Directory
                .EnumerateDirectories(Path.Combine(pictures, "train"))
                .Select(Path.GetFileName)
                .Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Zip_ThatClaimsMoreThanTheLimit_IsRefusedByItsClaim()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync();
        byte[] zip = Samples.Zip(("a/x.jpg", Samples.Blank()), ("b/y.jpg", Samples.Blank()));
        Span<byte> directory = zip.AsSpan(zip.AsSpan().IndexOf((ReadOnlySpan<byte>)[(byte)'P', (byte)'K', 1, 2]));
        BitConverter.TryWriteBytes(directory[24..], 3_000_000_000u);
        await studio.Client.PostAsync("/api/v1/datasets", zip, HttpStatusCode.RequestEntityTooLarge);
        AssertNothingLeft(studio);
    }

    [Fact]
    public async Task Zip_WithTooManyEntries_IsRefusedBeforeTheyAreListed()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync(new StudioLimits { DatasetPictures = 100 });
        await studio.Client.PostAsync(
            "/api/v1/datasets",
            Samples.Zip(Enumerable.Range(0, 300).Select(static i => ($"a/{i}", Array.Empty<byte>()))),
            HttpStatusCode.RequestEntityTooLarge
        );
        AssertNothingLeft(studio);
    }

    [Fact]
    public async Task Upload_ThatIsNoZip_IsRefused()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync();
        await studio.Client.PostAsync(
            "/api/v1/datasets",
            Encoding.UTF8.GetBytes("hello"),
            HttpStatusCode.UnsupportedMediaType
        );
        await studio.Client.PostAsync(
            "/api/v1/datasets",
            Samples.SidesZip(2)[..200],
            HttpStatusCode.UnsupportedMediaType
        );
        await studio.Client.PostAsync(
            "/api/v1/datasets",
            Samples.Zip(("a.txt", "x"u8.ToArray())),
            HttpStatusCode.BadRequest
        );
        AssertNothingLeft(studio);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("../x")]
    [InlineData("a/b")]
    [InlineData("CON")]
    [InlineData("train")]
    [InlineData("")]
    public async Task Picture_OfAClassThatCannotBe_IsRefused(string className)
    {
        await using RunningStudio studio = await RunningStudio.StartAsync();
        JsonElement made = await studio.Client.PostAsync("/api/v1/datasets?title=x", [], HttpStatusCode.Created);
        string path = $"/api/v1/datasets/{made.GetProperty("id").GetString()}/pictures";
        await studio.Client.PostAsync(
            $"{path}?className={Uri.EscapeDataString(className)}",
            Samples.Blank(),
            HttpStatusCode.BadRequest
        );
        await studio.Client.PostAsync(
            $"{path}?className=good",
            "text"u8.ToArray(),
            HttpStatusCode.UnsupportedMediaType
        );
        await studio.Client.PostAsync($"{path}?className=good", Samples.Blank(), HttpStatusCode.NoContent);
    }

    private static void AssertNothingLeft(RunningStudio studio)
    {
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(studio.Folder, "data", "datasets")));
        Assert.All(Directory.EnumerateFiles(studio.Folder, "*", SearchOption.AllDirectories), static path =>
            Assert.Equal("lock", Path.GetFileName(path))
        );
    }
}
