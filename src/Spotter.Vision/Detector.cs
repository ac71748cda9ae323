using Spotter.Vision.Cascades;
using Spotter.Vision.Channels;
using Spotter.Vision.Detectors;
using Spotter.Vision.Models;
using Spotter.Vision.Networks;

namespace Spotter.Vision;

/// <summary>Where to begin: detectors for what is most often looked for. None needs a file.</summary>
/// <remarks>
/// The first call for a model reads it, which takes a few milliseconds. A detector may be kept, and shared between
/// threads.
/// </remarks>
/// <example>
/// <code>
/// foreach (Detection face in Detector.Faces().Detect(frame))
/// {
///     Console.WriteLine(face.Box);
/// }
/// </code>
/// </example>
public static class Detector
{
    /// <summary>
    /// Finds faces from all sides, masked ones too: label <c>face</c>. Boxes reach from brows to chin.
    /// </summary>
    public static IDetector Faces() => FromModel(DefaultModels.Faces);

    /// <summary>
    /// Finds faces seen from the side, turned one way (flip the picture for the other): label <c>face</c>.
    /// </summary>
    public static IDetector ProfileFaces() => FromModel(DefaultModels.ProfileFaces);

    /// <summary>
    /// Finds eyes, best within a face (<see cref="DetectionOptions.RegionOfInterest"/>): label <c>eye</c>.
    /// </summary>
    public static IDetector Eyes() => FromModel(DefaultModels.Eyes);

    /// <summary>
    /// Finds faces and tells which of them smile, by a small network that looks at each: labels <c>face</c> and
    /// <c>smiling</c>.
    /// </summary>
    /// <param name="faces">What finds faces; null takes <see cref="Faces"/>.</param>
    /// <param name="minSmile">From which <see cref="Detection.Smile"/> on a face is <c>smiling</c>, 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="minSmile"/> is not 0 to 1.</exception>
    public static IDetector Smiles(IDetector? faces = null, double minSmile = SmileNetwork.Threshold) =>
        minSmile is >= 0 and <= 1
            ? new SmilingFaces(faces ?? Faces(), SmileNetwork.Default, minSmile)
            : throw new ArgumentOutOfRangeException(nameof(minSmile), minSmile, "minSmile must be 0 to 1");

    /// <summary>
    /// Finds faces and in each of them the eyes, the nose and the mouth (<see cref="Detection.Landmarks"/>), by a small
    /// network that looks at each.
    /// </summary>
    /// <param name="faces">What finds faces; null takes <see cref="Faces"/>. Landmarks of its own stay.</param>
    public static IDetector WithLandmarks(IDetector? faces = null) => LandmarkedFaces.Of(faces ?? Faces());

    /// <summary>Finds people, whole or in part: label <c>person</c>.</summary>
    public static IDetector People() => FromModel(DefaultModels.People);

    /// <summary>Finds cars, vans, buses and trucks: label <c>car</c>.</summary>
    public static IDetector Cars() => FromModel(DefaultModels.Cars);

    /// <summary>Finds people and cars in one pass: labels <c>person</c> and <c>car</c>.</summary>
    /// <param name="personMinScore">People of a lower score are left out, 0 to 1; null leaves it to the model.</param>
    /// <param name="carMinScore">Cars of a lower score are left out, 0 to 1; null leaves it to the model.</param>
    public static IDetector Road(double? personMinScore = null, double? carMinScore = null) =>
        new NetworkDetector(SpotterModels.Road) { MinScores = [personMinScore, carMinScore] };

    /// <summary>
    /// Finds standing people, whole, from the front or behind, with OpenCV's cascade: label <c>person</c>.
    /// </summary>
    public static IDetector FullBodies() => FromModel(DefaultModels.FullBodies);

    /// <summary>Finds heads with shoulders, from the front or behind: label <c>upper body</c>.</summary>
    public static IDetector UpperBodies() => FromModel(DefaultModels.UpperBodies);

    /// <summary>Finds the faces of cats: label <c>cat face</c>.</summary>
    public static IDetector CatFaces() => FromModel(DefaultModels.CatFaces);

    /// <summary>Makes a detector of a built-in model or of a model file.</summary>
    /// <param name="nameOrFile">
    /// A name of <see cref="ModelCatalog"/>, or the path of an OpenCV cascade in either XML format, of a
    /// <see cref="ChannelModel"/> or of a <see cref="NetworkDetectorModel"/>. A file called as a built-in model is
    /// named by its folder, like <c>./faces</c>.
    /// </param>
    /// <param name="label">What to call what is found; null means the model's own labels, or the file's name where it
    /// has none. A network of several classes keeps its own.</param>
    /// <exception cref="FileNotFoundException">There is neither such a model nor such a file; the message names the
    /// nearest.</exception>
    /// <exception cref="CascadeFormatException">The file is not a usable cascade.</exception>
    /// <exception cref="InvalidDataException">The file begins as a network, and is not a usable one.</exception>
    /// <exception cref="ChannelFormatException">The file begins as a channel model, and is not a usable
    /// one.</exception>
    public static IDetector FromModel(string nameOrFile, string? label = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(nameOrFile);
        if (ModelCatalog.Resolve(nameOrFile) is { } model)
        {
            return model.CreateDetector(label);
        }

        if (!File.Exists(nameOrFile))
        {
            throw ModelCatalog.NotFound(
                nameOrFile,
                Directory.Exists(nameOrFile)
                    ? "is a folder, not a model"
                    : "there is no such file and no such built-in model"
            );
        }

        return NetworkDetectorModel.IsNetwork(nameOrFile)
                ? new NetworkDetector(NetworkDetectorModel.Load(nameOrFile)).Called(label)
            : ChannelFormat.IsModel(nameOrFile) ? new ChannelDetector(ChannelModel.Load(nameOrFile), label)
            : new CascadeDetector(CascadeModel.Load(nameOrFile), label ?? NameOf(nameOrFile));
    }

    // mug.xml and mug.xml.gz find mugs.
    private static string NameOf(string path) =>
        Path.GetFileNameWithoutExtension(
            path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? Path.GetFileNameWithoutExtension(path) : path
        );
}
