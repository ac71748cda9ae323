using Spotter.Batches;
using Spotter.Media;
using Spotter.Media.Pictures;
using Spotter.Sources;
using Spotter.Vision.Images;

namespace Spotter.Tests.Batches;

public sealed class ReadAheadTests : IDisposable
{
    private const int Count = 40;
    private const int Workers = 2;

    private readonly TemporaryFolder _folder = new();
    private readonly PictureSource[] _sources;

    public ReadAheadTests()
    {
        _sources =
        [
            .. Enumerable
                .Range(0, Count)
                .Select(i =>
                {
                    string path = _folder.PathOf($"{i}.png");
                    new BgrImage(i + 1, 1).Save(path);
                    return new PictureSource(path, $"{i}.png");
                }),
        ];
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Take_FirstPicture_FindsTheNextInMemoryAndNoMore()
    {
        using var reading = new ReadAhead(_sources, new BatchOptions(), Workers, CancellationToken.None);
        int most = ReadAhead.MostReady(Workers);
        await Waiting.UntilAsync(() => reading.Ready == most, $"other than {most} pictures ready");
        foreach (PictureSource source in _sources)
        {
            File.Delete(source.Name);
        }

        for (int i = 0; i < most; i++)
        {
            Assert.Equal(i + 1, Width(reading.Take(i)));
        }

        PictureException missing = Assert.Throws<PictureException>(() => reading.Take(most));
        Assert.Contains("there is no such file", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Take_OutOfOrderAndSomeMissing_AnswersAll()
    {
        PictureSource[] sources = [.. _sources];
        for (int i = 0; i < Count; i += 5)
        {
            sources[i] = sources[i] with { Problem = "is not there" };
        }

        using var reading = new ReadAhead(sources, new BatchOptions(), 1, CancellationToken.None);
        int[] order = [.. Enumerable.Range(0, Count).Where(static i => i % 5 != 0)];
        for (int i = 0; i + 3 < order.Length; i += 4)
        {
            (order[i], order[i + 3]) = (order[i + 3], order[i]);
        }

        foreach (int index in order)
        {
            Assert.Equal(index + 1, Width(reading.Take(index)));
        }
    }

    [Fact]
    public void Take_Cancelled_WaitsNoLonger()
    {
        using var cancellation = new CancellationTokenSource();
        using var endless = new System.IO.Pipes.AnonymousPipeServerStream();
        using var client = new System.IO.Pipes.AnonymousPipeClientStream(endless.GetClientHandleAsString());
        var options = new BatchOptions { Input = client };
        using var reading = new ReadAhead([new PictureSource("-", "-")], options, 1, cancellation.Token);
        cancellation.CancelAfter(10);
        Assert.ThrowsAny<OperationCanceledException>(() => reading.Take(0));
        endless.Dispose();
    }

    private static int Width(EncodedPicture picture)
    {
        using (picture)
        {
            return picture.Decode(PictureLoadOptions.Default, defers: true).Width;
        }
    }
}
