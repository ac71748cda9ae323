using Spotter.Results;
using Spotter.Sources;
using Spotter.Studio.Hosting;

namespace Spotter.Studio.Jobs;

/// <summary>The results of pictures as the files that the tool writes too.</summary>
internal static class ResultFiles
{
    public static readonly string[] Formats = ["json", "csv", "coco"];

    /// <summary>Makes the file of some pictures' results, in memory.</summary>
    /// <exception cref="ProblemException">There is no such format.</exception>
    public static async Task<(byte[] Content, string ContentType, string Name)> MakeAsync(
        string format,
        IReadOnlyList<Job> jobs,
        string folder
    )
    {
        string path = Path.Combine(folder, $".{Guid.NewGuid():N}.result");
        try
        {
            using (IResultWriter writer = Open(format, jobs, path))
            {
                foreach (Job job in jobs)
                {
                    JobProgress found = job.Progress;
                    writer.Write(
                        new PictureSource(job.Name, job.Name),
                        new PictureResult(job.Name, found.Width, found.Height, found.Detections, found.Milliseconds)
                    );
                }

                writer.Complete();
            }

            (string contentType, string extension) = format switch
            {
                "csv" => ("text/csv", "csv"),
                "coco" => ("application/json", "coco.json"),
                _ => ("application/jsonl", "jsonl"),
            };
            return (await File.ReadAllBytesAsync(path), contentType, $"detections.{extension}");
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static IResultWriter Open(string format, IReadOnlyList<Job> jobs, string path) =>
        format switch
        {
            "csv" => new CsvWriter(path),
            "coco" => new CocoWriter(
                path,
                [
                    .. jobs.SelectMany(static job => job.Request.Application.Detector.Labels)
                        .Distinct(StringComparer.Ordinal),
                ]
            ),
            "json" => new OwnedJsonLines(File.Create(path)),
            _ => throw ProblemException.BadRequest($"format must be one of {string.Join(", ", Formats)}"),
        };

    /// <summary>A writer of lines that closes its file.</summary>
    private sealed class OwnedJsonLines(FileStream file) : IResultWriter
    {
        private readonly JsonLinesWriter _lines = new(file);

        public void Write(PictureSource source, PictureResult result) => _lines.Write(source, result);

        public void Complete() => _lines.Complete();

        public void Dispose()
        {
            _lines.Dispose();
            file.Dispose();
        }
    }
}
