using System.Collections.Concurrent;
using Spotter.Batches;
using Spotter.Results;
using Spotter.Sources;
using Spotter.Vision;
using Spotter.Vision.Evaluation;
using Spotter.Vision.Images;
using Spotter.Workshop.Labels;

namespace Spotter.Workshop.Evaluations;

/// <summary>
/// Searches each picture a second time with the model's thresholds off, and matches both answers with the labels.
/// </summary>
internal sealed class LenientSearch : IPictureSink
{
    private readonly ModelUnderTest _model;
    private readonly ClassSelection _classes;
    private readonly EvaluationOptions _options;
    private readonly IReadOnlyDictionary<PictureSource, LabelledPicture> _pictures;
    private readonly IReadOnlySet<string> _labels;
    private readonly DetectionOptions _lenient;
    private readonly ConcurrentDictionary<PictureSource, PictureEvaluation> _results = new(
        ReferenceEqualityComparer.Instance
    );

    /// <exception cref="LabelException">None of the model's labels is one of the classes.</exception>
    public LenientSearch(
        ModelUnderTest model,
        ClassSelection classes,
        EvaluationOptions options,
        IReadOnlyDictionary<PictureSource, LabelledPicture> pictures
    )
    {
        _model = model;
        _classes = classes;
        _options = options;
        _pictures = pictures;
        _labels = classes.LabelsOf(model.Detector, model.Name);
        _lenient = model.LenientOptions(options.Detection) with { Threads = 1 };
    }

    public ModelUnderTest Model => _model;

    /// <summary>What became of a picture; it was accepted before.</summary>
    public PictureEvaluation this[PictureSource source] => _results[source];

    public void Accept(PictureSource source, PictureResult result, Frame frame)
    {
        TruthBox[] truths = _classes.Truths(_pictures[source]);
        IReadOnlyList<Detection> lenient = _model.Lenient.Detect(frame, _lenient);
        _results[source] = new PictureEvaluation(
            _pictures[source],
            truths,
            Match(result.Detections, truths),
            Match(lenient, truths)
        );
    }

    private PictureMatch Match(IReadOnlyList<Detection> detections, TruthBox[] truths) =>
        DetectionMatcher.Match(
            detections.Where(detection => _labels.Contains(detection.Label)),
            truths,
            _options.Criterion
        );
}
