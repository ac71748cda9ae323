using System.Globalization;
using Spotter.Media.Signatures;

namespace Spotter.Sources;

/// <summary>What lay among the sources and was not searched, counted by kind: <c>2 .pdf, 1 hidden file</c>.</summary>
public sealed class LeftOut
{
    private readonly Dictionary<(string One, string Many), int> _counts = [];

    /// <summary>Whether nothing was left out.</summary>
    public bool IsEmpty => _counts.Count == 0;

    /// <summary>Whether something may show what the user wanted hidden.</summary>
    public bool MayShowSomething { get; private set; }

    /// <summary>Kinds and counts, the most frequent first.</summary>
    public override string ToString() =>
        string.Join(
            ", ",
            _counts
                .OrderByDescending(static entry => entry.Value)
                .ThenBy(static entry => entry.Key.One, StringComparer.Ordinal)
                .Select(static entry =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{entry.Value:N0} {(entry.Value == 1 ? entry.Key.One : entry.Key.Many)}"
                    )
                )
        );

    /// <summary>Counts what was found elsewhere.</summary>
    internal void Add(LeftOut other)
    {
        MayShowSomething |= other.MayShowSomething;
        foreach (((string One, string Many) kind, int count) in other._counts)
        {
            _counts[kind] = _counts.GetValueOrDefault(kind) + count;
        }
    }

    /// <summary>Counts what is no file to read.</summary>
    internal void Add(string one, string many) => _counts[(one, many)] = _counts.GetValueOrDefault((one, many)) + 1;

    /// <summary>Counts a file that holds neither a picture nor a video that can be read.</summary>
    internal void AddFile(string path, ReadOnlySpan<byte> head)
    {
        string extension = Path.GetExtension(path);
        string kind = extension.Length > 1 ? extension.ToLowerInvariant() : "";

        // What is heard or read is not seen; everything else may hold a picture of somebody.
        MayShowSomething |=
            head.Length > 0 && !FileKind.IsText(head) && FileKind.Of(head) is not { Advice: FileKind.NoPictures };
        Add(kind.Length > 0 ? kind : "file without extension", kind.Length > 0 ? kind : "files without extension");
    }
}
