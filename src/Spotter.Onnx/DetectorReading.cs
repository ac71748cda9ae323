using Spotter.Onnx.Decoders;
using Spotter.Onnx.Families;

namespace Spotter.Onnx;

/// <summary>What the user knows of a network and it does not say itself.</summary>
internal sealed record DetectorReading
{
    private DetectorDescription? _description;

    /// <summary>Its family.</summary>
    public string? Family { get; private init; }

    /// <summary>The names of its classes.</summary>
    public GivenClassNames? Names { get; private init; }

    /// <summary>Width and height of its input, where it leaves them open.</summary>
    public (int Width, int Height)? InputSize { get; init; }

    /// <summary>Whether the channels of a pixel follow each other, where the extents do not tell.</summary>
    public bool? IsChannelsLast => _description?.IsChannelsLast;

    /// <summary>All that options name, and the description beside the network.</summary>
    /// <param name="path">The network.</param>
    /// <param name="options">What is known of it; what they say comes before the description.</param>
    /// <exception cref="OnnxModelException">A file cannot be used.</exception>
    public static DetectorReading Of(string path, OnnxDetectorOptions options)
    {
        string beside = path + DetectorDescription.Extension;
        string? file = options.DescriptionFile ?? (File.Exists(beside) ? beside : null);
        DetectorDescription? description = file is null ? null : DetectorDescription.Read(file);
        return new DetectorReading
        {
            _description = description,
            Family = options.Family ?? description?.Family,
            Names = options.ClassFile is { } classes ? GivenClassNames.Read(classes) : description?.NamesOf(file!),
            InputSize = description is { Width: { } width, Height: { } height } ? (width, height) : null,
        };
    }

    /// <summary>A reading with what the user says instead of what is usual.</summary>
    public Reading Apply(Reading reading) => _description?.Apply(reading) ?? reading;
}
