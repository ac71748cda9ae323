using System.Collections.Concurrent;
using Spotter.Learning;
using Spotter.Learning.Classifiers;
using Spotter.Learning.Datasets;
using Spotter.Networks;
using Spotter.Studio.Hosting;
using Spotter.Workshop.Classifiers;

namespace Spotter.Studio.Classifiers;

/// <summary>Trained networks that are in use, and the test pictures of the run that was looked at last.</summary>
internal sealed class RunModels(TrainingService training)
{
    private const int MostKept = 4;
    private readonly ConcurrentDictionary<string, (DateTime Written, ImageClassifier Classifier)> _models = new(
        StringComparer.Ordinal
    );
    private readonly Lock _lock = new();
    private Task<TestAnswers>? _tested;
    private ImageClassifier? _testedClassifier;

    /// <summary>The network of a run, as its last complete epoch left it.</summary>
    /// <exception cref="ProblemException">There is no such run, or no epoch is complete yet.</exception>
    public ImageClassifier Get(string name)
    {
        RunFolder run = training.Get(name);
        if (!File.Exists(run.ModelPath))
        {
            throw ProblemException.Conflict("the run has no model yet; wait for its first epoch");
        }

        DateTime written = File.GetLastWriteTimeUtc(run.ModelPath);
        if (
            _models.TryGetValue(name, out (DateTime Written, ImageClassifier Classifier) kept)
            && kept.Written == written
        )
        {
            return kept.Classifier;
        }

        if (_models.Count >= MostKept)
        {
            _models.Clear();
        }

        if (run.ReadConfiguration().Network.Input.Count != 3)
        {
            throw ProblemException.Conflict(
                "the run rests on somebody else's network, which the page does not show; use spotter classify"
            );
        }

        ImageClassifier classifier = ClassifierFile.Load(run.ModelPath);
        _models[name] = (written, classifier);
        return classifier;
    }

    /// <summary>What the network says of each test picture; found out once, when it is first asked for.</summary>
    /// <exception cref="ProblemException">The run has no test pictures, or its data is gone.</exception>
    public Task<TestAnswers> TestAsync(string name)
    {
        ImageClassifier classifier = Get(name);
        lock (_lock)
        {
            if (_tested is { IsFaulted: false } && ReferenceEquals(_testedClassifier, classifier))
            {
                return _tested;
            }

            RunFolder run = training.Get(name);
            _testedClassifier = classifier;
            return _tested = Task.Run(() => Test(classifier, run));
        }
    }

    private static TestAnswers Test(ImageClassifier classifier, RunFolder run)
    {
        try
        {
            ImageDataset test = ClassifierEvaluation.Read(classifier, run, run.ReadConfiguration().Dataset).Pictures;
            return new TestAnswers(test, Evaluator.Run(classifier, test));
        }
        catch (Exception e) when (e is DatasetException or ArgumentException)
        {
            throw ProblemException.Conflict("the run has no test pictures, or they are gone or have changed");
        }
    }
}

/// <summary>A network's answers on its test pictures.</summary>
internal sealed record TestAnswers(ImageDataset Pictures, Evaluation Evaluation);
