using SharpFuzz;

namespace Spotter.Fuzzing;

/// <summary>
/// A copy of this program whose Spotter assemblies write down the edges that they take (SharpFuzz). The driver is
/// ours: it reads the map in the same process, so that neither AFL nor libFuzzer nor a pipe is between.
/// </summary>
internal static class Instrumented
{
    private const string Stamp = "instrumented.stamp";

    // The loop itself takes no part.
    private static readonly string Own = typeof(Instrumented).Assembly.GetName().Name!;

    /// <summary>The path of the program's copy; it is made anew where the program is younger.</summary>
    public static string Prepare(string folder)
    {
        string source = AppContext.BaseDirectory;
        string target = Path.Combine(folder, "program");
        string stamp = Path.Combine(target, Stamp);
        string[] ours = [.. Directory.GetFiles(source, "Spotter*.dll")];
        string now = string.Join(
            '\n',
            ours.Select(static file => $"{Path.GetFileName(file)} {File.GetLastWriteTimeUtc(file):O}")
        );
        string program = Path.Combine(target, $"{Own}.dll");
        if (File.Exists(stamp) && File.ReadAllText(stamp) == now)
        {
            return program;
        }

        if (Directory.Exists(target))
        {
            Directory.Delete(target, recursive: true);
        }

        Copy(source, target);
        foreach (string file in ours.Where(static file => Path.GetFileNameWithoutExtension(file) != Own))
        {
            Fuzzer.Instrument(Path.Combine(target, Path.GetFileName(file)), static _ => true, Options.Value);
        }

        File.WriteAllText(stamp, now);
        return program;
    }

    private static void Copy(string source, string target)
    {
        Directory.CreateDirectory(target);
        foreach (string file in Directory.GetFiles(source))
        {
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        }

        foreach (string folder in Directory.GetDirectories(source))
        {
            Copy(folder, Path.Combine(target, Path.GetFileName(folder)));
        }
    }
}
