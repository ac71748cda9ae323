using Spotter.Vision;

namespace Spotter.Hosting;

/// <summary>What an application uses of Spotter: the section <c>Spotter</c> of its configuration.</summary>
/// <example>
/// <code>
/// "Spotter": {
///   "Threads": 2,
///   "Detectors": {
///     "faces": { "MinSize": 40 },
///     "visitors": { "Model": "people", "MinScore": 0.4 },
///     "mugs": { "Model": "models/mugs.network", "Label": "mug" }
///   }
/// }
/// </code>
/// </example>
public sealed class SpotterOptions
{
    /// <summary>Where configuration has it unless an application says otherwise.</summary>
    public const string SectionName = "Spotter";

    /// <summary>
    /// The detectors by the names that the application asks for them by, whatever the case. A built-in model need not
    /// be listed: <c>faces</c> is there by itself.
    /// </summary>
    public IDictionary<string, DetectorSettings> Detectors { get; } =
        new Dictionary<string, DetectorSettings>(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// How many threads work on one picture, for detectors that name no number of their own: 1 or more; null means one
    /// a processor. A server of many requests is fastest with 1.
    /// </summary>
    public int? Threads { get; set; }

    /// <summary>
    /// Whether the listed detectors are loaded when the application starts, beside its other work, and search once, so
    /// that the first request need not wait. True unless told otherwise; else each is loaded when it is first asked
    /// for.
    /// </summary>
    public bool Warm { get; set; } = true;

    /// <summary>Whether the application reads videos or cameras: its health then needs the program ffmpeg.</summary>
    public bool Video { get; set; }

    /// <summary>
    /// What reads ONNX files: <c>OnnxDetector.Load</c> of the package Spotter.Onnx. Code sets it, configuration cannot.
    /// </summary>
    public Func<string, IDetector>? Networks { get; set; }
}
