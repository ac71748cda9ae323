using OpenCvSharp;
using OpenCvSharp.Dnn;
using Spotter.Media;
using Spotter.Onnx;
using Spotter.Onnx.Decoders;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Benchmarks.Networks;

/// <summary>
/// Other people's detectors from a picture to its finds: in turn ONNX Runtime alone on an input that is ready, the
/// whole of Spotter's search, and what a program does with OpenCV before ONNX Runtime (resize, border, blob).
/// </summary>
internal static class WholePictures
{
    // A gray level of rounding on each side, of 255.
    private const double Tolerance = 1.01;

    /// <param name="file">A network.</param>
    /// <param name="picture">A photograph, brought to a size.</param>
    /// <param name="threads">Of a call.</param>
    /// <param name="alternate">Times actions in turn, in milliseconds.</param>
    /// <returns>Null where the network is no detector that can be read.</returns>
    public static WholeRow? Measure(string file, BgrImage picture, int threads, Func<Action[], double[]> alternate)
    {
        OnnxDetector detector;
        try
        {
            detector = OnnxDetector.Load(file);
        }
        catch (OnnxModelException)
        {
            return null;
        }

        using (detector)
        {
            NetworkInput input = detector.Input;
            var region = new Box(0, 0, picture.Width, picture.Height);
            float[] ours = new Letterbox(region, input).Fill(picture);
            using var peer = new OnnxPeer(File.ReadAllBytes(file), threads, ours, ExtentsOf(input));
            using var openCv = new OpenCvInput(picture, input);
            double difference = Difference(ours, openCv.Fill(), input);
            var frame = new Frame(picture);
            var options = new DetectionOptions { Threads = threads };
            int finds = 0;
            double[] times = alternate([
                peer.Run,
                () => finds = detector.Detect(frame, options).Count,
                () =>
                {
                    peer.Load(openCv.Fill());
                    peer.Run();
                },
                () => new Letterbox(region, input).Fill(picture, ours),
            ]);
            return new WholeRow(
                Path.GetFileNameWithoutExtension(file),
                detector.Kind,
                $"{picture.Width}x{picture.Height}",
                $"{input.Width}x{input.Height}",
                threads,
                Math.Round(times[1], 3),
                Math.Round(times[3], 3),
                Math.Round(times[0], 3),
                Math.Round(times[2], 3),
                $"ONNX Runtime {OnnxPeer.Version}",
                Math.Round((times[1] / times[0]) - 1, 3),
                finds,
                Math.Round(difference, 2),
                difference <= Tolerance
            );
        }
    }

    private static long[] ExtentsOf(NetworkInput input) =>
        input.IsChannelsLast ? [1, input.Height, input.Width, 3] : [1, 3, input.Height, input.Width];

    // In gray levels, whatever the network makes of them.
    private static double Difference(float[] ours, float[] theirs, NetworkInput input)
    {
        double most = 0;
        for (int i = 0; i < ours.Length; i++)
        {
            int channel = input.IsChannelsLast ? i % 3 : i / (input.Width * input.Height);
            most = Math.Max(most, Math.Abs((ours[i] - theirs[i]) / input.Pixels.Scale[channel]));
        }

        return most;
    }
}

/// <summary>The input as a program makes it with OpenCV.</summary>
internal sealed class OpenCvInput : IDisposable
{
    private readonly NetworkInput _input;
    private readonly Mat _picture;
    private readonly Mat _sized = new();
    private readonly Mat _framed = new();
    private readonly float[] _numbers;
    private readonly Box _covered;

    public OpenCvInput(BgrImage picture, NetworkInput input)
    {
        _input = input;
        _picture = Mat.FromPixelData(picture.Height, picture.Width, MatType.CV_8UC3, picture.Pixels);
        _numbers = new float[3 * input.Width * input.Height];
        var letterbox = new Letterbox(new Box(0, 0, picture.Width, picture.Height), input);
        _covered = letterbox.Covered;
    }

    /// <summary>The numbers; they stay until the next call.</summary>
    public float[] Fill()
    {
        Mat sized = _picture;
        if (_covered.Width != _picture.Width || _covered.Height != _picture.Height)
        {
            Cv2.Resize(_picture, _sized, new Size(_covered.Width, _covered.Height));
            sized = _sized;
        }

        PixelForm form = _input.Pixels;
        Cv2.CopyMakeBorder(
            sized,
            _framed,
            _covered.Y,
            _input.Height - _covered.Bottom,
            _covered.X,
            _input.Width - _covered.Right,
            BorderTypes.Constant,
            new Scalar(form.Padding, form.Padding, form.Padding)
        );

        // A blob has one factor for all channels; what has three is scaled by hand, as its makers do.
        bool isUniform = Array.TrueForAll(form.Scale, scale => scale == form.Scale[0]);
        using Mat blob = CvDnn.BlobFromImage(
            _framed,
            isUniform ? form.Scale[0] : 1,
            default,
            new Scalar(form.Mean[0], form.Mean[1], form.Mean[2]),
            form.IsRgb,
            false
        );
        blob.AsSpan<float>().CopyTo(_numbers);
        int plane = _input.Width * _input.Height;
        for (int i = 0; i < _numbers.Length && !isUniform; i++)
        {
            _numbers[i] *= form.Scale[i / plane];
        }

        return _numbers;
    }

    public void Dispose()
    {
        _picture.Dispose();
        _sized.Dispose();
        _framed.Dispose();
    }
}

/// <summary>A network of somebody else on a picture.</summary>
/// <param name="Network">Its file.</param>
/// <param name="Kind">As what it was recognised.</param>
/// <param name="Picture">Pixels of the picture.</param>
/// <param name="Input">Pixels of the input.</param>
/// <param name="Threads">Of a call.</param>
/// <param name="SpotterMs">From the picture to its finds.</param>
/// <param name="InputMs">Of that, from the picture to the input.</param>
/// <param name="PeerMs">The runtime alone.</param>
/// <param name="OpenCvMs">With OpenCV before the runtime, without reading the answer.</param>
/// <param name="Peer">The runtime.</param>
/// <param name="Share">What Spotter adds to the runtime alone, as a part of it.</param>
/// <param name="Finds">How many there were.</param>
/// <param name="InputDifference">How far the input is from OpenCV's, in gray levels.</param>
/// <param name="InputsAgree">Whether that is rounding.</param>
internal sealed record WholeRow(
    string Network,
    string Kind,
    string Picture,
    string Input,
    int Threads,
    double SpotterMs,
    double InputMs,
    double PeerMs,
    double OpenCvMs,
    string Peer,
    double Share,
    int Finds,
    double InputDifference,
    bool InputsAgree
);
