using System.Globalization;
using Spotter.Networks;
using Spotter.Networks.Layers;
using Spotter.Onnx.Graphs;
using Spotter.Vision.Images;

namespace Spotter.Onnx.Classifiers;

/// <summary>
/// Classifies with somebody else's network, exported by PyTorch, Keras, scikit-learn or whatever writes ONNX files: any
/// that takes a picture and gives a number a class. Size, layout and channels are those of its input; whether its
/// numbers are shares, or logits of which softmax makes shares, is found out by trial. Safe to share between threads.
/// </summary>
/// <example>
/// <code>
/// using OnnxClassifier classifier = OnnxClassifier.Load("mobilenet.onnx");
/// ClassScore best = classifier.Classify(image)[0];
/// </code>
/// </example>
public sealed class OnnxClassifier : IImageClassifier, IDisposable
{
    // Where the network takes any number of pictures: enough to keep threads busy, little memory.
    private const int PicturesARun = 16;

    private readonly NetworkSessions _sessions;
    private readonly ClassifierInput _input;
    private readonly ClassOutput _output;
    private readonly ChosenPixels _pixels;
    private readonly PixelNormalization _normalization;

    // The value on the way that is the answer, of a network that was saved as it was trained.
    private readonly string? _answer;
    private readonly int _mostARun;

    private OnnxClassifier(
        NetworkSessions sessions,
        ClassifierInput input,
        ChosenPixels pixels,
        ClassOutput output,
        int most
    )
    {
        _sessions = sessions;
        _input = input;
        _output = output;
        _pixels = pixels;
        _normalization = PixelRanges.NormalizationOf(pixels.Range, input.Shape.Channels);
        _answer = sessions.Answer;
        _mostARun = most;
        ClassNames = [];
    }

    /// <inheritdoc/>
    public TensorShape InputShape => _input.Shape;

    /// <inheritdoc/>
    public IReadOnlyList<string> ClassNames { get; private init; }

