namespace Spotter.Studio.Datasets;

/// <summary>What people call a set, in a file beside what it holds.</summary>
internal static class StoredTitle
{
    private const string TitleFile = "title.txt";
    private const int MostTitle = 60;

    public static string Read(string folder, string otherwise)
    {
        string path = Path.Combine(folder, TitleFile);
        return File.Exists(path) ? File.ReadAllText(path) : otherwise;
    }

    public static void Write(string folder, string? title, string otherwise)
    {
        string clean = string.Concat((title ?? "").Where(static c => !char.IsControl(c))).Trim();
        File.WriteAllText(
            Path.Combine(folder, TitleFile),
            clean.Length == 0 ? otherwise : clean[..Math.Min(clean.Length, MostTitle)]
        );
    }
}
