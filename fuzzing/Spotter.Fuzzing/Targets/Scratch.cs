using System.Text;

namespace Spotter.Fuzzing.Targets;

/// <summary>Files for readers that take paths, in memory where the system offers that.</summary>
internal static class Scratch
{
    private static readonly Lazy<string> Root = new(Make);

    // 2 x 2 pixels.
    private static readonly byte[] Photo = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEElEQVR4nGP4z8AARAwQCgAf7gP9i18U1AAAAABJRU5ErkJggg=="
    );

    /// <summary>A file that holds these bytes from now on.</summary>
    public static string File(string name, ReadOnlySpan<byte> bytes)
    {
        string path = PathOf(name);
        System.IO.File.WriteAllBytes(path, bytes);
        return path;
    }

    public static string PathOf(string name) => Path.Combine(Root.Value, name);

    /// <summary>A picture, made once.</summary>
    public static void Picture(string name)
    {
        string path = PathOf(name);
        if (!System.IO.File.Exists(path))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            System.IO.File.WriteAllBytes(path, Photo);
        }
    }

    /// <summary>A folder, made once.</summary>
    public static string Folder(string name) => Directory.CreateDirectory(PathOf(name)).FullName;

    public static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>Several texts as one input: what reads several files takes them apart at NUL.</summary>
    public static byte[] Texts(params string[] texts) => Text(string.Join('\0', texts));

    /// <summary>The parts of an input of several.</summary>
    public static byte[][] Parts(byte[] input, int count)
    {
        var parts = new byte[count][];
        int start = 0;
        for (int i = 0; i < count; i++)
        {
            int end = i == count - 1 ? -1 : Array.IndexOf(input, (byte)0, start);
            parts[i] = end < 0 ? input[start..] : input[start..end];
            start = end < 0 ? input.Length : end + 1;
        }

        return parts;
    }

    private static string Make()
    {
        const string memory = "/dev/shm";
        string folder = Path.Combine(
            Directory.Exists(memory) ? memory : Path.GetTempPath(),
            $"spotter-fuzz-{Environment.ProcessId}"
        );
        Directory.CreateDirectory(folder);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    }
}
