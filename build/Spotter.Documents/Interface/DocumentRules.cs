using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Spotter.Studio;
using Spotter.Studio.Access;
using Spotter.Studio.Hosting;

namespace Spotter.Documents.Interface;

/// <summary>What the framework cannot know of the interface by itself.</summary>
internal static class DocumentRules
{
    private const string Bearer = "bearer";
    private const string Cookie = "cookie";
    private const string Problem = "Problem";

    private static readonly XmlTexts Texts = new(typeof(StudioServer).Assembly);

    public static void Configure(OpenApiOptions options)
    {
        // Generators of clients for every language read this version.
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_0;
        options.ShouldInclude = static description => description.HttpMethod != HttpMethods.Head;
        options.CreateSchemaReferenceId = static type => SchemaName(type);
        options.AddSchemaTransformer(
            static (schema, context, _) =>
            {
                Describe(schema, context);
                return Task.CompletedTask;
            }
        );
        options.AddOperationTransformer(
            static async (operation, context, cancellationToken) =>
            {
                IList<object> metadata = context.Description.ActionDescriptor.EndpointMetadata;
                operation.RequestBody = await BodyAsync(metadata, context, cancellationToken) ?? operation.RequestBody;
                Describe(operation, context);
            }
        );
        options.AddDocumentTransformer(
            static (document, _, _) =>
            {
                Describe(document);
                return Task.CompletedTask;
            }
        );
    }

