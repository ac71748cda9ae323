using System.Globalization;
using Spotter.Files;
using Spotter.Learning.Classifiers;
using Spotter.Learning.Datasets;
using Spotter.Learning.Metrics;
using Spotter.Networks;

namespace Spotter.Workshop.Classifiers;

/// <summary>Looks how good a trained classifier is on pictures with known classes that it has not seen.</summary>
public static class ClassifierEvaluation
{
    /// <summary>
    /// Classifies the test part of a data set; where there is none, all of it but what the run was trained on.
    /// </summary>
    /// <param name="classifier">The classifier.</param>
    /// <param name="run">The run that it comes from, which knows its training pictures; null for none.</param>
    /// <param name="request">The data set. Picture files are brought to the classifier's size.</param>
    /// <param name="folder">Where confusion matrix, calibration, predictions and mistakes are drawn; null for
    /// nowhere.</param>
    /// <param name="outputs">What may be written over; null for nothing but what an earlier run wrote.</param>
    /// <param name="cancellationToken">Stops reading and classifying.</param>
    /// <exception cref="DatasetException">The data cannot be read, or none of it is left.</exception>
    /// <exception cref="ArgumentException">The data do not fit the classifier.</exception>
    public static EvaluationOutcome Run(
        IImageClassifier classifier,
        RunFolder? run,
        DatasetRequest request,
        string? folder = null,
        Outputs? outputs = null,
        CancellationToken cancellationToken = default
    )
    {
        outputs ??= new Outputs();
        foreach (string name in folder is null ? [] : RunFigures.OfTest)
        {
            outputs.Claim(Path.Combine(folder!, name));
        }

        UnseenPictures unseen = Read(classifier, run, request, cancellationToken);
        Evaluation evaluation = Evaluator.Of(classifier, unseen.Pictures, cancellationToken: cancellationToken);
        var report = ClassificationReport.Of(evaluation, unseen.Pictures);
        if (folder is not null)
        {
            foreach ((string name, byte[] png) in RunFigures.Draw(unseen.Pictures, evaluation, report))
            {
                outputs.Write(Path.Combine(folder, name), png);
            }
        }

        IReadOnlyList<string> missing = unseen.Pictures.MissingClasses;
        string[] notes =
            missing.Count == 0
                ? [.. unseen.Notes]
                :
                [
                    .. unseen.Notes,
                    $"no pictures of {ClassNames.Listing(missing)}: the figures are of the other classes",
                ];
        return new EvaluationOutcome(report, unseen.LeftOut, missing, notes);
    }

    /// <summary>Reads what a classifier can be judged by.</summary>
    /// <param name="classifier">The classifier.</param>
    /// <param name="run">The run that it comes from; null for none.</param>
    /// <param name="request">The data set.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="DatasetException">The data cannot be read, or none of it is left.</exception>
    public static UnseenPictures Read(
        IImageClassifier classifier,
        RunFolder? run,
        DatasetRequest request,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(request);
        RunPictures? record = run?.ReadPictures();
        bool isOwn = run is not null && RunPictures.IsSame(request.Source, run.ReadConfiguration().Dataset.Source);

        // Without a record nobody knows how an earlier version cut the run's own pictures.
        DatasetException? unknown =
            run is null || record is not null || !isOwn
                ? null
                : new DatasetException(
                    $"{run.Name}: was made before runs kept which pictures they learn from, so its test pictures "
                        + $"cannot be told from the others; name pictures that it has not seen, or train it anew"
                );
        (ImageDataset pictures, IReadOnlyList<string> read) = DatasetReader.ReadTest(
            request.Fitting(classifier.InputShape),
            classifier.ClassNames,
            unknown,
            cancellationToken
        );
        var notes = new List<string>(read);
        if (record is null)
        {
            notes.Add(
                $"nothing tells which pictures {(run is null ? "this model" : run.Name)} was trained on: those among "
                    + $"these are counted as well"
            );
            return new UnseenPictures(pictures, 0, notes);
        }

        int[] unseen = record.Unseen(pictures, isOwn);
        int leftOut = pictures.Count - unseen.Length;
        if (unseen.Length == 0)
        {
            throw new DatasetException(
                $"{request.Source}: {run!.Name} was trained on all pictures of it that could test it ({leftOut}); "
                    + $"name others"
            );
        }

        if (leftOut > 0)
        {
            notes.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"left out: {leftOut} of {pictures.Count} pictures, which {run!.Name} was trained on"
                )
            );
            pictures = pictures.Select(unseen);
        }

        if (isOwn)
        {
            NoteChanges(notes, record, pictures, run!);
        }

        return new UnseenPictures(pictures, leftOut, notes);
    }

    private static void NoteChanges(List<string> notes, RunPictures record, ImageDataset pictures, RunFolder run)
    {
        (int found, int all) = record.Tested(pictures);
        int added = record.NewIn(pictures);
        if (found < all || added > 0)
        {
            notes.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"the data have changed since {run.Name} was trained: {all - found} of its {all} test pictures "
                        + $"gone, {added} new"
                )
            );
        }
    }
}

/// <summary>Pictures that a classifier was not trained on, as far as is known.</summary>
/// <param name="Pictures">The pictures.</param>
/// <param name="LeftOut">How many of the data set were left out because it was trained on them.</param>
/// <param name="Notes">What a user should know.</param>
public sealed record UnseenPictures(ImageDataset Pictures, int LeftOut, IReadOnlyList<string> Notes);

/// <summary>What came of an evaluation.</summary>
/// <param name="Report">The figures.</param>
/// <param name="LeftOut">Pictures that were left out because the classifier was trained on them.</param>
/// <param name="MissingClasses">Classes of the classifier that no picture was of.</param>
/// <param name="Notes">What a user should know.</param>
public sealed record EvaluationOutcome(
    ClassificationReport Report,
    int LeftOut,
    IReadOnlyList<string> MissingClasses,
    IReadOnlyList<string> Notes
);
