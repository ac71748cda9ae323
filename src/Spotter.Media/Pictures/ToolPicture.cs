using System.Globalization;
using SkiaSharp;
using Spotter.Media.Video;
using Spotter.Media.Video.Inputs;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Media.Pictures;

/// <summary>
/// Pictures that Skia does not read, TIFF, HEIC and AVIF: their size, turn and profile are read here, their samples by
/// the ffmpeg program, which gets the bytes and is told what they are.
/// </summary>
internal static class ToolPicture
{
    public const string Tiff = "TIFF";
    public const string Heic = "HEIC";
    public const string Avif = "AVIF";
    public const string Formats = $"{Tiff}, {Heic} and {Avif}";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static bool Reads(string format) => format is Tiff or Heic or Avif;

    public static unsafe Frame Decode(byte* encoded, int length, string format, string name, PictureLoadOptions options)
    {
        byte[] file = new ReadOnlySpan<byte>(encoded, length).ToArray();
        Job job = Describe(file, format, name);
        Check(job, format, name, options);
        using var stored = new Scratch((long)job.Width * job.Height * 4);
        if (format == Tiff && TiffHeader.Of(file).IsJpeg)
        {
            FillFromJpeg(stored, file, name);
        }
        else
        {
            Fill(stored, job, format, name);
        }

        if (job.Note is { } note)
        {
            options.OnNote?.Invoke($"{name}: {note}");
        }

        ToSrgb(stored, job);
        for (int y = 0; y < job.Height; y++)
        {
            PixelPacking.BlendOverWhite(stored.Slice((long)y * job.Width * 4, job.Width * 4));
        }

        Orientation orientation = Orientation.Of(job.Origin, job.Width, job.Height);
        byte[] bgr = GC.AllocateUninitializedArray<byte>(checked(job.Width * job.Height * 3));
        orientation.CopyBgr(stored, bgr);
        return new Frame(new BgrImage(bgr, orientation.Width, orientation.Height));
    }

    public static unsafe BoxSize SizeOf(
        byte* encoded,
        int length,
        string format,
        string name,
        PictureLoadOptions options
    )
    {
        Job job = Describe(new ReadOnlySpan<byte>(encoded, length).ToArray(), format, name);
        Check(job, format, name, options);
        Orientation orientation = Orientation.Of(job.Origin, job.Width, job.Height);
        return new BoxSize(orientation.Width, orientation.Height);
    }

    private static Job Describe(byte[] file, string format, string name)
    {
        if (format == Tiff)
        {
            var tiff = TiffHeader.Of(file);
            return new Job
            {
                Width = (int)Math.Min(tiff.Width, int.MaxValue),
                Height = (int)Math.Min(tiff.Height, int.MaxValue),
                Origin = tiff.Origin,
                Profile = tiff.Profile.ToArray(),
                Note = tiff.HasMorePages ? "a TIFF of several pages; the first was read" : null,
                Input =
                [
                    "-frame_size",
                    file.Length.ToString(CultureInfo.InvariantCulture),
                    .. ToolInput.Stream("tiff_pipe").Arguments,
                ],
                Stream = () => file,
            };
        }

        try
        {
            HeifFile heif = HeifFile.Read(file);
            return new Job
            {
                Width = heif.Width,
                Height = heif.Height,
                TileWidth = heif.TileWidth,
                TileHeight = heif.TileHeight,
                Columns = heif.Columns,
                Tiles = heif.Tiles.Count,
                Origin = heif.Origin,
                Profile = heif.Profile,
                Colors = heif.Colors,
                Input = ToolInput.Stream(heif.IsHevc ? "hevc" : "ivf").Arguments,
                Stream = heif.Stream,
            };
        }
        catch (InvalidDataException e)
        {
            throw PictureException.About(
                name,
                $"this {format} picture cannot be read: {e.Message}; convert it to JPEG or PNG",
                e
            );
        }
    }

