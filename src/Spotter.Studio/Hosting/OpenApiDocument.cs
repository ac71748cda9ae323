using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Spotter.Studio.Hosting;

/// <summary>What the generated OpenAPI document cannot know by itself.</summary>
internal static class OpenApiDocument
{
    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer(
            static (document, _, _) =>
            {
                document.Info.Title = "Spotter Studio";
                document.Info.Description = "Finds things in pictures and videos, and trains what finds them.";
                document.Info.Version = typeof(OpenApiDocument).Assembly.GetName().Version?.ToString(3) ?? "";
                return Task.CompletedTask;
            }
        );
        options.AddSchemaTransformer(
            static (schema, context, _) =>
            {
                // The document does not look into what writes numbers.
                if (context.JsonTypeInfo.Type == typeof(double) || context.JsonTypeInfo.Type == typeof(double?))
                {
                    schema.Type = JsonSchemaType.Number | JsonSchemaType.Null;
                    schema.Format = "double";
                }

                return Task.CompletedTask;
            }
        );
        options.AddOperationTransformer(
            static async (operation, context, cancellationToken) =>
            {
                IList<object> metadata = context.Description.ActionDescriptor.EndpointMetadata;
                if (metadata.OfType<FileBody>().FirstOrDefault() is { } body)
                {
                    operation.RequestBody = Describe(body);
                }
                else if (metadata.OfType<JsonRequest>().FirstOrDefault() is { } json)
                {
                    operation.RequestBody = new OpenApiRequestBody
                    {
                        Required = json.IsRequired,
                        Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
                        {
                            ["application/json"] = new()
                            {
                                Schema = await context.GetOrCreateSchemaAsync(json.Type, null, cancellationToken),
                            },
                        },
                    };
                }
            }
        );
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
