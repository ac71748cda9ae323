using Spotter.Media;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Onnx.Tests;

/// <summary>
/// The networks as their makers published them, on a photograph, beside a cascade that nobody trained with them.
/// </summary>
public sealed class RealNetworkTests
{
    private const string Photograph = "/usr/share/doc/opencv-doc/examples/data/messi5.jpg";

    [Theory]
    [InlineData("yunet/face_detection_yunet_2023mar.onnx", "YuNet")]
    [InlineData("ultralight_face/version-RFB-320.onnx", "Ultra-Light")]
    [InlineData("others/version-RFB-320_simplified.onnx", "Ultra-Light")]
    [InlineData("others/yunet_n_dynamic.onnx", "YuNet")]
    [InlineData("others/scrfd_500m_kps.onnx", "SCRFD")]
    public void Detect_FaceNetwork_FindsTheFaceThatTheCascadeFinds(string file, string kind)
    {
        using OnnxDetector detector = Load(file);
        Assert.Equal(kind, detector.Kind);
        Detection face = Assert.Single(Find(detector));
        Assert.True(face.Box.IntersectionOverUnion(CascadeFace()) > 0.4, $"{face.Box} beside {CascadeFace()}");
    }

    [Theory]
    [InlineData("fastestdet/FastestDet.onnx", "FastestDet")]
    [InlineData("nanodet/object_detection_nanodet_2022nov.onnx", "NanoDet")]
    [InlineData("others/yolov8n_int8.onnx", "YOLOv8n")]
    public void Detect_CocoNetwork_FindsThePersonAroundTheFace(string file, string kind)
    {
        using OnnxDetector detector = Load(file);
        Assert.Equal(kind, detector.Kind);
        Assert.Equal(80, detector.Labels.Count);
        Detection person = Find(detector).First(static d => d.Label == "person");
        Assert.True(person.Box.Contains(CascadeFace().Inflate(-0.2)), $"{person.Box} beside {CascadeFace()}");
        Assert.True(person.Box.Area > 4 * CascadeFace().Area);
    }

    [Fact]
    public void Load_Classifier_IsRefused() =>
        Assert.Throws<OnnxModelException>(static () => Load("others/tf2onnx_mnist.onnx"));

    private static Box CascadeFace() => Find(Detector.FromModel("haarcascade_frontalface_alt2"))[0].Box;

    private static OnnxDetector Load(string file)
    {
        string? models = DevelopmentData.Find("models");
        Assert.SkipWhen(models is null, DevelopmentData.Absent);
        Assert.SkipUnless(File.Exists(Photograph), "needs OpenCV's sample pictures: apt-get install opencv-doc");
        return OnnxDetector.Load(Path.Combine(models, file));
    }

    private static IReadOnlyList<Detection> Find(IDetector detector) =>
        detector.Detect(Picture.Load(Photograph), cancellationToken: TestContext.Current.CancellationToken);
}
