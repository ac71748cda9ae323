using CsCheck;
using Spotter.Files;
using Spotter.Sources;

namespace Spotter.Tests.Results;

public sealed class OutputNamesTests
{
    [Fact]
    public void Names_AnyInputs_AreDistinctWhateverTheirCase()
    {
        string[] possible = ["a.png", "A.png", "a.jpg", "b.png", "a-2.png", "a-3.jpg", "b"];
        Gen.Int[0, possible.Length - 1]
            .Select(i => possible[i])
            .Array[1, 12]
            .Sample(names =>
            {
                PictureSource[] sources = [.. names.Select((name, i) => new PictureSource($"in/{i}/{name}", name))];
                var outputs = new OutputNames(
                    sources,
                    "out",
                    path => Path.ChangeExtension(path, ".txt"),
                    new Outputs()
                );
                Assert.Equal(
                    names.Length,
                    sources.Select(source => outputs[source]).Distinct(StringComparer.OrdinalIgnoreCase).Count()
                );
                Assert.All(sources, source => Assert.EndsWith(".txt", outputs[source], StringComparison.Ordinal));
            });
    }

    [Fact]
    public void Names_OverAnInputBehindALink_AreRefused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights there");
        using var folder = new TemporaryFolder();
        string input = folder.Touch("real/a.png");
        Directory.CreateSymbolicLink(folder.PathOf("link"), folder.PathOf("real"));
        var error = Assert.Throws<OutputException>(() =>
            new OutputNames(
                [new PictureSource(input, "a.png")],
                folder.PathOf("link"),
                path => path,
                new Outputs([input], true)
            )
        );
        Assert.Contains("a.png", error.Message, StringComparison.Ordinal);
    }
}
