using Spotter.Fuzzing.Loop;

namespace Spotter.Fuzzing;

/// <summary>The inputs that a target begins with.</summary>
internal static class Corpus
{
    /// <summary>Tells the copy of the program, which may lie elsewhere, where the checkout is.</summary>
    public const string Variable = "SPOTTER_FUZZ_REPOSITORY";

    /// <summary>The checkout that the program was built in.</summary>
    public static string Repository { get; } = Environment.GetEnvironmentVariable(Variable) ?? FindRepository();

    /// <summary>
    /// What the target makes itself, the files of the repository, findings of the past among them, and what earlier
    /// runs kept.
    /// </summary>
    public static IEnumerable<byte[]> Of(FuzzTarget target, TargetFolder places)
    {
        foreach (byte[] seed in target.Seeds())
        {
            yield return seed;
        }

        foreach (string folder in (string[])[Path.Combine(Repository, "fuzzing", "corpus", target.Name), places.Queue])
        {
            string[] files = Directory.Exists(folder) ? Directory.GetFiles(folder) : [];
            foreach (string file in files.Order(StringComparer.Ordinal))
            {
                yield return File.ReadAllBytes(file);
            }
        }
    }

    private static string FindRepository()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Spotter.slnx")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("the program must be inside of the checkout");
    }
}
