using Spotter;
using Spotter.Media;
using Spotter.Vision;

/// <summary>Searches each picture that comes into a folder, and draws what it found into done/ beside it.</summary>
class FolderWatch(string folder, [FromKeyedServices("faces")] IDetector faces, ILogger<FolderWatch> logger)
    : BackgroundService
{
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var done = Directory.CreateDirectory(Path.Combine(folder, "done")).FullName;
        var failed = new Dictionary<string, DateTime>();
        using var timer = new PeriodicTimer(Interval);

        // Looking again and again works on network drives too, where notifications of changes do not.
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var path in Directory.EnumerateFiles(folder).Order())
            {
                var written = File.GetLastWriteTimeUtc(path);

                // Whoever copies a file here may not have finished; what failed is tried again when it has changed.
                if (DateTime.UtcNow - written < Interval || failed.GetValueOrDefault(path) == written)
                    continue;
                try
                {
                    var picture = Picture.Load(path);
                    var found = faces.Detect(picture, cancellationToken: stoppingToken);
                    picture.Draw(found);
                    picture.Save(Path.Combine(done, Path.GetFileNameWithoutExtension(path) + ".jpg"));
                    File.Move(path, Path.Combine(done, "original-" + Path.GetFileName(path)), overwrite: true);
                    logger.LogInformation("{Picture}: {Count} faces", Path.GetFileName(path), found.Count);
                }
                catch (SpotterException e)
                {
                    failed[path] = written;
                    logger.LogWarning("{Problem}", e.Message);
                }
            }
        }
    }
}
