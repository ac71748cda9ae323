using Spotter.Media.Drawing;
using Spotter.Networks;
using Spotter.Vision.Tracking;

namespace Spotter.Applications;

/// <summary>What an application finds, named by a classifier of one's own: who it is, mask or not.</summary>
public static class Classified
{
    // Long enough for a few odd answers, short enough for a mood.
    private static readonly TimeSpan VotingTime = TimeSpan.FromSeconds(1.5);

    /// <summary>
    /// The same application, but each find is cut out and classified: the class becomes its label, with its
    /// <see cref="Vision.Detection.Share"/>. In videos the classes of one track are voted over 1.5 s.
    /// </summary>
    /// <param name="application">What finds.</param>
    /// <param name="classifier">What is asked about each find, best trained on such crops; they are brought to its
    /// size.</param>
    /// <param name="inverts">Whether finds are turned to their negatives first, for dark things on a bright
    /// ground.</param>
    /// <example>
    /// <code>
    /// ImageClassifier friends = ImageClassifier.Load("friends.network");
    /// Application who = Faces.Create().Classify(friends);
    /// </code>
    /// </example>
    public static Application Classify(this Application application, IImageClassifier classifier, bool inverts = false)
    {
        ArgumentNullException.ThrowIfNull(application);
        ArgumentNullException.ThrowIfNull(classifier);

        // One kind for all classes: who is named otherwise for a moment is the same one.
        string kind = application.Detector.Labels is [var only] ? only : "find";
        var kinds = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string name in classifier.ClassNames)
        {
            kinds[name] = kind;
        }

        return application with
        {
            Detector = new ClassifiedFinds(application.Detector, classifier, inverts),
            Tracking = application.Tracking is { } tracking
                ? tracking with
                {
                    LabelKinds = kinds,
                    LabelTime = VotingTime,
                }
                : null,
            Drawing = application.Drawing with { Label = LabelTemplate.LabelAndShare, Text = null },
        };
    }
}
