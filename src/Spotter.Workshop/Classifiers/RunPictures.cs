using System.Globalization;
using System.Text;
using nietras.SeparatedValues;
using Spotter.Files;
using Spotter.Learning.Datasets;

namespace Spotter.Workshop.Classifiers;

/// <summary>
/// Which pictures a run learns from, decides by and is tested on: part, class, name and content hash of each, in the
/// order of the parts. It is written before the first epoch and kept in the run's folder as <c>pictures.csv</c>.
/// </summary>
internal sealed class RunPictures
{
    public const string FileName = "pictures.csv";

    private const int MostNamed = 3;
    private static readonly string[] Columns = ["part", "class", "name", "content"];
    private readonly IReadOnlyList<Entry> _entries;

    private RunPictures(IReadOnlyList<Entry> entries) => _entries = entries;

    public static RunPictures Of(ClassifierData data) =>
        new([
            .. Entries(data.Train, DatasetPart.Train),
            .. Entries(data.Validation, DatasetPart.Validation),
            .. Entries(data.Test, DatasetPart.Test),
        ]);

    /// <summary>What a run wrote down; null where it was made before runs did.</summary>
    /// <exception cref="RunException">The file is damaged.</exception>
    public static RunPictures? Read(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            using SepReader reader = Sep.New(',')
                .Reader(static options => options with { Unescape = true })
                .FromFile(path);
            var entries = new List<Entry>();
            foreach (SepReader.Row row in reader)
            {
                DatasetPart part = DatasetParts.Find(row[Columns[0]].ToString())
                    ?? throw new InvalidDataException($"line {row.LineNumberFrom}: no part");
                ulong content = ulong.Parse(
                    row[Columns[3]].Span,
                    NumberStyles.AllowHexSpecifier,
                    CultureInfo.InvariantCulture
                );
                entries.Add(
                    new Entry(
                        part,
                        row[Columns[1]].ToString(),
                        new PictureIdentity(row[Columns[2]].ToString(), content)
                    )
                );
            }

            return new RunPictures(entries);
        }
        catch (Exception problem)
            when (problem
                    is InvalidDataException
                        or FormatException
                        or OverflowException
                        or KeyNotFoundException
                        or ArgumentException
            )
        {
            throw new RunException($"{path}: is damaged: {problem.Message}", problem);
        }
    }

    public byte[] ToBytes()
    {
        var text = new StringBuilder();
        using (SepWriter writer = Sep.New(',').Writer(static options => options with { Escape = true }).To(text))
        {
            foreach (Entry entry in _entries)
            {
                using SepWriter.Row row = writer.NewRow();
                row[Columns[0]].Set(DatasetParts.NameOf(entry.Part));
                row[Columns[1]].Set(entry.ClassName);
                row[Columns[2]].Set(entry.Picture.Name);
                row[Columns[3]].Set(entry.Picture.Content.ToString("x16", CultureInfo.InvariantCulture));
            }
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>What is not as it was; null where all is the same, down to the order.</summary>
    public string? DifferenceTo(RunPictures now)
    {
        if (_entries.SequenceEqual(now._entries))
        {
            return null;
        }

        Dictionary<string, Entry> before = ByName(_entries);
        Dictionary<string, Entry> after = ByName(now._entries);
        string[] lines =
        [
            .. Line("added", after.Keys.Where(name => !before.ContainsKey(name))),
            .. Line("gone", before.Keys.Where(name => !after.ContainsKey(name))),
            .. Line("changed", Both((one, other) => one.Picture.Content != other.Picture.Content)),
            .. Line("of another class", Both(static (one, other) => one.ClassName != other.ClassName)),
            .. Line(
                "in another part",
                Both(static (one, other) => one.Part != other.Part && one.Picture == other.Picture)
            ),
        ];
        return lines.Length == 0 ? "their order" : string.Join("; ", lines);

        IEnumerable<string> Both(Func<Entry, Entry, bool> differs) =>
            before.Keys.Where(name => after.TryGetValue(name, out Entry? other) && differs(before[name], other));
    }

    /// <summary>
    /// The pictures that were neither learned from nor decided by: known by what they show, and in the run's own data
    /// by name as well.
    /// </summary>
    /// <param name="pictures">Of any data set.</param>
    /// <param name="isOwn">Whether they are from where the run has its pictures.</param>
    public int[] Unseen(ImageDataset pictures, bool isOwn)
    {
        // What is in the test part too was counted there when the run was tested: public data sets hold copies.
        var tested = _entries
            .Where(static entry => entry.Part == DatasetPart.Test)
            .ToLookup(static entry => entry.Picture.Content);
        Entry[] seen = [.. _entries.Where(static entry => entry.Part != DatasetPart.Test)];
        HashSet<ulong> contents =
        [
            .. seen.Select(static entry => entry.Picture.Content).Where(content => !tested.Contains(content)),
        ];
        HashSet<string> names = isOwn
            ? seen.Select(static entry => entry.Picture.Name).ToHashSet(StringComparer.Ordinal)
            : [];
        return
        [
            .. Enumerable
                .Range(0, pictures.Count)
                .Where(i =>
                    pictures.IdentityOf(i) is var picture
                    && !contents.Contains(picture.Content)
                    && !names.Contains(picture.Name)
                ),
        ];
    }

    /// <summary>How many of the pictures the run was tested on are among these.</summary>
    public (int Found, int All) Tested(ImageDataset pictures)
    {
        ulong[] tested =
        [
            .. _entries
                .Where(static entry => entry.Part == DatasetPart.Test)
                .Select(static entry => entry.Picture.Content),
        ];
        var now = Enumerable.Range(0, pictures.Count).Select(i => pictures.IdentityOf(i).Content).ToHashSet();
        return (tested.Count(now.Contains), tested.Length);
    }

    /// <summary>How many of these pictures the run did not know.</summary>
    public int NewIn(ImageDataset pictures)
    {
        var known = _entries.Select(static entry => entry.Picture.Content).ToHashSet();
        return Enumerable.Range(0, pictures.Count).Count(i => !known.Contains(pictures.IdentityOf(i).Content));
    }

    /// <summary>Whether a source is where the run has its pictures, under whatever name.</summary>
    public static bool IsSame(string one, string other) =>
        string.Equals(one, other, StringComparison.Ordinal)
        || new RealPath() is var real && real.Of(one) == real.Of(other);

    private static IEnumerable<Entry> Entries(ImageDataset? part, DatasetPart which) =>
        part is null
            ? []
            : Enumerable
                .Range(0, part.Count)
                .Select(i => new Entry(which, part.ClassNames[part.Labels[i]], part.IdentityOf(i)));

    // A table may name a file twice.
    private static Dictionary<string, Entry> ByName(IEnumerable<Entry> entries)
    {
        var byName = new Dictionary<string, Entry>(StringComparer.Ordinal);
        foreach (Entry entry in entries)
        {
            byName.TryAdd(entry.Picture.Name, entry);
        }

        return byName;
    }

    private static IEnumerable<string> Line(string what, IEnumerable<string> names)
    {
        string[] all = [.. names];
        if (all.Length > 0)
        {
            string more = all.Length > MostNamed ? ", ..." : "";
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{all.Length} {what} ({string.Join(", ", all.Take(MostNamed))}{more})"
            );
        }
    }

    private sealed record Entry(DatasetPart Part, string ClassName, PictureIdentity Picture);
}
