using Spotter.Vision.Detectors;
using Spotter.Vision.Images;
using Spotter.Vision.Models;
using Spotter.Vision.Tests.Support;

namespace Spotter.Vision.Tests.Detectors;

public class CascadeAllocationTests
{
    private const int Most = 16 * 1024;

    [Theory]
    [InlineData("haarcascade_frontalface_default", 1)]
    [InlineData("haarcascade_frontalface_alt2", 2)]
    [InlineData("lbpcascade_frontalface", 2)]
    public void Detect_SteadyState_AllocatesUnder16KBACall(string cascade, int threads)
    {
        const int Calls = 5;
        Assert.SkipUnless(OpenCvFiles.HavePictures, OpenCvFiles.PicturesAbsent);
        var detector = new CascadeDetector(ModelCatalog.Get(cascade).LoadCascade(), "face");
        GrayImage picture = TestPictures.Faces();
        var found = new List<Detection>();
        var options = new DetectionOptions { MinNeighbors = 1, Threads = threads };
        for (int i = 0; i < Calls; i++)
        {
            detector.Detect(picture.View, found, options, TestContext.Current.CancellationToken);
        }

        // Of this thread alone, for other tests run beside: it does the same work as the second one, and makes the answer.
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Calls; i++)
        {
            detector.Detect(picture.View, found, options, TestContext.Current.CancellationToken);
        }

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / Calls, 0, Most / threads);
    }
}
