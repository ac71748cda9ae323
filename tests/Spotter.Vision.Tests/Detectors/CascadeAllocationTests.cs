using Spotter.Vision.Detectors;
using Spotter.Vision.Images;
using Spotter.Vision.Models;
using Spotter.Vision.Tests.Support;

namespace Spotter.Vision.Tests.Detectors;

public class CascadeAllocationTests
{
    private const int Most = 16 * 1024;

    // On one thread: how several share the work, and so what each allocates, changes from run to run. ./bench cascades
    // tells it of them.
    [Theory]
    [InlineData("haarcascade_frontalface_default")]
    [InlineData("haarcascade_frontalface_alt2")]
    [InlineData("lbpcascade_frontalface")]
    public void Detect_SteadyState_AllocatesUnder16KBACall(string cascade)
    {
        const int Calls = 5;
        Assert.SkipUnless(OpenCvFiles.HavePictures, OpenCvFiles.PicturesAbsent);
        var detector = new CascadeDetector(ModelCatalog.Get(cascade).LoadCascade(), "face");
        GrayImage picture = TestPictures.Faces();
        var found = new List<Detection>();
        var options = new DetectionOptions { MinNeighbors = 1, Threads = 1 };
        for (int i = 0; i < Calls; i++)
        {
            detector.Detect(picture.View, found, options, TestContext.Current.CancellationToken);
        }

        // Of this thread alone, for other tests run beside.
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Calls; i++)
        {
            detector.Detect(picture.View, found, options, TestContext.Current.CancellationToken);
        }

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / Calls, 0, Most);
    }
}
