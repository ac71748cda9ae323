using System.Globalization;
using System.Runtime.InteropServices;
using Spotter.Media;
using Spotter.Media.Pictures;
using Spotter.Vision.Images;

namespace Spotter.Benchmarks.Batches;

/// <summary>A folder of JPEG files of one size, of which many are one: links that take no room.</summary>
internal sealed partial class PictureSet
{
    // Of so many different ones; more would measure how fast pictures are made.
    private const int MostDifferent = 200;

    private PictureSet(string name, string folder) => (Name, Folder) = (name, folder);

    public string Name { get; }

    public string Folder { get; }

    /// <summary>The different ones.</summary>
    public List<byte[]> Encoded { get; } = [];

    public List<string> Files { get; } = [];

    /// <summary>Squares.</summary>
    public static PictureSet MakeSquare(string folder, IReadOnlyList<string> pictures, int side, int count) =>
        Make($"{side}x{side}", folder, pictures, count, image => image.Resize(side, side));

    /// <summary>Pictures of one width, in their own proportions.</summary>
    public static PictureSet MakeWide(string folder, IReadOnlyList<string> pictures, int width, int count) =>
        Make($"{width} wide", folder, pictures, count, image =>
            image.Resize(width, (int)Math.Round((double)image.Height * width / image.Width))
        );

    /// <summary>Which of the different ones a file is.</summary>
    public int IndexOf(string file) =>
        int.Parse(Path.GetFileNameWithoutExtension(file), CultureInfo.InvariantCulture) % Encoded.Count;

    private static PictureSet Make(
        string name,
        string folder,
        IReadOnlyList<string> pictures,
        int count,
        Func<BgrImage, BgrImage> resize
    )
    {
        var set = new PictureSet(name, Directory.CreateDirectory(folder).FullName);
        foreach (string picture in pictures.Take(Math.Min(MostDifferent, count)))
        {
            try
            {
                set.Encoded.Add(resize(Picture.Load(picture).Bgr).Encode(PictureFormat.Jpeg));
            }
            catch (PictureException e)
            {
                Console.Error.WriteLine($"left out: {e.Message}");
            }
        }

        for (int i = 0; i < count; i++)
        {
            string file = Path.Combine(set.Folder, string.Create(CultureInfo.InvariantCulture, $"{i:000000}.jpg"));
            if (i < set.Encoded.Count || !Link(set.Files[i % set.Encoded.Count], file))
            {
                File.WriteAllBytes(file, set.Encoded[i % set.Encoded.Count]);
            }

            set.Files.Add(file);
        }

        return set;
    }

    private static bool Link(string file, string name) => !OperatingSystem.IsWindows() && HardLink(file, name) == 0;

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int HardLink(string file, string name);
}
