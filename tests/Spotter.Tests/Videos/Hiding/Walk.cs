using Spotter.Media;
using Spotter.Media.Video;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Tests.Videos.Hiding;

/// <summary>A clip in which one real face goes a known way over gray.</summary>
internal sealed class Walk
{
    public const int Width = 640;
    public const int Height = 480;

    private const string Photograph = "/usr/share/doc/opencv-doc/examples/data/messi5.jpg";

    // Of the photograph, twice as large: a head and shoulders.
    private static readonly Box Cut = new(190, 55, 110, 120);

    // In it, from the hair to the chin and from ear to ear; YuNet boxes 72,75 60x79.
    private static readonly Box FaceInCut = new(68, 70, 68, 90);

    private readonly BgrImage _cut;
    private readonly Func<int, (int X, int Y)?> _placeOf;

    /// <param name="frames">How many.</param>
    /// <param name="placeOf">Where the cut's corner is in a frame; null where it is not.</param>
    public Walk(int frames, Func<int, (int X, int Y)?> placeOf)
    {
        Assert.SkipUnless(File.Exists(Photograph), "needs OpenCV's sample pictures: apt-get install opencv-doc");
        Frames = frames;
        _placeOf = placeOf;
        _cut = Picture.Load(Photograph).Bgr.Crop(Cut).Resize(2 * Cut.Width, 2 * Cut.Height);
    }

    public int Frames { get; }

    /// <summary>Back and forth at a speed of so many pixels a frame.</summary>
    public static Walk Bouncing(int speed, int frames) =>
        new(frames, i =>
            (Bounce(i * speed, Width - (2 * Cut.Width)), Bounce(40 + (i * speed / 3), Height - (2 * Cut.Height)))
        );

    /// <summary>The part of the face that is in the picture; empty where there is none.</summary>
    public Box FaceIn(int frame) =>
        _placeOf(frame) is { } place
            ? FaceInCut.Offset(place.X, place.Y).Intersect(new Box(0, 0, Width, Height))
            : default;

    /// <summary>Writes it.</summary>
    /// <param name="path">An MP4.</param>
    /// <param name="milliseconds">From a frame to the next; 40 unless given.</param>
    /// <param name="grayOf">The background of a frame; the same unless given.</param>
    /// <param name="pixelAspect">How much wider than high a pixel is shown: so much narrower the picture is
    /// stored.</param>
    public async Task WriteAsync(
        string path,
        Func<int, int>? milliseconds = null,
        Func<int, byte>? grayOf = null,
        (int Width, int Height)? pixelAspect = null
    )
    {
        (int Width, int Height) aspect = pixelAspect ?? (1, 1);
        await using var writer = new VideoWriter(
            path,
            new VideoWriterOptions
            {
                FrameRate = 25,
                Quality = 18,
                PixelAspect = aspect,
            }
        );
        TimeSpan time = TimeSpan.Zero;
        for (int i = 0; i < Frames; i++)
        {
            var frame = new BgrImage(Width, Height);
            frame.Pixels.AsSpan().Fill(grayOf?.Invoke(i) ?? 128);
            if (_placeOf(i) is { } place)
            {
                Paste(frame, place.X, place.Y);
            }

            BgrImage stored = aspect == (1, 1) ? frame : frame.Resize(Width * aspect.Height / aspect.Width, Height);
            await writer.WriteAsync(stored, time, TestContext.Current.CancellationToken);
            time += TimeSpan.FromMilliseconds(milliseconds?.Invoke(i) ?? 40);
        }

        await writer.CompleteAsync();
    }

    private static int Bounce(int way, int room) => way % (2 * room) is var at && at <= room ? at : (2 * room) - at;

    private void Paste(BgrImage frame, int left, int top)
    {
        Box part = new Box(left, top, _cut.Width, _cut.Height).Intersect(new Box(0, 0, Width, Height));
        for (int y = part.Y; y < part.Bottom; y++)
        {
            _cut.Pixels.AsSpan((((y - top) * _cut.Width) + part.X - left) * 3, part.Width * 3)
                .CopyTo(frame.Pixels.AsSpan(((y * Width) + part.X) * 3));
        }
    }
}
