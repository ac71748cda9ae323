using System.Collections.ObjectModel;
using System.Text.Json;
using Spotter.Networks.Text;
using Spotter.Results;

namespace Spotter.Models;

/// <summary>Somebody else's network that can be fetched from where its makers publish it.</summary>
/// <param name="Name">What it is called here.</param>
/// <param name="Kind"><c>detector</c> or <c>classifier</c>.</param>
/// <param name="About">What it finds or tells.</param>
/// <param name="Family">The family of networks that it belongs to.</param>
/// <param name="Address">Where it is published.</param>
/// <param name="Sha256">Of its bytes, in hexadecimal digits.</param>
/// <param name="Bytes">How many there are.</param>
/// <param name="Licence">Its licence, by its SPDX identifier.</param>
/// <param name="LicenceAddress">Where the licence can be read.</param>
/// <param name="Labels">The classes that it knows, in words.</param>
internal sealed record PublicModel(
    string Name,
    string Kind,
    string About,
    string Family,
    Uri Address,
    string Sha256,
    long Bytes,
    string Licence,
    Uri LicenceAddress,
    string Labels
)
{
    /// <summary>All that can be fetched, in the order of their names.</summary>
    public static IReadOnlyList<PublicModel> All { get; } = Read();

    /// <summary>The name of its file, here and on a mirror.</summary>
    public string FileName => $"{Name}.onnx";

    /// <summary>The model of a name, whatever its case; null where there is none.</summary>
    public static PublicModel? Find(string name) =>
        All.FirstOrDefault(model => model.Name.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase));

    /// <exception cref="SpotterException">There is none; the message names the nearest.</exception>
    public static PublicModel Get(string name) =>
        Find(name)
        ?? throw new SpotterException(
            SpotterErrorKind.Missing,
            $"{name}: no model of this name can be fetched"
                + NearestName.Hint(name, All.Select(static model => model.Name), "see spotter models list")
        );

    private static ReadOnlyCollection<PublicModel> Read()
    {
        using Stream stream = typeof(PublicModel).Assembly.GetManifestResourceStream("public_models.json")
            ?? throw new InvalidOperationException("the list of public models is not in the assembly");
        PublicModel[] models = JsonSerializer.Deserialize(stream, ResultJson.Default.PublicModelArray)!;
        return Array.AsReadOnly([.. models.OrderBy(static model => model.Name, StringComparer.Ordinal)]);
    }
}
