using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Spotter.Studio;
using Spotter.Studio.Hosting;

namespace Spotter.Documents.Interface;

/// <summary>
/// The OpenAPI document of the studio, made of the endpoints that a running studio has, and the C# client made of the
/// document.
/// </summary>
internal static class InterfaceFiles
{
    /// <summary>The document, below the root of the repository. The studio serves this file.</summary>
    public const string Document = "docs/reference/openapi.json";

    /// <summary>The client's code, below the root of the repository.</summary>
    public const string Client = "src/Spotter.Client/Generated/StudioClient.g.cs";

    private const string Live = "/openapi/live/{documentName}.json";

    private static readonly JsonSerializerOptions Written = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes both.</summary>
    public static async Task WriteAllAsync(string root)
    {
        string document = await DocumentAsync();
        await File.WriteAllTextAsync(Path.Combine(root, Document), document, new UTF8Encoding(false));
        string client = Path.Combine(root, Client);
        Directory.CreateDirectory(Path.GetDirectoryName(client)!);
        await File.WriteAllTextAsync(client, await ClientCode.MakeAsync(document), new UTF8Encoding(false));
    }

    /// <summary>The document as the endpoints make it.</summary>
    public static async Task<string> DocumentAsync(CancellationToken cancellationToken = default)
    {
        string data = Directory.CreateTempSubdirectory("spotter-interface-").FullName;
        try
        {
            await using StudioServer studio = await StudioServer.StartAsync(
                new StudioOptions { Port = 0, DataFolder = data },
                new StudioAddition(
                    static services => services.AddOpenApi(DocumentRules.Configure),
                    static routes => routes.MapOpenApi(Live)
                ),
                log: Console.Error.WriteLine,
                cancellationToken
            );
            using var client = new HttpClient { BaseAddress = studio.Address };
            string json = await client.GetStringAsync(
                new Uri(Live.Replace("{documentName}", "v1", StringComparison.Ordinal), UriKind.Relative),
                cancellationToken
            );
            return $"{JsonNode.Parse(json)!.ToJsonString(Written)}\n";
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }
}
