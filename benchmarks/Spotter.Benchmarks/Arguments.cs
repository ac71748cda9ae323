using System.Globalization;
using System.Numerics;

namespace Spotter.Benchmarks;

/// <summary>What every benchmark takes: pictures, folders and a few flags.</summary>
internal sealed class Arguments
{
    private static readonly string[] PictureEndings = [".jpg", ".jpeg", ".png", ".bmp", ".webp"];

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly List<string> _paths = [];

    /// <param name="args">The command line behind the benchmark's name.</param>
    /// <param name="flags">What it takes besides --json; a flag with a value ends with "=".</param>
    /// <exception cref="UsageException">A flag is unknown or lacks its value.</exception>
    public Arguments(string[] args, params string[] flags)
    {
        for (int i = 0; i < args.Length; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
            {
                _paths.Add(args[i]);
            }
            else if (flags.Contains($"{args[i]}=", StringComparer.Ordinal))
            {
                _values[args[i]] =
                    i + 1 < args.Length ? args[++i] : throw new UsageException($"{args[i]} needs a value");
            }
            else
            {
                _values[args[i]] =
                    args[i] == "--json" || flags.Contains(args[i], StringComparer.Ordinal)
                        ? ""
                        : throw new UsageException($"there is no option {args[i]} here");
            }
        }
    }

    public bool Has(string flag) => _values.ContainsKey(flag);

    /// <summary>What is named besides the flags.</summary>
    public IReadOnlyList<string> Paths => _paths;

    /// <summary>The whole number of a flag.</summary>
    /// <exception cref="UsageException">What is given is no whole number above 0.</exception>
    public int Whole(string flag, int unlessGiven) => Numbers(flag, [unlessGiven])[0];

    /// <summary>The numbers of a flag.</summary>
    /// <exception cref="UsageException">One of them is no number above 0.</exception>
    public T[] Numbers<T>(string flag, T[] unlessGiven)
        where T : INumber<T> => Has(flag) ? Array.ConvertAll(List(flag), text => Number<T>(flag, text)) : unlessGiven;

    public string[] List(string flag) => _values.TryGetValue(flag, out string? value) ? value.Split(',') : [];

    /// <summary>The pictures named, those of the folders named, or <paramref name="defaults"/>.</summary>
    public string[] Pictures(params string[] defaults)
    {
        string[] pictures = [.. (_paths.Count > 0 ? _paths : [.. defaults.Where(Path.Exists)]).SelectMany(Expand)];
        return pictures.Length > 0
            ? pictures
            : throw new FileNotFoundException("no pictures: name some, or install the package opencv-doc");
    }

    private static T Number<T>(string flag, string text)
        where T : INumber<T> =>
        T.TryParse(text, CultureInfo.InvariantCulture, out T? number) && T.IsPositive(number) && !T.IsZero(number)
            ? number
            : throw new UsageException($"{flag} takes numbers above 0, got \"{text}\"");

    private static IEnumerable<string> Expand(string path) =>
        Directory.Exists(path)
            ? Directory
                .EnumerateFiles(path, "*", SearchOption.AllDirectories)
                .Where(static file =>
                    PictureEndings.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase)
                )
                .Order(StringComparer.Ordinal)
        : File.Exists(path) ? [path]
        : throw new FileNotFoundException($"there is no picture or folder {path}");
}
