using System.Collections.Frozen;
using Spotter.Applications;
using Spotter.Models;
using Spotter.Searching;
using Spotter.Studio.Hosting;
using Spotter.Vision;
using Spotter.Vision.Models;
using Spotter.Vision.Tracking;
using Spotter.Workshop.Models;

namespace Spotter.Studio.Detecting;

/// <summary>
/// The detectors that the studio offers: the applications, every built-in model, fetched ones, and networks that users
/// brought.
/// </summary>
internal sealed class DetectorShelf
{
    /// <summary>What is looked for where a request does not say.</summary>
    public const string Default = "faces";

    private const int MostAtOnce = 4;

    // Each finds what those before it find, and more of the same faces: together they would find each face twice.
    private static readonly string[] Nested = ["faces", "smiles", "eyes"];

    private readonly IReadOnlyList<DetectorChoice> _own;
    private readonly FrozenDictionary<string, DetectorChoice> _byId;
    private readonly OwnNetworks? _networks;

    /// <param name="networks">What users brought; null for none.</param>
    public DetectorShelf(OwnNetworks? networks = null)
    {
        _networks = networks;
        DetectorChoice[] applications =
        [
            new("faces", "Faces", "faces from all sides", "application", static () => Faces.Create()),
            new("smiles", "Smiles", "faces, and which of them smile", "application", static () =>
                Smiles.Create(Detector.Faces())
            ),
            new(
                "eyes",
                "Faces, smiles and eyes",
                "faces, which of them smile, and their eyes",
                "application",
                static () => Smiles.Create(Detector.Faces(), new SmileOptions { WithEyes = true })
            ),
            new("road", "Road", "cars and people on the road", "application", static () => Road.Create()),
        ];

        // A model that has an application's name gives way to it.
        IEnumerable<DetectorChoice> models = ModelCatalog
            .All.Where(model =>
                !applications.Any(application => application.Id.Equals(model.Name, StringComparison.OrdinalIgnoreCase))
            )
            .Select(static model => new DetectorChoice(
                model.Name,
                model.Name,
                model.Target,
                model.Kind.ToString().ToLowerInvariant(),
                () => new Application(model.CreateDetector())
            ));
        ModelStore store = ModelStore.Default;
        IEnumerable<DetectorChoice> fetched = PublicModel
            .All.Where(model => model.Kind == "detector" && store.Has(model))
            .Select(model => new DetectorChoice(model.Name, model.Name, model.About, DetectorChoice.OfOthers, () =>
                new Application(AnyModel.Load(store.PathOf(model)))
            ));
        _own = [.. applications, .. models, .. fetched];
        _byId = _own.ToFrozenDictionary(static choice => choice.Id, StringComparer.OrdinalIgnoreCase);
    }

    public IReadOnlyList<DetectorChoice> All => [.. _own, .. _networks?.All ?? []];

    /// <summary>One detector of one name or of several, separated by commas.</summary>
    /// <exception cref="ProblemException">There is no such detector.</exception>
    public Application Get(string? names) =>
        Get((names ?? Default).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    /// <inheritdoc cref="Get(string?)"/>
    public Application Get(IReadOnlyList<string> names)
    {
        string[] wanted = [.. WithoutNested(names.Distinct(StringComparer.OrdinalIgnoreCase))];
        if (wanted.Length is 0 or > MostAtOnce)
        {
            throw ProblemException.BadRequest($"name 1 to {MostAtOnce} detectors, got {wanted.Length}");
        }

        Application[] applications = [.. wanted.Select(name => Find(name).Application)];
        return applications.Length == 1 ? applications[0] : Combine(applications);
    }

    private static IEnumerable<string> WithoutNested(IEnumerable<string> names)
    {
        string[] all = [.. names];
        int most = all.Select(Depth).Append(-1).Max();
        return all.Where(name => Depth(name) is var depth && (depth < 0 || depth == most));

        static int Depth(string name) =>
            Array.FindIndex(Nested, nested => nested.Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>What can be picked under a name.</summary>
    /// <exception cref="ProblemException">There is no such detector.</exception>
    public DetectorChoice Find(string name) =>
        _byId.GetValueOrDefault(name)
        ?? _networks?.Find(name)
        ?? throw ProblemException.BadRequest($"there is no detector {Shortened(name)}; GET /api/v1/models lists them");

    private static Application Combine(Application[] applications)
    {
        var kinds = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (
            (string label, string kind) in applications.SelectMany(static application =>
                application.Tracking?.LabelKinds ?? TrackerOptions.Default.LabelKinds
            )
        )
        {
            kinds[label] = kind;
        }

        return new Application(
            new CombinedDetector([.. applications.Select(static application => application.Detector)])
        )
        {
            Tracking = TrackerOptions.Default with { LabelKinds = kinds },
        };
    }

    private static string Shortened(string name) => name.Length <= 60 ? name : $"{name[..60]}...";
}
