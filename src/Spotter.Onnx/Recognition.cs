using Spotter.Onnx.Decoders;
using Spotter.Onnx.Families;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Onnx;

/// <summary>
/// Finds out how the answers of a network are to be read: by names and extents of what it answers once, and by the
/// numbers that it answers to two made-up pictures, prepared as each family would have them.
/// </summary>
internal sealed class Recognition
{
    private readonly NetworkSessions _sessions;
    private readonly PictureInput _picture;
    private readonly string _path;
    private readonly DetectorReading _asked;
    private readonly NetworkMetadata _metadata;

    // Families often want the same pixels.
    private readonly Dictionary<NetworkInput, IReadOnlyList<NetworkOutput>[]> _trials = [];

    private Recognition(NetworkSessions sessions, PictureInput picture, DetectorReading asked, string path)
    {
        _sessions = sessions;
        _picture = picture;
        _path = path;
        _asked = asked;
        _metadata = NetworkMetadata.Of(sessions.Shape);
    }

    /// <summary>How a network is read, and how pictures go into it.</summary>
    /// <param name="sessions">The network.</param>
    /// <param name="asked">What the user knows of it.</param>
    /// <param name="path">Its file, for messages.</param>
    /// <exception cref="OnnxModelException">It is none of the families, or more than one.</exception>
    public static (Reading Reading, PictureInput Picture, string Kind) Of(
        NetworkSessions sessions,
        DetectorReading asked,
        string path
    )
    {
        PictureInput picture = PictureInput.Find(sessions.Shape, path, asked.IsChannelsLast)
            ?? throw Unknown(sessions.Shape, path);
        var recognition = new Recognition(sessions, picture, asked, path);
        Reading reading = recognition.Choose();
        return (reading, picture, recognition.KindOf(reading));
    }

    private string KindOf(Reading reading) =>
        _metadata.Version is { } version
        && NetworkFamily.All.First(family => family.Name == reading.Family).Others.Length > 0
            ? version
            : reading.Family;

    private Reading Choose()
    {
        NetworkAnswer answer = Ask();
        try
        {
            return Choose(answer);
        }
        catch (OnnxModelException) when (_asked.Names is { } names)
        {
            // It may be that it tells another number of classes apart than there are names.
            throw new OnnxModelException(
                $"{names.Source}: names {names.Names.Count} classes where the network tells "
                    + $"{Choose(answer with { GivenNames = null }).Labels.Count} apart"
            );
        }
    }

    private Reading Choose(NetworkAnswer answer)
    {
        NetworkFamily[] families = [.. NetworkFamily.All.Where(IsAsked)];
        Reading[] readings = [.. families.SelectMany(family => family.Read(answer)).Select(_asked.Apply)];
        if (_metadata.Task == "obb")
        {
            throw new OnnxModelException(
                $"{_path}: tells boxes that are turned (OBB), which are not read; a network for upright boxes is"
            );
        }

        if (readings.Length == 0)
        {
            throw Unknown(_sessions.Shape, _path, _asked.Family);
        }

        string? firstProblem = null;
        var fitting = new List<Reading>();
        foreach (Reading reading in readings)
        {
            if (Problem(reading) is { } problem)
            {
                firstProblem ??= $"has the shapes of {reading.Family}, but {problem}";
            }
            else if (fitting.TrueForAll(other => other.Family != reading.Family))
            {
                fitting.Add(reading);
            }
        }

        return fitting switch
        {
            [var one] => AtUsualSize(one, answer),
            [] => throw new OnnxModelException(
                $"{_path}: {firstProblem}; it is another network, or one without its last steps, and none that can be "
                    + $"read: {NetworkFamily.Names}"
            ),
            _ => throw new OnnxModelException(
                $"{_path}: could be {string.Join(" or ", fitting.Select(static one => one.Family))} by what it "
                    + $"answers; say which with --family"
            ),
        };
    }

    // What this library wrote says so.
    private bool IsAsked(NetworkFamily family) =>
        _asked.Family is { } name ? family.IsCalled(name)
        : _metadata.IsOwn ? family == OwnFamily.Spotter
        : !family.IsOnlyNamed;

    // Sizes that are left open: those of the family, once it is known.
    private Reading AtUsualSize(Reading reading, NetworkAnswer answer)
    {
        if (
            !_picture.IsOpen
            || _asked.InputSize is not null
            || _metadata.Size is not null
            || (reading.UsualSize == answer.Width && reading.UsualSize == answer.Height)
        )
        {
            return reading;
        }

        try
        {
            (int width, int height) = (
                _picture.Width > 0 ? _picture.Width : reading.UsualSize,
                _picture.Height > 0 ? _picture.Height : reading.UsualSize
            );
            NetworkAnswer again = Ask(width, height);
            return NetworkFamily
                .All.Where(family => family.Name == reading.Family)
                .SelectMany(family => family.Read(again))
                .Select(_asked.Apply)
                .FirstOrDefault(one => Problem(one) is null)
                ?? reading;
        }
        catch (OnnxModelException)
        {
            // Open by name alone: it ran at the first size.
            return reading;
        }
    }

    private NetworkAnswer Ask()
    {
        OnnxModelException? first = null;
        foreach ((int width, int height) in _picture.Sizes(_metadata, _asked.InputSize))
        {
            try
            {
                return Ask(width, height);
            }
            catch (OnnxModelException e)
            {
                first ??= e;
            }
        }

        throw first!;
    }

    private NetworkAnswer Ask(int width, int height)
    {
        TensorInfo[] outputs = [];
        float[] gray = new float[3 * width * height];
        gray.AsSpan().Fill(0.5f);
        _sessions.Run(_picture.Values(gray, width, height), threads: 1, answers =>
            outputs = [
                .. answers.Select((answer, i) => _sessions.Shape.Outputs[i] with { Dimensions = answer.Dimensions }),
            ]
        );
        return new NetworkAnswer(_sessions.Shape.Inputs, outputs, width, height)
        {
            IsChannelsLast = _picture.IsChannelsLast,
            Metadata = _metadata,
            GivenNames = _asked.Names,
            AskedFamily = _asked.Family,
            Operators = _sessions.Shape.Operators,
        };
    }

    private string? Problem(Reading reading)
    {
        if (!_trials.TryGetValue(reading.Input, out IReadOnlyList<NetworkOutput>[]? trials))
        {
            trials = [.. TrialPictures.Of(reading.Input).Select(picture => Run(picture, reading.Input))];
            _trials.Add(reading.Input, trials);
        }

        return trials
            .Select(outputs => ReadingCheck.Objection(reading, outputs))
            .FirstOrDefault(static problem => problem is not null);
    }

    private NetworkOutput[] Run(BgrImage picture, NetworkInput input)
    {
        NetworkOutput[] copies = [];
        float[] pixels = new Letterbox(new Box(0, 0, picture.Width, picture.Height), input).Fill(picture);
        _sessions.Run(_picture.Values(pixels, input.Width, input.Height), threads: 1, outputs =>
            copies = [.. outputs.Select(static one => new NetworkOutput(one.Name, one.Data.ToArray(), one.Dimensions))]
        );
        return copies;
    }

    private static OnnxModelException Unknown(NetworkShape shape, string path, string? family = null) =>
        family is not null && !NetworkFamily.All.Any(one => one.IsCalled(family))
            ? new OnnxModelException($"{path}: there is no family {family}; there are {NetworkFamily.Names}")
        : family is not null ? new OnnxModelException($"{path}: {shape}, which is not what {family} answers")
        : new OnnxModelException(
            $"{path}: {shape}, which is none of the detectors that can be read: {NetworkFamily.Names}"
        );
}
