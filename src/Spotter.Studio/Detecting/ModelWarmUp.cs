using Spotter.Media;
using Spotter.Media.Pictures;
using Spotter.Studio.Hosting;
using Spotter.Studio.Scheduling;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Studio.Detecting;

/// <summary>
/// Searches a picture of nothing again and again when somebody opens the page, until the runtime has compiled the
/// search for speed: the first frames of a camera would otherwise take ten times as long as the rest.
/// </summary>
internal sealed class ModelWarmUp(FairScheduler scheduler, DetectorShelf shelf, StudioLog log, StudioLifetime lifetime)
{
    private const string Lane = "warm-up";
    private const int Width = 640;
    private const int Height = 480;

    // The runtime compiles a method anew after 30 calls, and once more with what it has seen by then.
    private const int Searches = 70;

    // Compiled code belongs to the process, whatever studio asked for it.
    private static int _hasBegun;

    /// <summary>Begins, once a process, and does not wait; others take their turns in between.</summary>
    public void Begin()
    {
        if (Interlocked.Exchange(ref _hasBegun, 1) == 0)
        {
            _ = Task.Run(RunAsync);
        }
    }

    private async Task RunAsync()
    {
        try
        {
            byte[] encoded = Texture().Encode(PictureFormat.Jpeg);
            IDetector detector = shelf.Get(DetectorShelf.Default).Detector;
            DetectionOptions options = new SearchSettings { MinSize = 60 }.ToOptions(detector);
            for (int i = 0; i < Searches; i++)
            {
                await scheduler.RunAsync(
                    Lane,
                    () =>
                        SearchedPicture.Search(
                            encoded,
                            detector,
                            options,
                            PictureLoadOptions.Default,
                            lifetime.Stopping
                        ),
                    lifetime.Stopping
                );
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The studio closes.
        }
#pragma warning disable CA1031 // what fails here will fail again where somebody waits for it
        catch (Exception e)
#pragma warning restore CA1031
        {
            log.Fault("warm-up", e);
        }
    }

    // Something for every stage to look at: slopes of all lengths.
    private static BgrImage Texture()
    {
        var picture = new BgrImage(Width, Height);
        for (int i = 0; i < Width * Height; i++)
        {
            int x = i % Width;
            int y = i / Width;
            picture.Pixels.AsSpan(i * 3, 3).Fill((byte)(((x * x) + (y * y * 3)) >> 8));
        }

        return picture;
    }
}
