using Spotter.Applications;
using Spotter.Vision.Detectors;

namespace Spotter.Studio.Detecting;

/// <summary>Something to look for that users can pick.</summary>
/// <param name="Id">What requests call it.</param>
/// <param name="Title">What people call it.</param>
/// <param name="About">What it finds, in words.</param>
/// <param name="Kind"><c>application</c>, or what kind of model: <c>cascade</c>, <c>channels</c>,
/// <c>network</c>, or <see cref="OfOthers"/>.</param>
/// <param name="Make">Makes it.</param>
internal sealed record DetectorChoice(string Id, string Title, string About, string Kind, Func<Application> Make)
{
    /// <summary>The kind of other people's networks.</summary>
    public const string OfOthers = "onnx";

    private readonly Lazy<Application> _application = new(() =>
    {
        Application made = Make();
        return made with { Detector = new NamedDetector(Id, made.Detector) };
    });

    /// <summary>Made when it is first asked for, and shared; each search is measured under the id.</summary>
    public Application Application => _application.Value;
}