    /// <summary>
    /// As what it was read: size, layout, pixels and what its numbers are, in a line without the file's name.
    /// </summary>
    public string Reading =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"a classifier of {ClassNames.Count} classes; takes {_input}{(_input.IsSizeChosen ? " (any size)" : "")}, "
                + $"pixels {PixelRanges.NameOf(_pixels.Range)}"
                + $"{(_pixels.Source is null ? "" : $" ({_pixels.Source})")}; "
                + $"gives {NumbersText}"
                + $"{(_answer is null ? "" : $"; saved as it was trained, and read at its {_answer}")}"
        );

    /// <summary>What nothing in the file says and was assumed, with the option that says otherwise; null where nothing
    /// was.</summary>
    public string? Assumption =>
        _pixels.Source is not null
            ? null
            : $"assumed to take pixels as {PixelRanges.NameOf(_pixels.Range)}, because {_pixels.Reason}; --normalize "
                + $"says otherwise";

    /// <summary>How many operators of each name it consists of.</summary>
    internal IReadOnlyDictionary<string, int> Operators => _sessions.Shape.Operators;

    private string NumbersText =>
        _output.Numbers switch
        {
            ClassNumbers.Shares => "shares",
            ClassNumbers.OwnShares => "a share of each class by itself",
            _ => _output.Count == 1
                ? "one number, of which a sigmoid makes shares"
                : "logits, of which softmax makes shares",
        };

    /// <summary>Loads a network.</summary>
    /// <param name="path">An .onnx file.</param>
    /// <param name="options">What is known of it; null for nothing.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="OnnxModelException">The file is no network, or none that classifies pictures.</exception>
    /// <exception cref="SpotterException">The file with the names of the classes cannot be used.</exception>
    public static OnnxClassifier Load(string path, OnnxClassifierOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"{path}: there is no such file; check the name", path);
        }

        options ??= new OnnxClassifierOptions();
        NetworkSessions sessions = Open(path, options.Network);
        try
        {
            return Read(path, sessions, options);
        }
        catch
        {
            sessions.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public float[] Predict(ReadOnlySpan<byte> pixels, int count = 1, int threads = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (pixels.Length != (long)count * _input.Shape.Length)
        {
            throw new ArgumentException(
                $"{count} pictures of {_input.Shape} are {(long)count * _input.Shape.Length} bytes, got "
                    + $"{pixels.Length}",
                nameof(pixels)
            );
        }

        var shares = new float[count * ClassNames.Count];
        int batch = _input.Batch > 0 ? _input.Batch : Math.Min(count, _mostARun);
        for (int first = 0; first < count; first += batch)
        {
            int here = Math.Min(batch, count - first);
            int run = _input.Batch > 0 ? batch : here;
            ReadOnlySpan<byte> part = pixels.Slice(first * _input.Shape.Length, here * _input.Shape.Length);
            foreach (
                (int i, float[] row) in Run(_sessions, _input, _normalization, _pixels, part, run, threads, Read)
                    .Take(here)
                    .Index()
            )
            {
                _output.ToShares(row, shares.AsSpan((first + i) * ClassNames.Count, ClassNames.Count));
            }
        }

        return shares;

        (float[] Data, int Width) Read(IReadOnlyList<NetworkOutput> outputs)
        {
            NetworkOutput output = outputs.First(one => one.Name == _output.Name);
            return (output.Data.ToArray(), _output.Count);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _sessions.Dispose();

    /// <summary>Whether a network has the shapes of a classifier; what its numbers are is not looked at.</summary>
    /// <param name="path">The file.</param>
    internal static bool HasShapeOf(string path)
    {
        try
        {
            using NetworkSessions sessions = Open(path, new NetworkOptions());
            NetworkShape shape = sessions.Shape;
            return ClassifierInput.Find(shape, null, null, out _) is not null
                && ClassOutput.Candidates(shape) is { Count: > 0 } candidates
                && shape.Outputs.All(output =>
                    output.Dimensions.Length <= 1
                    // Hundreds of rows for one picture are places.
                    || (candidates.Contains(output) && (output.Dimensions[0] <= 1 || IsBatch(shape, output)))
                );
        }
        catch (OnnxModelException)
        {
            return false;
        }
    }

    // A network that was saved as it was trained is read where it answers.
    private static NetworkSessions Open(string path, NetworkOptions options) =>
        NetworkSessions.Open(
            path,
            GraphCut.AnswerWithin(CheckedFile.Read(path)) is { } answer ? options with { Answer = answer } : options
        );

    private static bool IsBatch(NetworkShape shape, TensorInfo output) =>
        shape.Inputs[0].Dimensions is [var pictures, ..] && output.Dimensions[0] == pictures;

    private static OnnxClassifier Read(string path, NetworkSessions sessions, OnnxClassifierOptions options)
    {
        NetworkShape shape = sessions.Shape;
        ClassifierInput input = ClassifierInput.Find(shape, options.Width, options.Height, out string? problem)
            ?? throw No(problem!);
        ChosenPixels pixels = ChosenPixels.For(path, shape, input, options.Pixels);
        PixelNormalization normalization = PixelRanges.NormalizationOf(pixels.Range, input.Shape.Channels);
        byte[][] pictures = [.. TrialPictures(input.Shape)];
        foreach (TensorInfo candidate in ClassOutput.Candidates(shape))
        {
            IReadOnlyList<string> columns = [];
            var answers = new List<float[]>();
            foreach (byte[] picture in pictures)
            {
                int count = Math.Max(input.Batch, 1);
                answers.Add(
                    Run(sessions, input, normalization, pixels, picture, count, threads: 1, outputs =>
                        {
                            NetworkOutput output = outputs.First(one => one.Name == candidate.Name);
                            columns = output.Columns;
                            return (output.Data.ToArray(), output.Data.Length / count);
                        })
                        .First()
                );
            }

            if (answers.Exists(row => row.Length == 0 || row.Length != answers[0].Length))
            {
                problem = $"its output {candidate} has not as many numbers for each picture";
                continue;
            }

            if (ClassOutput.Recognise(candidate.Name, answers, columns, out problem) is { } output)
            {
                return new OnnxClassifier(sessions, input, pixels, output, options.Network.Batch ?? PicturesARun)
                {
                    ClassNames = NamesFor(path, shape, output, options.ClassFile),
                };
            }
        }

        throw No(problem ?? $"it {shape}; a classifier gives a number a class, (N, classes)");

        OnnxModelException No(string why) => new($"{path}: is no classifier of pictures: {why}{Hint(path, options)}");
    }

    // What somebody who mixed up the two wants to hear.
    private static string Hint(string path, OnnxClassifierOptions options)
    {
        try
        {
            using var detector = OnnxDetector.Load(path, options.Network);
            return $"; it is a detector ({detector.Kind}): use spotter detect --model";
        }
        catch (OnnxModelException)
        {
            return "";
        }
    }

    private static IReadOnlyList<string> NamesFor(string path, NetworkShape shape, ClassOutput output, string? file)
    {
        if (file is not null)
        {
            IReadOnlyList<string> named = NetworkClassNames.Load(file);

            // TensorFlow's first networks count the background as a class of its own, which lists leave out.
            return named.Count == output.Classes ? named
                : named.Count == output.Classes - 1 && output.Classes > 1000 ? ["background", .. named]
                : throw new OnnxModelException(
                    $"{file}: names {named.Count} classes, but {path} tells {output.Classes} apart"
                );
        }

        IReadOnlyList<string> own =
            output.Columns.Count == output.Classes
                ? output.Columns
                : NetworkClassNames.Of(shape) ?? GraphStart.LabelsOf(path);
        return own.Count == output.Classes
            ? own
            :
            [
                .. Enumerable
                    .Range(0, output.Classes)
                    .Select(static number => number.ToString(CultureInfo.InvariantCulture)),
            ];
    }

    private static IEnumerable<float[]> Run(
        NetworkSessions sessions,
        ClassifierInput input,
        PixelNormalization normalization,
        ChosenPixels pixels,
        ReadOnlySpan<byte> pictures,
        int count,
        int threads,
        Func<IReadOnlyList<NetworkOutput>, (float[] Data, int Width)> read
    )
    {
        // A network of a fixed number of pictures gets zeros for those that are not there.
        int length = input.Shape.Length;
        var numbers = new float[count * length];
        for (int i = 0; i * length < pictures.Length; i++)
        {
            input.Fill(
                pictures.Slice(i * length, length),
                normalization,
                PixelRanges.IsBlueFirst(pixels.Range),
                numbers.AsSpan(i * length, length)
            );
        }

        (float[] Data, int Width) rows = ([], 0);
        sessions.Run(numbers, input.DimensionsFor(count), threads, outputs => rows = read(outputs));
        return rows.Width > 0
            ? rows.Data.Chunk(rows.Width)
            :
            [
                [],
            ];
    }

    // Even ones, bands with grain, and a bright middle: something of all sizes, the same each time.
    private static IEnumerable<byte[]> TrialPictures(TensorShape shape)
    {
        foreach (byte value in (byte[])[0, 128, 255])
        {
            byte[] even = new byte[shape.Length];
            Array.Fill(even, value);
            yield return even;
        }

        byte[] bands = new byte[shape.Length];
        byte[] middle = new byte[shape.Length];
        uint grain = 1;
        for (int i = 0; i < shape.Length; i++)
        {
            grain = (grain * 1664525) + 1013904223;
            int x = i / shape.Channels % shape.Width;
            int y = i / shape.Channels / shape.Width;
            bands[i] = (byte)(64 + (((x >> 2) + (y >> 3) + (i % shape.Channels)) % 3 * 50) + (grain >> 27));
            bool isInside =
                Math.Abs((2 * x) - shape.Width) < shape.Width / 2 && Math.Abs((2 * y) - shape.Height) < shape.Height;
            middle[i] = (byte)((isInside ? 200 : 20) + (grain >> 28));
        }

        yield return bands;
        yield return middle;
    }
}
