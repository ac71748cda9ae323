using System.Security.Cryptography;
using Spotter.Models;
using Spotter.Vision.Models;

namespace Spotter.Tests.Models;

public sealed class ModelPullTests : IDisposable
{
    private static readonly byte[] File = Content(300_000, seed: 1);
    private static readonly PublicModel Model = Known(File);

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _client = new();
    private readonly ModelStore _store;

    public ModelPullTests() => _store = new ModelStore(_folder.PathOf("models"));

    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
    }

    private string Target => _store.PathOf(Model);

    private string[] Parts => Directory.Exists(_store.Folder) ? Directory.GetFiles(_store.Folder, ".*") : [];

    [Fact]
    public async Task RunAsync_WholeFile_IsThereUnderItsNameAndNothingElse()
    {
        using var server = new FileServer(File);
        var told = new Bytes();

        Assert.True(await PullAsync(server, told));

        Assert.Equal(File, await System.IO.File.ReadAllBytesAsync(Target, TestContext.Current.CancellationToken));
        Assert.Equal([Target], Directory.GetFileSystemEntries(_store.Folder));
        Assert.True(_store.Has(Model));
        Assert.Equal(File.Length, told.Last);
        Assert.Equal(["GET /models/tiny.onnx HTTP/1.1 from 0"], server.Requests);

        // Again: nothing is asked for.
        Assert.False(await PullAsync(server));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task RunAsync_ConnectionThatEnds_GoesOnFromThereTheNextTime()
    {
        using var server = new FileServer(File) { CutAfter = 200_000 };

        SpotterException error = await Assert.ThrowsAsync<SpotterException>(() => PullAsync(server));

        Assert.Contains(
            "0.2 MB of 0.3 MB are there, and the same command goes on",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.False(System.IO.File.Exists(Target));
        Assert.Single(Parts);
        server.CutAfter = int.MaxValue;
        Assert.True(await PullAsync(server));
        Assert.Equal("GET /models/tiny.onnx HTTP/1.1 from 200000", server.Requests[1]);
        Assert.Equal(File, await System.IO.File.ReadAllBytesAsync(Target, TestContext.Current.CancellationToken));
        Assert.Empty(Parts);
    }

    [Fact]
    public async Task RunAsync_ServerWithoutRanges_BeginsAgain()
    {
        using var server = new FileServer(File) { CutAfter = 100_000, KnowsRanges = false };
        await Assert.ThrowsAsync<SpotterException>(() => PullAsync(server));
        server.CutAfter = int.MaxValue;

        Assert.True(await PullAsync(server));

        Assert.Equal(File, await System.IO.File.ReadAllBytesAsync(Target, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task RunAsync_OtherBytes_AreThrownAway()
    {
        using var server = new FileServer(Content(300_000, seed: 2));

        SpotterException error = await Assert.ThrowsAsync<SpotterException>(() => PullAsync(server));

        Assert.Contains("has the SHA-256 ", error.Message, StringComparison.Ordinal);
        Assert.Contains($"instead of {Model.Sha256}", error.Message, StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists(Target));
        Assert.All(Parts, static part => Assert.Equal(0, new FileInfo(part).Length));
    }

    [Fact]
    public async Task RunAsync_LongerFile_IsNotTakenToItsEnd()
    {
        using var server = new FileServer(Content(3_000_000, seed: 1));
        var told = new Bytes();

        SpotterException error = await Assert.ThrowsAsync<SpotterException>(() => PullAsync(server, told));

        Assert.Contains("is longer than expected", error.Message, StringComparison.Ordinal);
        Assert.InRange(told.Last, 0, File.Length);
    }

    [Theory]
    [InlineData("404 Not Found", "the server answers 404 NotFound")]
    [InlineData("503 Busy", "the server answers 503 ServiceUnavailable")]
    public async Task RunAsync_RefusingServer_SaysWhatItAnswers(string status, string text)
    {
        using var server = new FileServer(File) { Status = status };

        SpotterException error = await Assert.ThrowsAsync<SpotterException>(() => PullAsync(server));

        Assert.Contains(text, error.Message, StringComparison.Ordinal);
        Assert.Contains("--models-address", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public async Task RunAsync_NoServer_SaysSo()
    {
        var server = new FileServer(File);
        Uri address = server.Address;
        server.Dispose();

        SpotterException error = await Assert.ThrowsAsync<SpotterException>(() =>
            new ModelPull(_client, _store).RunAsync(
                Model,
                address,
                cancellationToken: TestContext.Current.CancellationToken
            )
        );

        Assert.StartsWith($"{address}/tiny.onnx: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_NoRoom_AsksForNothing()
    {
        using var server = new FileServer(File);

        SpotterException error = await Assert.ThrowsAsync<SpotterException>(() =>
            new ModelPull(_client, _store) { Room = static _ => 1000 }.RunAsync(
                Model,
                server.Address,
                cancellationToken: TestContext.Current.CancellationToken
            )
        );

        Assert.Contains("has no room for tiny, which needs 0.3 MB more", error.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task RunAsync_FileOfAnotherHand_StaysAsItIs()
    {
        using var server = new FileServer(File);
        Directory.CreateDirectory(_store.Folder);
        await System.IO.File.WriteAllTextAsync(Target, "mine", TestContext.Current.CancellationToken);

        SpotterException error = await Assert.ThrowsAsync<SpotterException>(() => PullAsync(server));

        Assert.Contains("is there and is not the model tiny", error.Message, StringComparison.Ordinal);
        Assert.Equal("mine", await System.IO.File.ReadAllTextAsync(Target, TestContext.Current.CancellationToken));
        Assert.False(_store.Has(Model));
    }

    [Fact]
    public async Task RunAsync_TwoAtOnce_OneFetchesAndTheOtherSaysSo()
    {
        var gate = new TaskCompletionSource();
        using var server = new FileServer(File) { Gate = gate.Task };
        var told = new Bytes();
        Task<bool> first = PullAsync(server, told);
        await Waiting.UntilAsync(() => told.Last > 0, "nothing came");

        SpotterException error = await Assert.ThrowsAsync<SpotterException>(() => PullAsync(server));

        Assert.Contains("is being fetched by another run", error.Message, StringComparison.Ordinal);
        gate.SetResult();
        Assert.True(await first);
        Assert.Equal(File, await System.IO.File.ReadAllBytesAsync(Target, TestContext.Current.CancellationToken));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task RunAsync_Stopped_KeepsWhatCame()
    {
        var gate = new TaskCompletionSource();
        using var server = new FileServer(File) { Gate = gate.Task };
        using var stop = new CancellationTokenSource();
        var told = new Bytes();
        Task<bool> pull = new ModelPull(_client, _store).RunAsync(Model, server.Address, told, stop.Token);
        await Waiting.UntilAsync(() => told.Last >= File.Length / 2, "half of it did not come");

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pull);
        gate.SetResult();
        Assert.True(new FileInfo(Assert.Single(Parts)).Length > 0);
        Assert.True(await PullAsync(server));
        Assert.DoesNotContain("from 0", server.Requests[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Resolve_NamesAndFiles_AreToldApart()
    {
        PublicModel known = PublicModel.Get("YuNet");
        SpotterException error = Assert.Throws<SpotterException>(() => _store.Resolve("yunet"));
        Assert.Contains("fetch it with spotter models pull yunet", error.Message, StringComparison.Ordinal);
        Directory.CreateDirectory(_store.Folder);
        using (FileStream file = System.IO.File.Create(_store.PathOf(known)))
        {
            file.SetLength(known.Bytes);
        }

        Assert.Equal(_store.PathOf(known), _store.Resolve("yunet"));
        Assert.Equal("faces", _store.Resolve("faces"));
        Assert.Equal("./other.onnx", _store.Resolve("./other.onnx"));
        Assert.Contains(
            "did you mean yunet?",
            Assert.Throws<SpotterException>(() => PublicModel.Get("yunt")).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void All_PublicModels_AreWhole()
    {
        Assert.NotEmpty(PublicModel.All);
        Assert.All(PublicModel.All, static model =>
        {
            Assert.Equal("https", model.Address.Scheme);
            Assert.Equal("https", model.LicenceAddress.Scheme);
            Assert.Matches("^[0-9a-f]{64}$", model.Sha256);
            Assert.True(model.Bytes > 0);
            Assert.Contains(model.Kind, new[] { "detector", "classifier" });
            Assert.Matches("^[a-z0-9-]+$", model.Name);

            // A name that a built-in model has would never be reached.
            Assert.Null(ModelCatalog.Resolve(model.Name));
        });
        Assert.Equal(PublicModel.All.Count, PublicModel.All.Select(static model => model.Name).Distinct().Count());
    }

    /// <summary>What is published is what was looked at, where that is on this machine.</summary>
    [Fact]
    public void All_FilesOfTheDevelopmentData_HaveTheirChecksums()
    {
        if (DevelopmentData.Find("models") is not { } folder)
        {
            Assert.Skip("the development data is not here");
            return;
        }

        string[] known =
        [
            .. Directory
                .EnumerateFiles(folder, "*.onnx", SearchOption.AllDirectories)
                .Select(static file =>
                    $"{Convert.ToHexStringLower(SHA256.HashData(System.IO.File.ReadAllBytes(file)))} "
                    + $"{new FileInfo(file).Length}"
                ),
        ];
        string[] names = ["fastestdet", "nanodet", "ultra-light-320", "yunet"];
        Assert.All(names, name =>
            Assert.Contains($"{PublicModel.Get(name).Sha256} {PublicModel.Get(name).Bytes}", known)
        );
    }

    private Task<bool> PullAsync(FileServer server, IProgress<long>? told = null) =>
        new ModelPull(_client, _store).RunAsync(Model, server.Address, told, TestContext.Current.CancellationToken);

    private static byte[] Content(int length, int seed)
    {
        byte[] content = new byte[length];
        new Random(seed).NextBytes(content);
        return content;
    }

    private static PublicModel Known(byte[] file) =>
        new(
            "tiny",
            "detector",
            "nothing",
            "none",
            new Uri("https://example.invalid/tiny.onnx"),
            Convert.ToHexStringLower(SHA256.HashData(file)),
            file.Length,
            "MIT",
            new Uri("https://example.invalid/LICENSE"),
            "none"
        );

    private sealed class Bytes : IProgress<long>
    {
        private long _last;

        public long Last => Interlocked.Read(ref _last);

        public void Report(long value) => Interlocked.Exchange(ref _last, value);
    }
}
