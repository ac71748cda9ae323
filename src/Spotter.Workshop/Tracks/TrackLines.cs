using System.Globalization;
using System.IO.Compression;
using Spotter.Vision;

namespace Spotter.Workshop.Tracks;

/// <summary>A file of boxes frame by frame, which may be gzipped: MOTChallenge's commas, or KITTI's spaces.</summary>
/// <param name="path">The file itself; where there is none, the one that is called <c>.gz</c> besides is taken.</param>
internal sealed class TrackLines(string path)
{
    private const string Gzip = ".gz";

    /// <summary>Whether the file, or its gzipped twin, is there.</summary>
    public static bool Exist(string path) => File.Exists(path) || File.Exists(path + Gzip);

    /// <summary>What a file is called without its endings.</summary>
    public static string NameOf(string path) => Path.GetFileNameWithoutExtension(WithoutGzip(path));

    /// <summary>A path as it is where the file is not gzipped.</summary>
    public static string WithoutGzip(string path) =>
        path.EndsWith(Gzip, StringComparison.OrdinalIgnoreCase) ? path[..^Gzip.Length] : path;

    /// <summary>The lines that are not blank.</summary>
    /// <exception cref="SpotterException">The file cannot be read.</exception>
    public IEnumerable<TrackLine> Read()
    {
        using StreamReader reader = Open();
        int number = 0;
        while (Next(reader) is { } text)
        {
            number++;
            if (string.IsNullOrWhiteSpace(text))
            {
                continue;
            }

            string[] fields = text.Contains(',', StringComparison.Ordinal)
                ? text.Split(',', StringSplitOptions.TrimEntries)
                : text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            yield return new TrackLine($"{path}, line {number}", fields);
        }
    }

    private StreamReader Open()
    {
        string file = File.Exists(path) ? path : path + Gzip;
        try
        {
            Stream stream = File.OpenRead(file);
            return new StreamReader(
                file.EndsWith(Gzip, StringComparison.OrdinalIgnoreCase)
                    ? new GZipStream(stream, CompressionMode.Decompress)
                    : stream
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SpotterException(SpotterErrorKind.Missing, $"{path}: cannot be read: {e.Message}", e);
        }
    }

    private string? Next(StreamReader reader)
    {
        try
        {
            return reader.ReadLine();
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new SpotterException(SpotterErrorKind.Damaged, $"{path}: cannot be read: {e.Message}", e);
        }
    }
}

/// <summary>A line of such a file.</summary>
/// <param name="Place">File and line, for messages.</param>
/// <param name="Fields">What is between commas or spaces.</param>
internal sealed record TrackLine(string Place, string[] Fields)
{
    // In KITTI's files the third field is a word: Car, DontCare.
    private const int KittiFields = 10;
    private const int MotFields = 6;

    public bool IsKitti => Fields.Length >= KittiFields && Fields[2] is [var first, ..] && char.IsAsciiLetter(first);

    /// <summary>The frame, counted from 1: KITTI counts from 0.</summary>
    public int Frame => IsKitti ? Whole(0) + 1 : Whole(0);

    public int Id => Whole(1);

    /// <summary>
    /// KITTI: left, top, right, bottom from the seventh field on; else left, top, width, height from the third.
    /// </summary>
    public RealBox Box
    {
        get
        {
            Need(MotFields);
            int at = IsKitti ? 6 : 2;
            (double left, double top) = (Number(at), Number(at + 1));
            (double width, double height) = (Number(at + 2), Number(at + 3));
            return IsKitti
                ? RealBox.FromCorner(left, top, width - left, height - top)
                : RealBox.FromCorner(left, top, width, height);
        }
    }

    public double Number(int column)
    {
        Need(column + 1);
        return
            double.TryParse(Fields[column], NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            && double.IsFinite(value)
            ? value
            : throw Wrong($"'{Fields[column]}' is not a number");
    }

    // Some tools write whole numbers as 1.0.
    public int Whole(int column) =>
        Number(column) is var value && Math.Abs(value) <= int.MaxValue && Math.Floor(value) == value
            ? (int)value
            : throw Wrong($"'{Fields[column]}' is not a whole number");

    public void Need(int fields)
    {
        if (Fields.Length < fields)
        {
            throw Wrong(
                $"has {Fields.Length} fields; at least {fields} are needed, in MOTChallenge's or KITTI's format"
            );
        }
    }

    public SpotterException Wrong(string what) => new(SpotterErrorKind.Damaged, $"{Place}: {what}");
}
