using System.Globalization;
using System.Text;
using Spotter.Vision.Images;

namespace Spotter.Media.Video;

/// <summary>
/// High dynamic range (ITU-R BT.2100: HLG and PQ) and wide primaries (BT.2020, Display P3) to the colours of BT.709,
/// which the detectors know and every screen shows. ffmpeg applies it as a table that is computed here: its own
/// converters are not in every build.
/// </summary>
/// <remarks>
/// White of the standard range is at 100 cd/m2, as in ffmpeg's and most players' conversions. Up to half of that
/// brightness stays what it is; what is above, up to 1000 cd/m2, is brought into the rest by a Möbius curve over the
/// largest channel, so that hues stay.
/// </remarks>
internal sealed record WideColor(string Transfer, string Primaries)
{
    private const int Size = 33;
    private const double PeakOverWhite = 10;
    private const double Knee = 0.5;
    private static readonly Lazy<string> Folder = new(MakeFolder);
    private static readonly Lock Writing = new();

    /// <summary>What a stream needs; null where its colours are those of BT.709 or near.</summary>
    public static WideColor? Of(string? transfer, string? primaries)
    {
        string curve = transfer is "smpte2084" or "arib-std-b67" ? transfer : "";
        string gamut =
            primaries is "bt2020" or "smpte432" ? primaries
            : curve.Length > 0 && primaries is null ? "bt2020"
            : "";
        return curve.Length + gamut.Length == 0 ? null : new WideColor(curve, gamut);
    }

    /// <summary>The file that <see cref="Filters"/> names, written once a process.</summary>
    public string Table
    {
        get
        {
            string path = Path.Combine(Folder.Value, $"{Transfer}-{Primaries}.cube");
            lock (Writing)
            {
                if (!File.Exists(path))
                {
                    File.WriteAllText(path, Cube());
                }
            }

            return path;
        }
    }

    /// <summary>Filters of ffmpeg from the video's own samples to 4:2:0 in limited range of BT.709.</summary>
    /// <param name="matrix">The matrix that the chroma was made with.</param>
    public IEnumerable<string> Filters(YuvMatrix matrix)
    {
        string from = matrix switch
        {
            YuvMatrix.Bt2020 => "bt2020",
            YuvMatrix.Bt709 => "bt709",
            _ => "bt601",
        };
        return
        [
            $"scale=in_color_matrix={from}:flags=accurate_rnd+full_chroma_int",
            "format=gbrp12le",
            $"lut3d=file={Escape(Table)}:interp=tetrahedral",
            "scale=out_color_matrix=bt709:out_range=tv:flags=accurate_rnd",
        ];
    }

    /// <summary>A colour of the video, 0..1 a channel as it is stored, in BT.709.</summary>
    internal (double R, double G, double B) Convert(double r, double g, double b)
    {
        (double red, double green, double blue) = Transfer switch
        {
            "smpte2084" => (Pq(r), Pq(g), Pq(b)),
            "arib-std-b67" => Hlg(r, g, b),
            _ => (Math.Pow(r, 2.4), Math.Pow(g, 2.4), Math.Pow(b, 2.4)),
        };

        // From the primaries' chromaticities, white D65.
        (red, green, blue) = Primaries switch
        {
            "bt2020" => (
                (1.660491 * red) - (0.587641 * green) - (0.072850 * blue),
                (-0.124550 * red) + (1.132900 * green) - (0.008349 * blue),
                (-0.018151 * red) - (0.100579 * green) + (1.118730 * blue)
            ),
            "smpte432" => (
                (1.224940 * red) - (0.224940 * green),
                (-0.042057 * red) + (1.042057 * green),
                (-0.019638 * red) - (0.078636 * green) + (1.098274 * blue)
            ),
            _ => (red, green, blue),
        };
        double most = Math.Max(red, Math.Max(green, blue));
        double scale = Transfer.Length > 0 && most > Knee ? Compress(most) / most : 1;
        return (Encode(red * scale), Encode(green * scale), Encode(blue * scale));
    }

    private static double Encode(double linear) => Math.Pow(Math.Clamp(linear, 0, 1), 1 / 2.4);

    private static double Compress(double value)
    {
        const double A = -Knee * Knee * (PeakOverWhite - 1) / ((Knee * Knee) - (2 * Knee) + PeakOverWhite);
        const double B = ((Knee * Knee) - (2 * Knee * PeakOverWhite) + PeakOverWhite) / (PeakOverWhite - 1);
        return ((B * B) + (2 * B * Knee) + (Knee * Knee)) / (B - A) * (value + A) / (value + B);
    }

    // SMPTE ST 2084, in units of 100 cd/m2.
    private static double Pq(double signal)
    {
        double power = Math.Pow(signal, 32.0 / 2523);
        return 100
            * Math.Pow(Math.Max(power - (3424.0 / 4096), 0) / ((2413.0 / 128) - (2392.0 / 128 * power)), 8192.0 / 1305);
    }

    // ITU-R BT.2100, table 5, on a display of 1000 cd/m2.
    private static (double R, double G, double B) Hlg(double r, double g, double b)
    {
        (r, g, b) = (Scene(r), Scene(g), Scene(b));
        double gain = PeakOverWhite * Math.Pow((0.2627 * r) + (0.6780 * g) + (0.0593 * b), 0.2);
        return (r * gain, g * gain, b * gain);

        static double Scene(double signal) =>
            signal <= 0.5 ? signal * signal / 3 : (Math.Exp((signal - 0.55991073) / 0.17883277) + 0.28466892) / 12;
    }

    private string Cube()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"LUT_3D_SIZE {Size}\n");
        for (int i = 0; i < Size * Size * Size; i++)
        {
            // Red changes first.
            (double r, double g, double b) = Convert(
                i % Size / (Size - 1.0),
                i / Size % Size / (Size - 1.0),
                i / (Size * Size) / (Size - 1.0)
            );
            text.Append(CultureInfo.InvariantCulture, $"{r:0.######} {g:0.######} {b:0.######}\n");
        }

        return text.ToString();
    }

    private static string MakeFolder()
    {
        string folder = Directory.CreateTempSubdirectory("spotter-colours-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Left to whoever empties the folder of temporary files.
            }
        };
        return folder;
    }

    // A value within a filter within a chain of filters: each of the two takes its own signs away.
    private static string Escape(string path)
    {
        var text = new StringBuilder();
        foreach (char c in path.Replace('\\', '/'))
        {
            text.Append(
                c is ':' or '\'' ? "\\\\\\" + c
                : c is ',' or ';' or '[' or ']' or ' ' ? "\\" + c
                : c.ToString()
            );
        }

        return text.ToString();
    }
}
