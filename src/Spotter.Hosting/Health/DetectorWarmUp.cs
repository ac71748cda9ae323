using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Spotter.Vision.Images;

namespace Spotter.Hosting.Health;

/// <summary>Loads the listed detectors beside the application's start, and lets each search a picture once.</summary>
internal sealed partial class DetectorWarmUp(
    DetectorSet detectors,
    IOptions<SpotterOptions> options,
    ILogger<DetectorWarmUp> logger
) : BackgroundService
{
    private const int Width = 320;
    private const int Height = 240;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        options.Value.Warm ? Task.Run(() => Warm(stoppingToken), stoppingToken) : Task.CompletedTask;

    // What fails here fails again, and is said, where somebody asks for it; the health check tells it meanwhile.
    private void Warm(CancellationToken stoppingToken)
    {
        var picture = new Frame(new BgrImage(Width, Height));
        foreach (string name in detectors.Names)
        {
            try
            {
                // Not under its name: nobody has asked for this search, so that it is not measured.
                detectors.GetUnmeasured(name).Detect(picture, cancellationToken: stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
#pragma warning disable CA1031 // a detector that cannot be loaded must not end the others
            catch (Exception e)
#pragma warning restore CA1031
            {
                LogFailed(name, e.Message);
            }
        }
    }

    [LoggerMessage(2, LogLevel.Error, "Detector {Detector} cannot be loaded: {Problem}")]
    private partial void LogFailed(string detector, string problem);
}
