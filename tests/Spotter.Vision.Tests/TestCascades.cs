using Spotter.Vision.Cascades;

namespace Spotter.Vision.Tests;

internal static class TestCascades
{
    public static CascadeModel Load(string name) => CascadeModel.Load(
        $"/usr/share/opencv4/{(name.StartsWith("lbp", StringComparison.Ordinal) ? "lbpcascades" : "haarcascades")}/{name}.xml");
}
