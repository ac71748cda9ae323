using System.Globalization;
using System.Security.Cryptography;

namespace Spotter.Fuzzing.Loop;

/// <summary>What a target's runs leave behind: inputs that showed something new, findings, how far it came.</summary>
internal sealed class TargetFolder
{
    private readonly string _path;

    /// <param name="root">Of all targets.</param>
    /// <param name="target">Its name.</param>
    public TargetFolder(string root, string target)
    {
        _path = Path.Combine(root, target);
        Directory.CreateDirectory(Queue);
        Directory.CreateDirectory(Findings);
    }

    public string Queue => Path.Combine(_path, "queue");

    public string Findings => Path.Combine(_path, "findings");

    public string Report => Path.Combine(_path, "report.json");

    /// <summary>The input that is read at the moment; what is in it when the process is gone killed it.</summary>
    public string Current => Path.Combine(_path, "current");

    public int FindingCount => Directory.EnumerateFiles(Findings, "*.txt").Count();

    public void Keep(byte[] input) => File.WriteAllBytes(Path.Combine(Queue, Hash(input)), input);

    /// <summary>Keeps a finding; one of the same kind is kept once.</summary>
    /// <param name="kind">What was wrong and where.</param>
    /// <param name="input">What made it so.</param>
    /// <param name="text">All that is known of it.</param>
    /// <returns>Where the input is; null where the kind was known.</returns>
    public string? Add(string kind, byte[] input, string text)
    {
        string name = Hash(System.Text.Encoding.UTF8.GetBytes(kind))[..12];
        string file = Path.Combine(Findings, $"{name}.bin");
        if (File.Exists(file))
        {
            return null;
        }

        File.WriteAllBytes(file, input);
        File.WriteAllText(
            Path.Combine(Findings, $"{name}.txt"),
            string.Create(CultureInfo.InvariantCulture, $"{kind}\n\n{text}\n")
        );
        return file;
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];
}
