using Spotter.Vision.Cascades;
using Spotter.Vision.Cascades.Formats;
using Spotter.Vision.Networks;

namespace Spotter.Vision.Models;

/// <summary>
/// The models inside this assembly: OpenCV's, which build/BuiltInCascades.targets put there, and those of models/.
/// </summary>
internal static class EmbeddedModels
{
    public static CascadeModel ReadCascade(string name) => CompactFormat.Read(Read($"{name}.cascade"), name);

    public static NetworkDetectorModel ReadNetwork(string name) =>
        NetworkDetectorModel.Load(Read($"{name}.network"), name);

    /// <summary>A file of models/ by its name.</summary>
    public static byte[] Read(string file)
    {
        using Stream resource = typeof(EmbeddedModels).Assembly.GetManifestResourceStream(file)
            ?? throw new InvalidOperationException($"the model {file} was not embedded when this library was built");
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }
}
