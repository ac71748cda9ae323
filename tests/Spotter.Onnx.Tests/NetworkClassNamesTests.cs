namespace Spotter.Onnx.Tests;

public sealed class NetworkClassNamesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("names").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("{0: 'cat', 1: 'dog''s', 2: \"it's\"}", null)]
    [InlineData("{0: 'cat', 1: \"dog's\", 2: 'a, b: c'}", "cat|dog's|a, b: c")]
    [InlineData("{\"1\": \"dog\", \"0\": \"cat\"}", "cat|dog")]
    [InlineData("{'dog': 1, 'cat': 0}", "cat|dog")]
    [InlineData("['cat', 'd\\u00f6g', 'o\\'clock']", "cat|dög|o'clock")]
    [InlineData("{0: 'cat', 2: 'dog'}", null)]
    [InlineData("[1, 2]", null)]
    [InlineData("[['cat']]", null)]
    [InlineData("cat", null)]
    [InlineData("{", null)]
    [InlineData("['cat", null)]
    public void TryParseLiteral_Text_AsPythonAndJsonWriteIt(string text, string? expected) =>
        Assert.Equal(expected, NetworkClassNames.TryParseLiteral(text) is { } names ? string.Join('|', names) : null);

    [Theory]
    [InlineData("a.names", "cat\r\nguinea pig\r\n\r\n", "cat|guinea pig")]
    [InlineData("a.txt", "n01440764 tench, Tinca tinca\nn01443537 goldfish\n", "tench, Tinca tinca|goldfish")]
    [InlineData("a.txt", "0 cat\n1 dog\n", "cat|dog")]
    [InlineData("a.txt", "7 cat\n9 dog\n", "7 cat|9 dog")]
    [InlineData("a.json", "[\"cat\", \"dog\"]", "cat|dog")]
    [InlineData("a.json", "{\"model_type\": \"vit\", \"id2label\": {\"0\": \"cat\", \"1\": \"dog\"}}", "cat|dog")]
    [InlineData("a.json", "{\"0\": [\"n01\", \"cat\"], \"1\": [\"n02\", \"dog\"]}", "cat|dog")]
    [InlineData("data.yaml", "train: x\nnames: [cat, 'dog']  # two\nnc: 2\n", "cat|dog")]
    [InlineData("data.yaml", "names:\n  0: cat\n  1: dog\nnc: 2\n", "cat|dog")]
    [InlineData("data.yaml", "names:\n- cat\n- \"dog\"\nnc: 2\n", "cat|dog")]
    public void Load_File_InTheOrderOfTheirNumbers(string name, string text, string expected)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);

        Assert.Equal(expected, string.Join('|', NetworkClassNames.Load(path)));
    }

    [Theory]
    [InlineData("a.json", "{\"model\": 3}")]
    [InlineData("a.json", "no json")]
    [InlineData("data.yaml", "train: x\n")]
    [InlineData("a.txt", "\n\n")]
    [InlineData("a.txt", "\u0000\u0001binary")]
    public void Load_NoNames_OneLineThatNamesTheFile(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);

        SpotterException problem = Assert.Throws<SpotterException>(() => NetworkClassNames.Load(path));

        Assert.StartsWith($"{path}: holds no class names", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem.Message);
    }

    [Fact]
    public void Load_NoFile_SaysSo() =>
        Assert.Contains(
            "no such file",
            Assert.Throws<SpotterException>(() => NetworkClassNames.Load(Path.Combine(_folder, "none.txt"))).Message,
            StringComparison.Ordinal
        );
}
