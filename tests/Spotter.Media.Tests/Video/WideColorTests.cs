using Spotter.Media.Video;
using Spotter.Vision.Images;

namespace Spotter.Media.Tests.Video;

public sealed class WideColorTests(Clips clips)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("smpte2084", 0.508078, 226)] // 100 cd/m2
    [InlineData("smpte2084", 0.580689, 243)] // 203 cd/m2, white of BT.2408
    [InlineData("smpte2084", 0.0, 0)]
    [InlineData("smpte2084", 0.751827, 255)] // 1000 cd/m2
    [InlineData("arib-std-b67", 0.75, 243)] // 203 cd/m2
    [InlineData("arib-std-b67", 0.5, 191)] // 51 cd/m2
    [InlineData("arib-std-b67", 1.0, 255)]
    public void Convert_Gray_HasTheBrightnessOfItsCandelas(string transfer, double signal, int expected)
    {
        (double r, double g, double b) = WideColor.Of(transfer, "bt2020")!.Convert(signal, signal, signal);

        Assert.InRange(g * 255, expected - 3, expected + 3);
        Assert.Equal(g, r, 1e-3);
        Assert.Equal(g, b, 1e-3);
    }

    [Theory]
    [InlineData("bt709", "bt709")]
    [InlineData(null, null)]
    [InlineData("smpte170m", "smpte170m")]
    public void Of_UsualColours_IsNothing(string? transfer, string? primaries) =>
        Assert.Null(WideColor.Of(transfer, primaries));

    [Theory]
    [InlineData("smpte2084", 8)]
    [InlineData("arib-std-b67", 16)] // zimg bends each channel by itself, BT.2100 all of them by the brightness
    public async Task Read_HighDynamicRange_ShowsTheColoursOfBefore(string transfer, int tolerance)
    {
        // Skin, green grass, blue sky at 60 % of white and below, brought to HDR by zimg with white at 100 cd/m2.
        (int R, int G, int B)[] colours = [(180, 120, 100), (60, 120, 50), (70, 110, 180), (110, 110, 110)];
        string input = string.Join(
            ';',
            colours.Select(
                (c, i) => FormattableString.Invariant($"color=0x{c.R:x2}{c.G:x2}{c.B:x2}:s=64x64:r=5:d=0.2[c{i}]")
            )
        );
        string path = clips.Make(
            $"hdr-{transfer}.mp4",
            "-filter_complex",
            $"{input};[c0][c1][c2][c3]hstack=inputs=4,format=gbrp,zscale=tin=bt709:pin=bt709:min=gbr:rin=pc:t=linear:"
                + $"p=bt709:m=gbr:r=pc:npl=100,format=gbrpf32le,zscale=tin=linear:pin=bt709:min=gbr:rin=pc:p=bt2020:"
                + $"t={transfer}:m=bt2020nc:r=tv:npl=100,format=yuv420p10le",
            "-c:v",
            "libx265",
            "-x265-params",
            $"log-level=none:lossless=1:colorprim=bt2020:transfer={transfer}:colormatrix=bt2020nc"
        );
        VideoSource source = VideoSource.Parse(path);
        string output = clips.Path($"sdr-{transfer}.mp4");
        await using (VideoReader video = await VideoReader.OpenAsync(source, cancellationToken: Stop))
        {
            await using var writer = new VideoWriter(output, new VideoWriterOptions { FrameRate = 5 });
            await foreach (Frame frame in video.WithCancellation(Stop))
            {
                for (int i = 0; i < colours.Length; i++)
                {
                    byte[] pixel = frame.Bgr.Pixels[(((32 * frame.Width) + (i * 64) + 32) * 3)..][..3];
                    Assert.InRange(pixel[2], colours[i].R - tolerance, colours[i].R + tolerance);
                    Assert.InRange(pixel[1], colours[i].G - tolerance, colours[i].G + tolerance);
                    Assert.InRange(pixel[0], colours[i].B - tolerance, colours[i].B + tolerance);
                }

                await writer.WriteAsync(frame, Stop);
            }

            await writer.CompleteAsync();
        }

        Assert.Equal(
            ["tv,bt709,bt709,bt709"],
            Clips.Probe(output, "stream=color_range,color_space,color_transfer,color_primaries")
        );
    }
}
