using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Spotter.Learning.Classifiers;
using Spotter.Learning.Onnx;
using Spotter.Networks;
using Spotter.Networks.Files;
using Spotter.Workshop.Detectors;

namespace Spotter.Workshop.Classifiers;

/// <summary>The folder of one training run and the files in it. Every file appears whole or not at all.</summary>
public sealed class RunFolder
{
    internal RunFolder(string path) => FullPath = Path.GetFullPath(path);

    /// <summary>The folder's path.</summary>
    public string FullPath { get; }

    /// <summary>The name of the run.</summary>
    public string Name => Path.GetFileName(FullPath);

    /// <summary>
    /// The trained classifier as ONNX, for everybody; of the last complete epoch while the run is going on.
    /// </summary>
    public string ModelPath => PathOf("model.onnx");

    /// <summary>The same classifier in the library's own form, which runs on Spotter.Networks alone.</summary>
    public string NetworkPath => PathOf("model" + ImageClassifier.FileExtension);

    /// <summary>The page with everything about the run.</summary>
    public string ReportPath => PathOf("report.html");

    /// <summary>Where training goes on after an interruption.</summary>
    public string CheckpointPath => PathOf("checkpoint.bin");

    /// <summary>Whether it is trained now, done, or can be resumed.</summary>
    public RunState State =>
        IsLocked() ? RunState.Running
        : !File.Exists(ResultPath) ? RunState.Interrupted
        : HasDiverged() ? RunState.Diverged
        : RunState.Finished;

    /// <summary>Whether it is the run of a detector.</summary>
    public bool IsDetector => File.Exists(DetectorPath);

    /// <summary>The run that a model file belongs to; null for a file from elsewhere.</summary>
    public static RunFolder? OfModel(string path)
    {
        var run = new RunFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        string full = Path.GetFullPath(path);
        return File.Exists(run.ConfigurationPath) && (full == run.ModelPath || full == run.NetworkPath) ? run : null;
    }

    internal string ConfigurationPath => PathOf("configuration.json");

    internal string DetectorPath => PathOf("detector.json");

    private string ResultPath => PathOf("result.json");

    private string MetricsPath => PathOf("metrics.jsonl");

    private string LockPath => PathOf(".lock");

    /// <summary>A file of the run.</summary>
    /// <param name="name">For example <c>curves.png</c>.</param>
    public string PathOf(string name) => Path.Combine(FullPath, name);

    /// <summary>What was asked for.</summary>
    /// <exception cref="RunException">The file is missing or damaged.</exception>
    public RunConfiguration ReadConfiguration() => Read(ConfigurationPath, WorkshopJson.Default.RunConfiguration);

    /// <summary>What a detector's run was asked for.</summary>
    /// <exception cref="RunException">The file is missing or damaged.</exception>
    public DetectorRunConfiguration ReadDetector() => Read(DetectorPath, WorkshopJson.Default.DetectorRunConfiguration);

    /// <summary>What came of a detector's run; null while it is not finished.</summary>
    /// <exception cref="RunException">The file is damaged.</exception>
    public DetectorRunResult? ReadDetectorResult() =>
        File.Exists(ResultPath) ? Read(ResultPath, WorkshopJson.Default.DetectorRunResult) : null;

    /// <summary>What came of it; null while the run is not finished.</summary>
    /// <exception cref="RunException">The file is damaged.</exception>
    public RunResult? ReadResult() => File.Exists(ResultPath) ? Read(ResultPath, WorkshopJson.Default.RunResult) : null;

    /// <summary>The figures of each complete epoch.</summary>
    /// <exception cref="RunException">A line is damaged; the message names it.</exception>
    public IReadOnlyList<EpochMetrics> ReadMetrics()
    {
        var epochs = new List<EpochMetrics>();
        if (!File.Exists(MetricsPath))
        {
            return epochs;
        }

        foreach (string line in File.ReadLines(MetricsPath).Where(static line => line.Length > 0))
        {
            try
            {
                epochs.Add(JsonSerializer.Deserialize(line, WorkshopJson.Lines.EpochMetrics)!);
            }
            catch (JsonException problem)
            {
                throw new RunException($"{MetricsPath}, line {epochs.Count + 1}: {problem.Message}", problem);
            }
        }

        return epochs;
    }

    /// <summary>Which pictures it learns from; null for runs that were made before that was kept.</summary>
    /// <exception cref="RunException">The file is damaged.</exception>
    internal RunPictures? ReadPictures() => RunPictures.Read(FullPath);

    internal void Write(RunPictures pictures) => Write(RunPictures.FileName, pictures.ToBytes());

    internal void Write(RunConfiguration configuration) =>
        Write(ConfigurationPath, JsonSerializer.Serialize(configuration, WorkshopJson.Default.RunConfiguration));

    internal void Write(DetectorRunConfiguration configuration) =>
        Write(DetectorPath, JsonSerializer.Serialize(configuration, WorkshopJson.Default.DetectorRunConfiguration));

    internal void Write(DetectorRunResult result) =>
        Write(ResultPath, JsonSerializer.Serialize(result, WorkshopJson.Default.DetectorRunResult));

    internal void Write(RunResult result) =>
        Write(ResultPath, JsonSerializer.Serialize(result, WorkshopJson.Default.RunResult));

    internal void Write(IReadOnlyList<EpochMetrics> epochs)
    {
        IEnumerable<string> lines = epochs.Select(static epoch =>
            JsonSerializer.Serialize(epoch, WorkshopJson.Lines.EpochMetrics) + "\n"
        );
        Write(MetricsPath, string.Concat(lines));
    }

    internal void Write(string name, ReadOnlySpan<byte> content) => WholeFile.Write(PathOf(name), content);

    internal void Write(ImageClassifier classifier)
    {
        WholeFile.Write(NetworkPath, classifier.ToBytes());
        WholeFile.Write(ModelPath, OnnxFile.ToBytes(classifier));
    }

    /// <summary>Forgets that the run was finished, before it goes on.</summary>
    internal void Reopen() => File.Delete(ResultPath);

    /// <summary>
    /// Keeps other processes from training the same run; the system lets go when the process ends, however it ends.
    /// </summary>
    /// <exception cref="RunException">Another process trains it.</exception>
    internal FileStream Lock()
    {
        try
        {
            return new FileStream(LockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException problem) when (File.Exists(LockPath))
        {
            throw new RunException($"{FullPath}: is being trained by another process; wait for it or stop it", problem);
        }
    }

    private bool HasDiverged()
    {
        try
        {
            return !IsDetector && ReadResult() is { End: TrainingEnd.Diverged };
        }
        catch (RunException)
        {
            return false;
        }
    }

    private bool IsLocked()
    {
        if (!File.Exists(LockPath))
        {
            return false;
        }

        try
        {
            using var probe = new FileStream(LockPath, FileMode.Open, FileAccess.Read, FileShare.None);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void Write(string path, string text) => WholeFile.Write(path, Encoding.UTF8.GetBytes(text));

    private static T Read<T>(string path, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), type)
                ?? throw new RunException($"{path}: is empty");
        }
        catch (Exception problem)
            when (problem
                    is JsonException
                        or NotSupportedException
                        or ArgumentException
                        or FileNotFoundException
                        or DirectoryNotFoundException
            )
        {
            throw new RunException($"{path}: {problem.Message}", problem);
        }
    }
}
