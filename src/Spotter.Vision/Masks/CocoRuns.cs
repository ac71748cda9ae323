// The text form of masks in COCO's annotations: lengths of runs down the columns, outside and inside in turn, beginning
// with outside. From the third on a length is told as the difference to the one before last of its kind; numbers are in
// groups of five bits, the lowest first, each a character from '0' (48) on, with 32 added where more follow.

using System.Text;

namespace Spotter.Vision.Masks;

/// <summary>COCO's compressed run lengths.</summary>
internal static class CocoRuns
{
    private const int First = 48;
    private const int More = 32;
    private const int Group = 5;

    // From here on a length is told as a difference.
    private const int Differences = 3;

    public static string Write(DetectionMask mask, int width, int height)
    {
        Check(width, height);
        var text = new StringBuilder();
        List<long> runs = Runs(mask, width, height);
        for (int i = 0; i < runs.Count; i++)
        {
            Append(text, i >= Differences ? runs[i] - runs[i - 2] : runs[i]);
        }

        return text.ToString();
    }

    public static DetectionMask? Read(string counts, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(counts);
        Check(width, height);
        List<long> runs = Parse(counts, (long)width * height);
        Box box = Bounds(runs, width, height);
        if (box.IsEmpty)
        {
            return null;
        }

        byte[] pixels = new byte[box.Area];
        long at = 0;
        for (int i = 0; i < runs.Count; i++)
        {
            for (long place = at; i % 2 == 1 && place < at + runs[i]; place++)
            {
                (int x, int y) = ((int)(place / height), (int)(place % height));
                pixels[(y - box.Y) * box.Width + x - box.X] = 1;
            }

            at += runs[i];
        }

        return new DetectionMask(box, pixels);
    }

    private static void Check(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
    }

    private static List<long> Runs(DetectionMask mask, int width, int height)
    {
        Box part = mask.Box.Intersect(new Box(0, 0, width, height));
        var runs = new List<long>();
        long run = 0;
        bool isInside = false;
        for (int x = part.X; x < part.Right; x++)
        {
            // Above the box, and below it in the column before.
            Step(false, x == part.X ? (long)x * height + part.Y : height - part.Bottom + part.Y);
            for (int y = part.Y; y < part.Bottom; y++)
            {
                Step(mask.Contains(x, y), 1);
            }
        }

        Step(false, part.IsEmpty ? (long)width * height : (width - part.Right + 1L) * height - part.Bottom);
        runs.Add(run);
        return runs;

        void Step(bool inside, long length)
        {
            if (inside != isInside && length > 0)
            {
                runs.Add(run);
                run = 0;
                isInside = inside;
            }

            run += length;
        }
    }

    private static void Append(StringBuilder text, long number)
    {
        bool more;
        do
        {
            int bits = (int)(number & 31);
            number >>= Group;

            // The highest bit of the last group is the sign.
            more = (bits & 16) != 0 ? number != -1 : number != 0;
            text.Append((char)(First + bits + (more ? More : 0)));
        } while (more);
    }

    private static List<long> Parse(string counts, long pixels)
    {
        var runs = new List<long>();
        long sum = 0;
        for (int at = 0; at < counts.Length; )
        {
            long number = 0;
            int shift = 0;
            int bits;
            do
            {
                bits = at < counts.Length ? counts[at++] - First : -1;
                if (bits is < 0 or >= 64 || shift > 50)
                {
                    throw new FormatException($"counts: is no text of COCO's run lengths, at character {at}");
                }

                number |= (long)(bits & 31) << shift;
                shift += Group;
            } while ((bits & More) != 0);

            number = (bits & 16) != 0 ? number | (-1L << shift) : number;
            number += runs.Count >= Differences ? runs[^2] : 0;
            sum += number;
            if (number < 0 || sum > pixels)
            {
                throw new FormatException($"counts: the runs are not those of a picture of {pixels} pixels");
            }

            runs.Add(number);
        }

        return sum == pixels
            ? runs
            : throw new FormatException($"counts: the runs have {sum} pixels, the picture {pixels}");
    }

    private static Box Bounds(List<long> runs, int width, int height)
    {
        (int left, int top, int right, int bottom) = (width, height, 0, 0);
        long at = 0;
        for (int i = 0; i < runs.Count; at += runs[i++])
        {
            if (i % 2 == 0 || runs[i] == 0)
            {
                continue;
            }

            long last = at + runs[i] - 1;
            left = Math.Min(left, (int)(at / height));
            right = Math.Max(right, (int)(last / height) + 1);
            bool isInColumn = at / height == last / height;
            top = Math.Min(top, isInColumn ? (int)(at % height) : 0);
            bottom = Math.Max(bottom, isInColumn ? (int)(last % height) + 1 : height);
        }

        return right > left ? new Box(left, top, right - left, bottom - top) : default;
    }
}
