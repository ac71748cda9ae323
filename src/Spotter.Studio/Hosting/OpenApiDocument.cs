using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Spotter.Studio.Hosting;

/// <summary>What the generated OpenAPI document cannot know by itself.</summary>
internal static class OpenApiDocument
{
    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer(static (document, _, _) =>
        {
            document.Info.Title = "Spotter Studio";
            document.Info.Description = "Finds things in pictures and videos, and trains what finds them.";
            document.Info.Version = typeof(OpenApiDocument).Assembly.GetName().Version?.ToString(3) ?? "";
            return Task.CompletedTask;
        });
        options.AddOperationTransformer(static (operation, context, _) =>
        {
            if (context.Description.ActionDescriptor.EndpointMetadata.OfType<FileBody>().FirstOrDefault() is { } body)
            {
                operation.RequestBody = Describe(body);
            }

            return Task.CompletedTask;
        });
    }

    private static OpenApiRequestBody Describe(FileBody body)
    {
        var content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
        {
            ["multipart/form-data"] = new()
            {
                Schema = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal) { ["file"] = Binary() },
                },
            },
        };
        foreach (string type in body.ContentTypes)
        {
            content[type] = new OpenApiMediaType { Schema = Binary() };
        }

        return new OpenApiRequestBody { Required = true, Content = content };
    }

    private static OpenApiSchema Binary() => new() { Type = JsonSchemaType.String, Format = "binary" };
}
