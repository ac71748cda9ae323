using Spotter.Batches;
using Spotter.Sources;
using Spotter.Vision.Evaluation;
using Spotter.Workshop.Labels;

namespace Spotter.Workshop.Evaluations;

/// <summary>Runs detectors over labelled pictures and compares what they find with what is there.</summary>
public sealed class DetectorEvaluation
{
    private readonly EvaluationOptions _options;
    private readonly ClassSelection _classes;
    private readonly Dictionary<PictureSource, LabelledPicture> _pictures;
    private readonly List<string> _problems = [];

    private DetectorEvaluation(LabelSet labels, EvaluationOptions options)
    {
        _options = options;
        _classes = new ClassSelection(labels, options);
        _pictures = new Dictionary<PictureSource, LabelledPicture>(ReferenceEqualityComparer.Instance);
        foreach (LabelledPicture picture in labels.Pictures)
        {
            _pictures.Add(new PictureSource(picture.Path, Path.GetFileName(picture.Path)), picture);
        }
    }

    /// <summary>
    /// Evaluates models one after the other, each on as many pictures at a time as there are threads.
    /// </summary>
    /// <param name="models">At least one.</param>
    /// <param name="labels">The pictures and what is in them.</param>
    /// <param name="options">Settings.</param>
    /// <param name="progress">Told after each picture of each model.</param>
    /// <param name="cancellationToken">Stops the evaluation.</param>
    /// <exception cref="LabelException">There is no picture, or the classes do not fit.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static EvaluationReport Run(
        IReadOnlyList<ModelUnderTest> models,
        LabelSet labels,
        EvaluationOptions options,
        Action<BatchProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(models);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(options);
        if (labels.Pictures.Count == 0)
        {
            throw new LabelException("there is no picture to evaluate on; name labels with at least one picture");
        }

        var evaluation = new DetectorEvaluation(labels, options);

        // Every model is checked against the labels before the first picture is searched.
        LenientSearch[] searches = [.. models.Select(evaluation.Prepare)];
        ModelEvaluation[] results = [.. searches.Select(search => evaluation.Run(search, progress, cancellationToken))];
        return new EvaluationReport(
            [.. evaluation._classes.Classes],
            options.Criterion.Name,
            results,
            evaluation._problems
        );
    }

    private LenientSearch Prepare(ModelUnderTest model) => new(model, _classes, _options, _pictures);

    private ModelEvaluation Run(
        LenientSearch search,
        Action<BatchProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        var pictures = new List<PictureEvaluation>();
        var times = new List<double>();
        var options = new BatchOptions { Detection = _options.Detection, Loading = _options.Loading };
        BatchSummary summary = new PictureBatch(search.Model.Detector, options, [search], []).Run(
            [.. _pictures.Keys],
            step =>
            {
                if (step.Latest.Result is { } result)
                {
                    pictures.Add(search[step.Latest.Source]);
                    times.Add(result.Milliseconds);
                }
                else if (step.Latest.Problem is { } problem && !_problems.Contains(problem, StringComparer.Ordinal))
                {
                    _problems.Add(problem);
                }

                progress?.Invoke(step);
            },
            cancellationToken
        );
        return summary.IsInterrupted ? throw new OperationCanceledException(cancellationToken)
            : pictures.Count == 0 ? throw new LabelException("none of the pictures can be read")
            : new ModelEvaluation(search.Model, pictures, Median(times));
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        int middle = values.Count / 2;
        return values.Count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
