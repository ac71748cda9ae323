using Spotter;
using Spotter.Vision;
using Spotter.Vision.Tracking;

/// <summary>Says who comes and goes in front of a camera: a number, an address (rtsp, http), or a video file.</summary>
class CameraWatch(string camera, [FromKeyedServices("people")] IDetector people, ILogger<CameraWatch> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var tracker = new Tracker();
                var here = new HashSet<int>();
                await foreach (var frame in Frames.From(camera).WithCancellation(stoppingToken))
                {
                    var found = tracker.Update(people.Detect(frame, cancellationToken: stoppingToken), frame);
                    var now = found.Select(person => person.Id).OfType<int>().ToHashSet();
                    foreach (var id in now.Except(here))
                        logger.LogInformation("{Time}: person {Id} came", frame.Timestamp, id);
                    foreach (var id in here.Except(now))
                        logger.LogInformation("{Time}: person {Id} went", frame.Timestamp, id);
                    here = now;
                }

                logger.LogInformation("{Camera} has ended", camera);
                return;
            }
            catch (SpotterException e)
            {
                logger.LogWarning("{Problem}; trying again in 10 s", e.Message);
                await Task.Delay(TimeSpan.FromSeconds(10), stoppingToken);
            }
        }
    }
}
