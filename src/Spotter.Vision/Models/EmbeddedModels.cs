using Spotter.Vision.Cascades;
using Spotter.Vision.Cascades.Formats;
using Spotter.Vision.Networks;

namespace Spotter.Vision.Models;

/// <summary>
/// The models inside this assembly: OpenCV's, which build/BuiltInCascades.targets put there, and those of models/.
/// </summary>
internal static class EmbeddedModels
{
    public static CascadeModel ReadCascade(string name)
    {
        using Stream resource = Open($"{name}.cascade");
        var packed = new byte[resource.Length];
        resource.ReadExactly(packed);
        return CompactFormat.Read(packed, name);
    }

    public static NetworkDetectorModel ReadNetwork(string name)
    {
        using Stream resource = Open($"{name}.network");
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return NetworkDetectorModel.Load(bytes, name);
    }

    private static Stream Open(string name) =>
        typeof(EmbeddedModels).Assembly.GetManifestResourceStream(name)
        ?? throw new InvalidOperationException($"the model {name} was not embedded when this library was built");
}