    private static void Describe(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Spotter Studio",
            Description =
                "Finds things in pictures and videos, and trains what finds them. Errors are problem documents (RFC "
                + "9457). Every GET is a HEAD too, and OPTIONS says what an address takes.",
            Version = "1",
            License = new OpenApiLicense { Name = "MIT", Url = new Uri("https://opensource.org/license/mit") },
        };
        document.Servers = [new OpenApiServer { Url = "/", Description = "The studio that serves this document" }];
        document.Components!.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            [Bearer] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "The key that POST /api/v1/session answers.",
            },
            [Cookie] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Cookie,
                Name = $"spotter-studio-{StudioOptions.DefaultPort}",
                Description = "The same key, as browsers get it; the name ends with the studio's port.",
            },
        };

        // The last: on the studio's own machine no key is needed.
        document.Security =
        [
            new() { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] },
            new() { [new OpenApiSecuritySchemeReference(Cookie, document)] = [] },
            new(),
        ];
        // What is not there is left out, never null.
        foreach (IDictionary<string, IOpenApiSchema> members in document.Components.Schemas!.Values.Select(MembersOf))
        {
            foreach ((string name, IOpenApiSchema member) in members.ToArray())
            {
                if (member.OneOf is [_, OpenApiSchemaReference other])
                {
                    members[name] = other;
                }
            }
        }

        foreach (OpenApiTag tag in document.Tags ?? new HashSet<OpenApiTag>())
        {
            tag.Description = InterfaceTexts.OfTag(tag.Name!);
        }
    }

    private static void Describe(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        JsonTypeInfo type = context.JsonTypeInfo;
        if (type.Type == typeof(double) || type.Type == typeof(double?))
        {
            // The framework does not look into what writes numbers.
            schema.Type =
                context.JsonPropertyInfo is { } member && InterfaceTexts.MayBeNone(member.Name)
                    ? JsonSchemaType.Number | JsonSchemaType.Null
                    : JsonSchemaType.Number;
            schema.Format = "double";
            schema.Pattern = null;
        }

        if (type.Type == typeof(ProblemDetails))
        {
            foreach ((string name, IOpenApiSchema member) in MembersOf(schema))
            {
                var own = (OpenApiSchema)member;
                own.Type &= ~JsonSchemaType.Null;
                own.Description = InterfaceTexts.OfMember(Problem, name);
            }
        }

        if (type.Kind == JsonTypeInfoKind.Object && schema.Properties is not null)
        {
            DescribeMembers(schema, type);
        }
    }

    private static void DescribeMembers(OpenApiSchema schema, JsonTypeInfo type)
    {
        schema.Description = InterfaceTexts.OfSchema(SchemaName(type.Type)) ?? Texts.Of(type.Type);
        bool isRequest = type.Type.Name.EndsWith("Request", StringComparison.Ordinal);
        schema.Required = new SortedSet<string>(StringComparer.Ordinal);
        foreach (JsonPropertyInfo member in type.Properties)
        {
            if (
                !schema.Properties!.TryGetValue(member.Name, out IOpenApiSchema? described)
                || type.Type == typeof(ProblemDetails)
            )
            {
                continue;
            }

            string clrName = char.ToUpperInvariant(member.Name[0]) + member.Name[1..];
            string text = Texts.Of(type.Type, clrName) ?? InterfaceTexts.OfMember(SchemaName(type.Type), member.Name);
            bool isOptional = isRequest
                ? !InterfaceTexts.IsRequired(SchemaName(type.Type), member.Name)
                : member.IsGetNullable || Nullable.GetUnderlyingType(member.PropertyType) is not null;
            if (!isOptional)
            {
                schema.Required.Add(member.Name);
            }

            if (described is OpenApiSchema own)
            {
                own.Description = text;
                own.Type &= ~JsonSchemaType.Null;
                InterfaceTexts.Limit(own, $"{SchemaName(type.Type)}.{member.Name}");
            }
        }

        if (schema.Required.Count == 0)
        {
            schema.Required = null;
        }
    }

    private static void Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        IList<object> metadata = context.Description.ActionDescriptor.EndpointMetadata;
        string id = operation.OperationId
            ?? throw new InvalidOperationException(
                $"{context.Description.HttpMethod} {context.Description.RelativePath} has no name: .WithName(\"...\")"
            );
        if (metadata.OfType<IAuthorizeData>().Any(static right => right.Policy == Rights.Open))
        {
            operation.Security = [];
        }

        foreach (OpenApiParameter parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
        {
            parameter.Name = JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!);
            parameter.Description = InterfaceTexts.OfParameter(id, parameter.Name);
            parameter.Required |= InterfaceTexts.IsRequired(id, parameter.Name);
            if (parameter.Schema is OpenApiSchema schema)
            {
                schema.Type &= ~JsonSchemaType.Null;
                InterfaceTexts.Limit(schema, parameter.Name);
            }
        }

        if (metadata.OfType<FileBody>().Any(static file => file.IsNamed))
        {
            Add(operation, "name", "What the file is called, where it comes as the body.");
        }

        if (id == "createJob")
        {
            (operation.Parameters ??= []).Add(
                new OpenApiParameter
                {
                    Name = Studio.Jobs.RepeatableRequests.Header,
                    In = ParameterLocation.Header,
                    Description =
                        "A name of the request, such as a UUID: sent again with the same one in the same session, the "
                        + "answer is the job that there is already.",
                    Schema = new OpenApiSchema
                    {
                        Type = JsonSchemaType.String,
                        MinLength = 1,
                        MaxLength = 200,
                    },
                }
            );
        }

        AddProblems(operation, metadata, context);
    }

    private static void AddProblems(
        OpenApiOperation operation,
        IList<object> metadata,
        OpenApiOperationTransformerContext context
    )
    {
        bool hasFile = metadata.OfType<FileBody>().Any();
        bool hasJson = metadata.OfType<JsonRequest>().Any();
        bool namesSomething = (operation.Parameters ?? []).Any(static parameter =>
            parameter.In == ParameterLocation.Path
        );
        (bool When, int Status)[] problems =
        [
            (true, StatusCodes.Status400BadRequest),
            (true, StatusCodes.Status401Unauthorized),
            (true, StatusCodes.Status403Forbidden),
            (namesSomething, StatusCodes.Status404NotFound),
            (hasFile || hasJson, StatusCodes.Status413PayloadTooLarge),
            (hasFile || hasJson, StatusCodes.Status415UnsupportedMediaType),
            (hasFile, StatusCodes.Status422UnprocessableEntity),
            (hasFile, StatusCodes.Status429TooManyRequests),
            (hasFile, StatusCodes.Status507InsufficientStorage),
        ];
        OpenApiResponses responses = operation.Responses!;
        foreach ((_, int status) in problems.Where(static problem => problem.When))
        {
            responses.TryAdd(status.ToString(CultureInfo.InvariantCulture), new OpenApiResponse());
        }

        foreach ((string status, IOpenApiResponse answer) in responses.ToArray())
        {
            var response = (OpenApiResponse)answer;
            if (status[0] is '4' or '5')
            {
                response.Description = InterfaceTexts.OfStatus(status);
                response.Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
                {
                    ["application/problem+json"] = new()
                    {
                        Schema = new OpenApiSchemaReference(Problem, context.Document),
                    },
                };
            }
            else
            {
                response.Description = InterfaceTexts.OfStatus(status);
                foreach ((string type, OpenApiMediaType content) in response.Content ?? Nothing())
                {
                    // A text to the framework, and a file to whoever asks for it.
                    if (content.Schema is OpenApiSchema { Type: JsonSchemaType.String } && type != "text/plain")
                    {
                        content.Schema = Binary();
                    }
                }
            }
        }

        var ordered = new OpenApiResponses();
        foreach (
            (string status, IOpenApiResponse answer) in responses.OrderBy(static r => r.Key, StringComparer.Ordinal)
        )
        {
            ordered[status] = answer;
        }

        operation.Responses = ordered;
    }

    private static IDictionary<string, IOpenApiSchema> MembersOf(IOpenApiSchema schema) =>
        schema.Properties ?? new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal);

    private static Dictionary<string, OpenApiMediaType> Nothing() => new(StringComparer.Ordinal);

    private static void Add(OpenApiOperation operation, string name, string text) =>
        (operation.Parameters ??= []).Add(
            new OpenApiParameter
            {
                Name = name,
                In = ParameterLocation.Query,
                Description = text,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            }
        );

    private static async Task<OpenApiRequestBody?> BodyAsync(
        IList<object> metadata,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        if (metadata.OfType<FileBody>().FirstOrDefault() is { } file)
        {
            return BodyOf(file);
        }

        return metadata.OfType<JsonRequest>().FirstOrDefault() is { } json
            ? new OpenApiRequestBody
            {
                Required = json.IsRequired,
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
                {
                    ["application/json"] = new() { Schema = await SchemaAsync(json.Type, context, cancellationToken) },
                },
            }
            : null;
    }

    // The framework names the schemas of its own bodies alone.
    private static async Task<IOpenApiSchema> SchemaAsync(
        Type type,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        OpenApiSchema schema = await context.GetOrCreateSchemaAsync(type, null, cancellationToken);
        if (type.IsArray)
        {
            return schema;
        }

        context.Document!.AddComponent(SchemaName(type), schema);
        return new OpenApiSchemaReference(SchemaName(type), context.Document);
    }

    private static OpenApiRequestBody BodyOf(FileBody body)
    {
        var content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal);
        foreach (string type in body.ContentTypes.Order(StringComparer.Ordinal))
        {
            content[type] = new OpenApiMediaType { Schema = Binary() };
        }

        content["multipart/form-data"] = new OpenApiMediaType
        {
            Schema = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Required = new HashSet<string>(StringComparer.Ordinal) { "file" },
                Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal) { ["file"] = Binary() },
            },
        };
        return new OpenApiRequestBody
        {
            Description = "The file, by itself or as the only part of a form.",
            Required = body.IsRequired,
            Content = content,
        };
    }

    private static OpenApiSchema Binary() => new() { Type = JsonSchemaType.String, Format = "binary" };

    // Names of things, not of types.
    private static string SchemaName(JsonTypeInfo type)
    {
        string? name = OpenApiOptions.CreateDefaultSchemaReferenceId(type);
        return name is null ? null! : SchemaName(type.Type);
    }

    private static string SchemaName(Type type) =>
        type.Name switch
        {
            nameof(ProblemDetails) => Problem,
            "FoundBox" => "Detection",
            "FoundPose" => "Pose",
            "ClassAnswer" => "ClassProbability",
            "DetectAnswer" => "Found",
            "ClassifyAnswer" => "Classified",
            "ExplainAnswer" => "Explanation",
            var name => name.EndsWith("Answer", StringComparison.Ordinal) ? name[..^"Answer".Length] : name,
        };
}
