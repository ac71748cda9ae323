using Spotter.Learning.Networks;
using Spotter.Vision.Images;

namespace Spotter.Learning.Datasets;

/// <summary>Data sets of picture files: a folder for each class, or a CSV file with a file and a label a line.</summary>
public static class PictureDataset
{
    private static readonly HashSet<string> PictureExtensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp",
    };

    /// <summary>Reads FOLDER/CLASS/PICTURE. Classes are the folders that hold pictures, in ordinal order of their names.</summary>
    /// <param name="folder">The folder with a folder for each class, at least two.</param>
    /// <param name="shape">The size that pictures are scaled to; 1 channel for gray, 3 for colour.</param>
    /// <param name="loader">Decodes and scales.</param>
    /// <param name="onBadFile">Told about a file that cannot be read, which is then left out; null stops at the first one.</param>
    /// <param name="cancellationToken">Stops between pictures.</param>
    /// <exception cref="DatasetException">There are fewer than two classes, or a file is bad; the message names it.</exception>
    public static ImageDataset LoadFolder(
        string folder, TensorShape shape, PictureLoader loader, Action<DatasetException>? onBadFile = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(loader);
        if (!Directory.Exists(folder))
        {
            throw new DatasetException($"{folder}: no such folder");
        }

        var entries = new List<Entry>();
        var names = new List<string>();
        foreach (string classFolder in Directory.GetDirectories(folder).Order(StringComparer.Ordinal))
        {
            string[] files = [.. Directory.EnumerateFiles(classFolder, "*", SearchOption.AllDirectories)
                .Where(file => PictureExtensions.Contains(Path.GetExtension(file)))
                .Order(StringComparer.Ordinal)];
            if (files.Length > 0)
            {
                entries.AddRange(files.Select(file => new Entry(file, names.Count, null, file)));
                names.Add(Path.GetFileName(classFolder));
            }
        }

        return names.Count < 2
            ? throw new DatasetException($"{folder}: a data set needs at least two folders with pictures, one for each class; found {names.Count}")
            : Load(Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)), entries, names, shape, loader, onBadFile, cancellationToken);
    }

    /// <summary>
    /// Reads a CSV file: a picture and its label a line, optionally a group; files are relative to the CSV file. A first
    /// line that names the columns <c>file,label</c> or <c>file,label,group</c> is skipped.
    /// </summary>
    /// <param name="path">The CSV file, UTF-8, fields in double quotes where they hold commas.</param>
    /// <param name="shape">The size that pictures are scaled to; 1 channel for gray, 3 for colour.</param>
    /// <param name="loader">Decodes and scales.</param>
    /// <param name="classNames">Names of the classes; null takes the labels that occur, in ordinal order.</param>
    /// <param name="onBadFile">Told about a picture that cannot be read, which is then left out; null stops at the first one.</param>
    /// <param name="cancellationToken">Stops between pictures.</param>
    /// <exception cref="DatasetException">A line, a label or a file is wrong; the message names the line.</exception>
    public static ImageDataset LoadCsv(
        string path, TensorShape shape, PictureLoader loader, IReadOnlyList<string>? classNames = null, Action<DatasetException>? onBadFile = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(loader);
        IReadOnlyList<CsvFile.Row> rows = CsvFile.Read(path);
        string[] names = classNames?.ToArray() ?? [.. rows.Select(row => row.Label).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (names.Length < 2)
        {
            throw new DatasetException($"{path}: a data set needs at least two labels, found {names.Length}");
        }

        string root = Path.GetDirectoryName(Path.GetFullPath(path))!;
        bool hasGroups = rows.Any(row => row.Group is not null);
        var entries = new List<Entry>(rows.Count);
        foreach (CsvFile.Row row in rows)
        {
            int label = Array.IndexOf(names, row.Label);
            if (label < 0)
            {
                throw new DatasetException($"{path}, line {row.Line}: unknown label '{row.Label}'; the classes are {string.Join(", ", names)}");
            }

            if (hasGroups && string.IsNullOrEmpty(row.Group))
            {
                throw new DatasetException($"{path}, line {row.Line}: has no group, but other lines do");
            }

            entries.Add(new Entry(Path.GetFullPath(row.File, root), label, row.Group, $"{path}, line {row.Line}: {row.File}"));
        }

        return Load(Path.GetFileNameWithoutExtension(path), entries, names, shape, loader, onBadFile, cancellationToken);
    }

    private static ImageDataset Load(
        string name, List<Entry> entries, IReadOnlyList<string> names, TensorShape shape, PictureLoader loader, Action<DatasetException>? onBadFile, CancellationToken cancellationToken)
    {
        if ((long)entries.Count * shape.Length > Array.MaxLength)
        {
            throw new DatasetException($"{name}: {entries.Count} pictures of {shape} do not fit into memory; choose a smaller size");
        }

        var pixels = new byte[entries.Count * shape.Length];
        var kept = new List<Entry>(entries.Count);
        foreach (Entry entry in entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                WritePixels(loader(entry.File, shape.Width, shape.Height), shape, pixels.AsSpan(kept.Count * shape.Length, shape.Length));
                kept.Add(entry);
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or InvalidDataException or ArgumentException)
            {
                var named = new DatasetException($"{entry.Place}: {problem.Message}", problem);
                if (onBadFile is null)
                {
                    throw named;
                }

                onBadFile(named);
            }
        }

        if (kept.Count == 0)
        {
            throw new DatasetException($"{name}: none of the {entries.Count} pictures could be read");
        }

        return new ImageDataset(
            name,
            shape,
            kept.Count == entries.Count ? pixels : pixels[..(kept.Count * shape.Length)],
            [.. kept.Select(entry => entry.Label)],
            names,
            kept.Any(entry => entry.Group is not null) ? [.. kept.Select(entry => entry.Group!)] : null,
            [.. kept.Select(entry => entry.File)]);
    }

    internal static void WritePixels(BgrImage image, TensorShape shape, Span<byte> target)
    {
        if (image.Width != shape.Width || image.Height != shape.Height)
        {
            throw new ArgumentException($"the loader gave {image.Width} x {image.Height} pixels instead of {shape.Width} x {shape.Height}");
        }

        if (shape.Channels == 1)
        {
            image.ToGray().Pixels.AsSpan(0, shape.Length).CopyTo(target);
            return;
        }

        ReadOnlySpan<byte> source = image.Pixels.AsSpan(0, shape.Length);
        for (int i = 0; i < source.Length; i += 3)
        {
            (target[i], target[i + 1], target[i + 2]) = (source[i + 2], source[i + 1], source[i]);
        }
    }

    private sealed record Entry(string File, int Label, string? Group, string Place);
}
