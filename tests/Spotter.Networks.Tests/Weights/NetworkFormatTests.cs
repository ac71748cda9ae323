using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Spotter.Networks.Graphs;
using Spotter.Networks.Layers;
using Spotter.Networks.Tests.Operations;
using Spotter.Networks.Weights;

namespace Spotter.Networks.Tests.Weights;

public sealed class NetworkFormatTests : IDisposable
{
    private const int HeaderLength = 14;
    private const int HashLength = 32;

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"spotter-{Guid.NewGuid():N}.network");

    public void Dispose() => File.Delete(_path);

    [Theory]
    [MemberData(nameof(LayerCases.Names), MemberType = typeof(LayerCases))]
    public void Load_WhatSaveWrote_SameClassifier(string name)
    {
        (TensorShape input, Layer[] layers) = LayerCases.Of(name);
        ImageClassifier classifier = input.IsImage
            ? Create(TensorShape.Image(input.Height, input.Width, input.Channels == 1 ? 1 : 3), layers)
            : Create(TensorShape.Image(2, 2, 3), [new Flatten(), .. layers]);
        classifier.Save(_path);
        ImageClassifier loaded = ImageClassifier.Load(_path);

        byte[] pixels = Pixels(classifier, 3);
        Assert.Equal(classifier.Predict(pixels, 3), loaded.Predict(pixels, 3));
        Assert.Equal(classifier.ClassNames, loaded.ClassNames);
        Assert.Equal(classifier.Normalization, loaded.Normalization);
        Assert.Equal(classifier.Network.Summary(), loaded.Network.Summary());
        Assert.Equal(classifier.ToBytes(), loaded.ToBytes());
    }

    [Theory]
    [MemberData(nameof(GraphCases.Names), MemberType = typeof(GraphCases))]
    public void Read_GraphThatWasWritten_SameGraph(string name)
    {
        NetworkGraph network = GraphCases.Create(name);
        var content = new NetworkContent(
            network,
            PixelNormalization.ZeroToOne(network.InputShape.Channels == 1 ? 1 : 3),
            ["one"]
        );
        byte[] bytes = NetworkFormat.Write(content, WeightPrecision.Single);
        NetworkContent again = NetworkFormat.Read(bytes, "graph");
        Assert.Equal(network.Summary(), again.Network.Summary());
        Assert.Equal(network.OutputNames, again.Network.OutputNames);
        Assert.Equal(
            network.Parameters.SelectMany(static parameter => parameter.ToArray()),
            again.Network.Parameters.SelectMany(static parameter => parameter.ToArray())
        );
        Assert.Equal(bytes, NetworkFormat.Write(again, WeightPrecision.Single));
        Refused(bytes);
    }

    [Fact]
    public void ToBytes_HalfPrecision_HalfTheWeightsAndNearlyTheAnswers()
    {
        ImageClassifier classifier = Create();
        byte[] whole = classifier.ToBytes();
        byte[] half = classifier.ToBytes(WeightPrecision.Half);
        int weights = classifier.Network.Parameters.Sum(static parameter => parameter.Count);
        Assert.Equal(2 * weights, whole.Length - half.Length);

        ImageClassifier loaded = ImageClassifier.Load(half, "half");
        byte[] pixels = Pixels(classifier, 4);
        Assert.All(classifier.Predict(pixels, 4).Zip(loaded.Predict(pixels, 4)), static pair =>
            Assert.Equal(pair.First, pair.Second, 0.01f)
        );
        Assert.Equal(half, loaded.ToBytes(WeightPrecision.Half));
    }

    [Fact]
    public void ToBytes_WeightBeyondHalfPrecision_SaysWhich()
    {
        ImageClassifier classifier = Create();
        Parameter bias = classifier.Network.Parameters[^1];
        bias.SetValues([0, 1e6f, 0]);
        Assert.Contains(
            $"{bias.Name} holds 1000000",
            Assert.Throws<ArgumentException>(() => classifier.ToBytes(WeightPrecision.Half)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Load_DamagedBytes_Refused()
    {
        byte[] whole = Create().ToBytes();
        for (int length = 0; length < whole.Length; length += 13)
        {
            Refused(whole[..length]);
        }

        var random = new RandomStream(5, 0);
        for (int i = 0; i < 300; i++)
        {
            byte[] bytes = [.. whole];
            bytes[random.NextInt(bytes.Length)] ^= (byte)(1 + random.NextInt(255));
            Refused(bytes);
        }

        Refused([.. whole, 0]);
    }

    // What a hand that knows the checksum may write: nothing of it reaches the engine or asks for memory.
    [Theory]
    [InlineData("\"units\":3,", "\"units\":2000000000,", "dense_1")]
    [InlineData("\"units\":3,", "\"units\":4,", "dense_1")]
    [InlineData("\"units\":3,", "\"units\":2,", "weights")]
    [InlineData("\"units\":3,", "\"units\":-3,", "Units")]
    [InlineData("\"layer\":\"dense\",\"units\":3", "\"layer\":\"dence\",\"units\":3", "dence")]
    [InlineData("[5,4,1]", "[5,4]", "description")]
    [InlineData("[5,4,1]", "[200000,200000,1]", "too large")]
    [InlineData("\"class_names\":[", "\"class_names\":[\"zero\",", "class names")]
    [InlineData("\"scales\":[0.0078125]", "\"scales\":[0]", "scales")]
    [InlineData("\"network\":", "\"net\":", "net")]
    public void Load_ForgedDescription_Refused(string from, string to, string word)
    {
        byte[] forged = WithDescription(Create().ToBytes(), json =>
        {
            Assert.Contains(from, json, StringComparison.Ordinal);
            return json.Replace(from, to, StringComparison.Ordinal);
        });
        Assert.Contains(word, Refused(forged), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(6, int.MaxValue)]
    [InlineData(6, -1)]
    [InlineData(10, int.MaxValue)]
    [InlineData(10, -1)]
    [InlineData(10, int.MinValue)]
    public void Load_ForgedLengths_Refused(int place, int value)
    {
        byte[] bytes = Create().ToBytes();
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(place), value);
        Assert.Contains("bytes", Refused(Sealed(bytes)), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_WeightThatIsNoNumber_Refused()
    {
        byte[] bytes = Create().ToBytes();
        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(bytes.Length - HashLength - sizeof(float)), float.NaN);
        Assert.Contains("cannot hold NaN", Refused(Sealed(bytes)), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OtherVersionOrFile_SaysSo()
    {
        byte[] bytes = Create().ToBytes();
        bytes[4] = 9;
        Assert.Contains("version 9", Refused(Sealed(bytes)), StringComparison.Ordinal);
        Assert.Contains("no network", Refused("<opencv_storage>"u8.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public void Classify_Picture_AllClassesMostProbableFirst()
    {
        ImageClassifier classifier = Create();
        IReadOnlyList<ClassScore> scores = classifier.Classify(Pixels(classifier, 1));
        Assert.Equal(classifier.ClassNames.Order(), scores.Select(static score => score.ClassName).Order());
        Assert.Equal(
            scores.Select(static score => score.Probability).OrderDescending(),
            scores.Select(static score => score.Probability)
        );
        Assert.Equal(1, scores.Sum(static score => score.Probability), 1e-5f);
        Assert.Throws<ArgumentException>(() => classifier.Classify(new byte[19]));
    }

    private static ImageClassifier Create() =>
        Create(TensorShape.Image(5, 4, 1), [new Flatten(), new Dense(6, ActivationKind.ReLU), new Dense(3)]);

    private static ImageClassifier Create(TensorShape input, Layer[] layers)
    {
        var network = new Sequential(input, layers, seed: 11);
        TestNetworks.RandomizeVectors(network);
        PixelNormalization normalization =
            input.Channels == 1
                ? new PixelNormalization([1 / 128f], [-1])
                : new PixelNormalization([1 / 128f, 1 / 100f, 1 / 90f], [-1, -0.9f, -0.8f]);
        return new ImageClassifier(network, normalization, ["one", "class \"two\" é", "three"]);
    }

    private static byte[] Pixels(ImageClassifier classifier, int count)
    {
        var random = new RandomStream(9, 0);
        var pixels = new byte[count * classifier.Network.InputShape.Length];
        foreach (ref byte pixel in pixels.AsSpan())
        {
            pixel = (byte)random.NextInt(256);
        }

        return pixels;
    }

    private static byte[] WithDescription(byte[] bytes, Func<string, string> change)
    {
        int length = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(6));
        byte[] json = Encoding.UTF8.GetBytes(change(Encoding.UTF8.GetString(bytes, HeaderLength, length)));
        byte[] forged = [.. bytes[..HeaderLength], .. json, .. bytes[(HeaderLength + length)..]];
        BinaryPrimitives.WriteInt32LittleEndian(forged.AsSpan(6), json.Length);
        return Sealed(forged);
    }

    private static byte[] Sealed(byte[] bytes)
    {
        SHA256.HashData(bytes.AsSpan(0, bytes.Length - HashLength), bytes.AsSpan(bytes.Length - HashLength));
        return bytes;
    }

    private static string Refused(byte[] bytes)
    {
        string message = Assert
            .Throws<InvalidDataException>(() => ImageClassifier.Load(bytes, "clothes.network"))
            .Message;
        Assert.StartsWith("clothes.network: ", message, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", message, StringComparison.Ordinal);
        return message;
    }
}
