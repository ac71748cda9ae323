using System.Globalization;

namespace Spotter.Workshop.Labels;

/// <summary>OpenCV's info.dat: <c>picture count x y w h x y w h ...</c>, a line a picture.</summary>
internal static class OpenCvReader
{
    private const int NumbersABox = 4;

    public static void Read(string path, LabelCollection collection)
    {
        var finder = new PictureFinder(
            collection.Options,
            Path.GetDirectoryName(path) ?? "",
            Path.GetDirectoryName(path) ?? "",
            ""
        );
        int number = 0;
        int entries = 0;
        foreach (string text in TextLines.Of(path))
        {
            number++;
            string line = text.Trim();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            entries++;
            string place = $"{path}, line {number}";
            collection.Add(() => ReadLine(line, place, finder, collection));
        }

        if (entries == 0)
        {
            throw new LabelException($"{path}: holds no labels; a line is: picture count x y width height ...");
        }
    }

    private static LabelledPicture? ReadLine(
        string line,
        string place,
        PictureFinder finder,
        LabelCollection collection
    )
    {
        string[] fields = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        int countAt = FindCount(fields);
        if (countAt < 0)
        {
            throw new LabelException(
                $"{place}: expected: picture count x y width height ..., with {NumbersABox} numbers a box, got "
                    + $"'{Shorten(line)}'"
            );
        }

        // Whatever stands before the count is the name, blanks and all.
        int nameLength = EndOf(line, countAt);
        string picture = finder.Find(line[..nameLength].TrimEnd(), place);
        var pixels = new PixelBoxes(picture, collection);
        for (int at = countAt + 1; at < fields.Length; at += NumbersABox)
        {
            string boxPlace = $"{place}, box {((at - countAt) / NumbersABox) + 1}";
            double[] n =
            [
                .. fields.AsSpan(at, NumbersABox).ToArray().Select(field => LabelNumber.Parse(field, boxPlace)),
            ];
            pixels.Add(
                new LabelEdges(n[0], n[1], n[2], n[3]),
                collection.Options.ObjectLabel,
                isIgnored: false,
                boxPlace
            );
        }

        return pixels.Labelled;
    }

    // A name may hold blanks and numbers: the count is the first number with just as many boxes behind it.
    private static int FindCount(string[] fields)
    {
        for (int i = 1; i < fields.Length; i++)
        {
            if (
                int.TryParse(fields[i], NumberStyles.None, CultureInfo.InvariantCulture, out int count)
                && (long)count * NumbersABox == fields.Length - i - 1
            )
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Where the first <paramref name="fields"/> fields of the line end.</summary>
    private static int EndOf(string line, int fields)
    {
        int at = 0;
        for (int i = 0; i < fields; i++)
        {
            while (char.IsWhiteSpace(line[at]))
            {
                at++;
            }

            while (!char.IsWhiteSpace(line[at]))
            {
                at++;
            }
        }

        return at;
    }

    private static string Shorten(string line) => line.Length <= 60 ? line : line[..60] + "...";
}
