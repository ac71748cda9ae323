using Spotter.Vision.Cascades;
using Spotter.Vision.Cascades.Formats;

namespace Spotter.Vision.Models;

/// <summary>The models inside this assembly, which build/BuiltInCascades.targets put there.</summary>
internal static class EmbeddedModels
{
    public static CascadeModel ReadCascade(string name)
    {
        using Stream resource = typeof(EmbeddedModels).Assembly.GetManifestResourceStream($"{name}.cascade")
            ?? throw new InvalidOperationException($"the model {name} was not embedded when this library was built");
        var packed = new byte[resource.Length];
        resource.ReadExactly(packed);
        return CompactFormat.Read(packed, name);
    }
}
