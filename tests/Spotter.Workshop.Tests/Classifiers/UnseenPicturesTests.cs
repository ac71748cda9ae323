using Spotter.Learning;
using Spotter.Learning.Datasets;
using Spotter.Learning.Optimizers;
using Spotter.Media;
using Spotter.Vision.Images;
using Spotter.Workshop.Classifiers;

namespace Spotter.Workshop.Tests.Classifiers;

/// <summary>Noise has nothing to learn: whoever is right about it has seen it before.</summary>
public sealed class UnseenPicturesTests : IDisposable
{
    private const int Epochs = 25;
    private readonly TemporaryFolder _folder = new();
    private readonly RunRepository _runs;
    private readonly Random _random = new(8);

    public UnseenPicturesTests()
    {
        _runs = new RunRepository(_folder.PathOf("runs"));
        foreach (string name in new[] { "a", "b" })
        {
            for (int i = 0; i < 100; i++)
            {
                WriteNoise($"noise/{name}/{i}.png");
            }
        }
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private DatasetRequest Noise => new() { Source = _folder.PathOf("noise") };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Evaluate_NoiseWithFilesAddedGoneAndCopied_StaysAtChance()
    {
        TrainingSession session = Train();
        Assert.True(session.Run.ReadMetrics()[^1].Accuracy > 0.95, "it must know the training pictures by heart");
        EvaluationOutcome same = Evaluate(session, Noise);
        Assert.Equal(0, same.LeftOut);
        Assert.Equal(session.Run.ReadResult()!.Test!.Accuracy, same.Report.Accuracy);

        string train = Names(session, "train,")[0];
        string test = Names(session, "test,")[0];
        File.Delete(_folder.PathOf($"noise/{train}"));
        WriteNoise("noise/a/0000.png");
        File.Copy(_folder.PathOf($"noise/{Names(session, "train,")[1]}"), _folder.PathOf("noise/b/copy.png"));
        File.Move(_folder.PathOf($"noise/{test}"), _folder.PathOf("noise/a/renamed.png"));
        EvaluationOutcome changed = Evaluate(session, Noise);
        Assert.InRange(changed.Report.Accuracy, 0.2, 0.8);
        Assert.InRange(changed.Report.Count, same.Report.Count - 1, same.Report.Count + 1);

        // Shown as other pictures: only those that it has not seen count.
        EvaluationOutcome all = Evaluate(session, Noise with { ValidationShare = 0, TestShare = 0 });
        Assert.Equal(Names(session, "train,").Length + Names(session, "validation,").Length, all.LeftOut);
        Assert.InRange(all.Report.Accuracy, 0.2, 0.8);
        Assert.Contains(all.Notes, note => note.StartsWith("left out:", StringComparison.Ordinal));
    }

    [Fact]
    public void Evaluate_PartsChangedOver_CountsOnlyTheUnseen()
    {
        TrainingSession session = Train();
        foreach (string name in Names(session, "train,").Take(40))
        {
            Directory.CreateDirectory(_folder.PathOf($"other/{Path.GetDirectoryName(name)}"));
            File.Copy(
                _folder.PathOf($"noise/{name}"),
                _folder.PathOf($"other/{Path.GetDirectoryName(name)}/seen-{Path.GetFileName(name)}")
            );
        }

        DatasetException none = Assert.Throws<DatasetException>(() =>
            Evaluate(
                session,
                new DatasetRequest
                {
                    Source = _folder.PathOf("other"),
                    ValidationShare = 0,
                    TestShare = 0,
                }
            )
        );
        Assert.Contains("was trained on all pictures", none.Message, StringComparison.Ordinal);
        WriteNoise("other/b/new.png");
        EvaluationOutcome one = Evaluate(
            session,
            new DatasetRequest
            {
                Source = _folder.PathOf("other"),
                ValidationShare = 0,
                TestShare = 0,
            }
        );
        Assert.Equal((40, 1), (one.LeftOut, one.Report.Count));
        Assert.Equal(["a"], one.MissingClasses);
    }

    [Fact]
    public void Resume_PicturesChanged_IsRefusedAndTouchesNothing()
    {
        TrainingSession session = Train();
        Dictionary<string, string> before = Files(session.Run);
        WriteNoise("noise/a/new.png");
        File.Delete(_folder.PathOf("noise/b/7.png"));
        WriteNoise("noise/b/8.png");
        string message = Assert.Throws<RunException>(() => Resume(session)).Message;
        Assert.Contains(
            "1 added (a/new.png); 1 gone (b/7.png); 1 changed (b/8.png)",
            message,
            StringComparison.Ordinal
        );
        Assert.Equal(before, Files(session.Run));

        WriteNoise("noise/c/1.png");
        Assert.Contains(
            "pictures of c, which the model does not know",
            Assert.Throws<DatasetException>(() => Resume(session)).Message,
            StringComparison.Ordinal
        );
        Directory.Delete(_folder.PathOf("noise"), recursive: true);
        Assert.Throws<DatasetException>(() => Resume(session));
        Assert.Equal(before, Files(session.Run));
        Assert.Equal(RunState.Finished, session.Run.State);
    }

    [Fact]
    public void Resume_DamagedCheckpoint_IsRefusedAndTouchesNothing()
    {
        TrainingSession session = Train();
        File.WriteAllText(session.Run.CheckpointPath, "this is none");
        Dictionary<string, string> before = Files(session.Run);
        Assert.Throws<InvalidDataException>(() => Resume(session).Execute(cancellationToken: Cancellation));
        Assert.Equal(before, Files(session.Run));
    }

    [Fact]
    public void Resume_SamePictures_GoesOn()
    {
        TrainingSession session = Train();
        Assert.Equal(Epochs + 2, Resume(session).Execute(cancellationToken: Cancellation).Training.History.Count);
    }

    [Fact]
    public void RunWithoutRecord_IsToldSo()
    {
        TrainingSession session = Train();
        File.Delete(session.Run.PathOf("pictures.csv"));
        Assert.Contains(
            "before runs kept which pictures",
            Assert.Throws<RunException>(() => Resume(session)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "before runs kept which pictures",
            Assert.Throws<DatasetException>(() => Evaluate(session, Noise)).Message,
            StringComparison.Ordinal
        );
        WriteNoise("other/a/1.png");
        WriteNoise("other/b/1.png");
        EvaluationOutcome other = Evaluate(
            session,
            new DatasetRequest
            {
                Source = _folder.PathOf("other"),
                ValidationShare = 0,
                TestShare = 0,
            }
        );
        Assert.Contains(other.Notes, note => note.Contains("nothing tells which pictures", StringComparison.Ordinal));
    }

    [Fact]
    public void Evaluate_NumbersAsNames_MeetByName()
    {
        string[] names = [.. Enumerable.Range(0, 12).Select(i => $"{i}")];
        foreach (string name in names)
        {
            for (int i = 0; i < 12; i++)
            {
                WriteBand($"bands/{name}/{i}.png", int.Parse(name));
                WriteBand($"again/{name}-{i}.png", int.Parse(name));
            }
        }

        TrainingSession session = Train(
            new DatasetRequest
            {
                Source = _folder.PathOf("bands"),
                TestShare = 0,
                ValidationShare = 0,
            },
            "32",
            epochs: 40
        );
        Assert.Equal(names, session.Configuration.ClassNames);
        string csv = _folder.Touch(
            "again.csv",
            string.Concat(
                names
                    .Reverse()
                    .SelectMany(name =>
                        Enumerable.Range(0, 12).Select(i => $"again/{name}-{i}.png,{name.PadLeft(3, '0')}\n")
                    )
            )
        );
        Assert.True(
            Evaluate(
                session,
                new DatasetRequest
                {
                    Source = csv,
                    ValidationShare = 0,
                    TestShare = 0,
                }
            ).Report.Accuracy > 0.9
        );
    }

    private TrainingSession Train(DatasetRequest? data = null, string layers = "256", int epochs = Epochs)
    {
        var session = TrainingSession.Create(
            new ClassifierRequest
            {
                Dataset = data ?? Noise,
                Layers = layers,
                Name = "noise",
                Adjust = options =>
                    options with
                    {
                        Epochs = epochs,
                        Threads = 1,
                        Optimizer = new Adam(0.003),
                        BatchSize = 16,
                    },
            },
            _runs,
            cancellationToken: Cancellation
        );
        session.Execute(cancellationToken: Cancellation);
        return session;
    }

    private static TrainingSession Resume(TrainingSession session) =>
        TrainingSession.Resume(session.Run, Epochs + 2, cancellationToken: Cancellation);

    private static EvaluationOutcome Evaluate(TrainingSession session, DatasetRequest data) =>
        ClassifierEvaluation.Run(
            ClassifierFile.Load(session.Run.ModelPath),
            session.Run,
            data,
            cancellationToken: Cancellation
        );

    private static string[] Names(TrainingSession session, string part) =>
        [
            .. File.ReadLines(session.Run.PathOf("pictures.csv"))
                .Where(line => line.StartsWith(part, StringComparison.Ordinal))
                .Select(line => line.Split(',')[2]),
        ];

    private static Dictionary<string, string> Files(RunFolder run) =>
        Directory
            .GetFiles(run.FullPath)
            .ToDictionary(
                path => Path.GetFileName(path),
                path => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)))
            );

    private void WriteNoise(string name)
    {
        var image = new BgrImage(12, 12);
        _random.NextBytes(image.Pixels);
        Write(name, image);
    }

    private void WriteBand(string name, int row)
    {
        var image = new BgrImage(12, 12);
        _random.NextBytes(image.Pixels);
        image.Pixels.AsSpan(row * 36, 36).Fill(255);
        Write(name, image);
    }

    private void Write(string name, BgrImage image)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.PathOf(name))!);
        image.Save(_folder.PathOf(name));
    }
}