    private static void Check(Job job, string format, string name, PictureLoadOptions options)
    {
        long pixels = (long)job.Width * job.Height;
        long tiles = (long)job.TileWidth * job.TileHeight * job.Tiles;
        if (pixels < 1 || (job.TileWidth > 0 && (tiles < pixels || tiles > (4 * pixels) + (1 << 24))))
        {
            throw PictureException.About(
                name,
                $"its {format} header claims {job.Width}x{job.Height} pixels; get the file again"
            );
        }

        if (pixels > options.MaxPixels)
        {
            throw PictureException.TooLarge(
                name,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"has {job.Width}x{job.Height} pixels, {pixels / 1e6:0.#} megapixels, above the limit of "
                        + $"{options.MaxPixels / 1e6:0.######}; make it smaller or raise the limit"
                )
            );
        }
    }

    /// <summary>Decodes into four bytes a pixel: blue, green, red, alpha, not multiplied.</summary>
    private static void Fill(Scratch stored, Job job, string format, string name)
    {
        string program = FfmpegPrograms.Find("ffmpeg")
            ?? throw PictureException.About(
                name,
                $"{format} pictures need the program ffmpeg, which is not installed: see spotter doctor; or convert "
                    + $"it to JPEG or PNG"
            );
        (int width, int height) = job.TileWidth > 0 ? (job.TileWidth, job.TileHeight) : (job.Width, job.Height);
        string[] arguments =
        [
            "-hide_banner",
            "-nostats",
            "-v",
            "error",
            "-noautorotate",
            .. job.Input,
            "-map",
            "0:v:0",
            "-frames:v",
            job.Tiles.ToString(CultureInfo.InvariantCulture),
            "-vf",
            string.Create(
                CultureInfo.InvariantCulture,
                $"scale={width}:{height}{job.Matrix}:flags=accurate_rnd+full_chroma_int+bicubic,format=bgra"
            ),
            .. FfmpegFeatures.Passthrough,
            "-c:v",
            "rawvideo",
            "-f",
            "rawvideo",
            "pipe:1",
        ];
        try
        {
            ToolProcess process = ToolProcess.Start(program, arguments, ToolReach.Pipes, takesInput: true);
            using var limit = new Timer(_ => process.Kill(), null, Limit, Timeout.InfiniteTimeSpan);
            try
            {
                Task sending = Task.Run(() => Send(process, job.Stream()));
                bool whole = Receive(process.Output, stored, job, width, height);
                process.Kill();
                sending.GetAwaiter().GetResult();
                process.WaitAsync().GetAwaiter().GetResult();
                if (!whole)
                {
                    throw PictureException.About(
                        name,
                        process.Complaints.Any
                            ? $"its {format} data cannot be decoded ({process.Complaints.Lines[0].TrimEnd('.')}); get "
                                + $"the file again, or convert it to JPEG or PNG"
                            : $"its {format} data is cut short; get the file again"
                    );
                }
            }
            finally
            {
                process.DisposeAsync().AsTask().GetAwaiter().GetResult();
            }
        }
        catch (VideoException e)
        {
            throw PictureException.About(name, $"{format} pictures need the program ffmpeg: {e.Message}", e);
        }
        catch (InvalidDataException e)
        {
            throw PictureException.About(
                name,
                $"this {format} picture cannot be read: {e.Message}; convert it to JPEG or PNG",
                e
            );
        }
    }

    private static void FillFromJpeg(Scratch stored, byte[] file, string name)
    {
        try
        {
            TiffJpeg.Decode(file, stored);
        }
        catch (InvalidDataException e)
        {
            throw PictureException.About(
                name,
                $"its TIFF data cannot be decoded: {e.Message}; get the file again, or convert it to JPEG or PNG",
                e
            );
        }
    }

    private static void Send(ToolProcess process, byte[] content)
    {
        try
        {
            process.Input.Write(content);
        }
        catch (IOException)
        {
            // It has what it wants, or has failed; what comes back tells.
        }

        process.CloseInput();
    }

    private static bool Receive(Stream output, Scratch stored, Job job, int width, int height)
    {
        byte[] row = GC.AllocateUninitializedArray<byte>(width * 4);
        for (int tile = 0; tile < job.Tiles; tile++)
        {
            (int left, int top) = (tile % job.Columns * width, tile / job.Columns * height);
            for (int y = 0; y < height; y++)
            {
                if (output.ReadAtLeast(row, row.Length, throwOnEndOfStream: false) < row.Length)
                {
                    return false;
                }

                int count = Math.Min(width, job.Width - left);
                if (top + y < job.Height && count > 0)
                {
                    row.AsSpan(0, count * 4)
                        .CopyTo(stored.Slice((((long)(top + y) * job.Width) + left) * 4, count * 4));
                }
            }
        }

        return true;
    }

    /// <summary>Applies the profile, and multiplies with alpha.</summary>
    private static unsafe void ToSrgb(Scratch stored, Job job)
    {
        using SKColorSpace? profile =
            job.Profile.Length > 0 ? SKColorSpace.CreateIcc(job.Profile)
            : job.Colors is { Primaries: 12 }
                ? SKColorSpace.CreateRgb(SKColorSpaceTransferFn.Srgb, SKColorSpaceXyz.DisplayP3)
            : null;
        using SKColorSpace srgb = SKColorSpace.CreateSrgb();
        using var source = new SKPixmap(
            new SKImageInfo(job.Width, job.Height, SKColorType.Bgra8888, SKAlphaType.Unpremul, profile ?? srgb),
            (IntPtr)stored.Pointer
        );
        using var target = new Scratch(stored.Length);
        var info = new SKImageInfo(job.Width, job.Height, SKColorType.Bgra8888, SKAlphaType.Premul, srgb);
        if (source.ReadPixels(info, (IntPtr)target.Pointer, info.RowBytes))
        {
            Buffer.MemoryCopy(target.Pointer, stored.Pointer, stored.Length, stored.Length);
        }
    }

    private sealed record Job
    {
        public required int Width { get; init; }

        public required int Height { get; init; }

        /// <summary>0 where the picture is in one piece.</summary>
        public int TileWidth { get; init; }

        public int TileHeight { get; init; }

        public int Columns { get; init; } = 1;

        public int Tiles { get; init; } = 1;

        public SKEncodedOrigin Origin { get; init; }

        public byte[] Profile { get; init; } = [];

        public (int Primaries, int Matrix, bool FullRange)? Colors { get; init; }

        public string? Note { get; init; }

        public required IReadOnlyList<string> Input { get; init; }

        public required Func<byte[]> Stream { get; init; }

        /// <summary>Where the container says how its colours are coded, that holds for the stream.</summary>
        public string Matrix =>
            Colors is not { } colors
                ? ""
                : colors.Matrix switch
                {
                    1 => ":in_color_matrix=bt709",
                    9 or 10 => ":in_color_matrix=bt2020",
                    5 or 6 => ":in_color_matrix=bt601",
                    _ => "",
                } + (colors.FullRange ? ":in_range=pc" : ":in_range=tv");
    }
}
