using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Spotter.Benchmarks.Training;

/// <summary>PyTorch in a process of its own, which trains when it is asked to and waits otherwise.</summary>
internal sealed class TorchPeer : IDisposable
{
    // Debian's own Python sees Debian's packages; another one on the path may not.
    private const string Python = "/usr/bin/python3";

    private readonly Process _process;

    /// <param name="folder">Pictures, labels and weights, see training_peer.py.</param>
    /// <param name="one">What to train.</param>
    /// <param name="threads">PyTorch's threads.</param>
    public TorchPeer(string folder, TrainingCase one, int threads)
    {
        var start = new ProcessStartInfo(Python)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "Training", "training_peer.py"),
            folder,
            one.Network,
            one.BatchSize.ToString(CultureInfo.InvariantCulture),
            one.LearningRate.ToString(CultureInfo.InvariantCulture),
            threads.ToString(CultureInfo.InvariantCulture),
        ];
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start) ?? throw new InvalidOperationException($"{Python} does not start");
        Version = Answer(TorchPeerJson.Default.Hello).Version;
    }

    public string Version { get; }

    /// <summary>Trains from the first weights over the first pictures.</summary>
    public Training Run(int pictures)
    {
        _process.StandardInput.WriteLine(pictures.ToString(CultureInfo.InvariantCulture));
        _process.StandardInput.Flush();
        return Answer(TorchPeerJson.Default.Training);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private T Answer<T>(System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        string? line = _process.StandardOutput.ReadLine();
        return line is null
            ? throw new InvalidOperationException(
                "the peer ended; it needs the packages python3-torch, python3-numpy and libopenblas0-pthread"
            )
            : JsonSerializer.Deserialize(line, type)!;
    }

    internal sealed record Hello(string Version);

    /// <param name="Seconds">For all steps, without loading.</param>
    /// <param name="Losses">Of the first steps, at most 100.</param>
    internal sealed record Training(double Seconds, double[] Losses);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(TorchPeer.Hello))]
[JsonSerializable(typeof(TorchPeer.Training))]
internal sealed partial class TorchPeerJson : JsonSerializerContext;
