using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Spotter.Cli.Commands;
using Spotter.Cli.Presenting;
using Spotter.Results;
using Spotter.Workshop.Evaluations;

namespace Spotter.Documents.Schemas;

/// <summary>
/// JSON Schemas (draft 2020-12) of what the tool writes, made of the records that it writes. Members that a later
/// version adds are allowed.
/// </summary>
internal static class SchemaFiles
{
    /// <summary>Where the files are, below the root of the repository.</summary>
    public const string Folder = "docs/reference/schemas";

    private static readonly JsonSerializerOptions Written = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The schemas by the names of their files.</summary>
    public static IReadOnlyDictionary<string, string> All()
    {
        JsonSerializerOptions results = ResultJson.Readable.Options;
        JsonSerializerOptions tool = ToolJson.Lines.Options;
        return new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["picture.schema.json"] = File(
                "What was found in a picture",
                "A line of faces, smiles, road or detect with --json, of a picture.",
                Of<PictureJson>(results)
            ),
            ["video.schema.json"] = File(
                "What was found in a frame of a video, or what happened between two",
                "A line of faces, smiles, road or detect with --json, of a video or camera.",
                Of<FrameJson>(results),
                Of<EventJson>(results)
            ),
            ["event.schema.json"] = File(
                "Something that happened in a video",
                "What --webhook posts, and a line of --json beside those of the frames.",
                Of<EventJson>(results)
            ),
            ["coco.schema.json"] = File(
                "All that was found, in COCO's layout",
                "The file coco.json of --format coco.",
                Coco(results)
            ),
            ["classify.schema.json"] = File(
                "What a classifier says of a picture or a frame",
                "A line of classify with --json.",
                Of<ClassifiedLine>(tool)
            ),
            ["train_classifier.schema.json"] = File(
                "An epoch, or the end, of a classifier's training",
                "A line of train classifier with --json: one an epoch, and the last one of the end.",
                Of<EpochLine>(tool),
                Of<TrainedClassifierLine>(tool)
            ),
            ["train_detector.schema.json"] = File(
                "What the training of a detector came to",
                "The line of train detector with --json.",
                Of<TrainedDetectorLine>(tool)
            ),
            ["evaluate_classifier.schema.json"] = File(
                "How good a classifier is",
                "The line of evaluate classifier with --json.",
                Of<EvaluatedClassifierLine>(tool)
            ),
            ["evaluate_detector.schema.json"] = File(
                "How good detectors are, with every point of their curves",
                "The line of evaluate detector with --json.",
                Of<EvaluationLine>(tool)
            ),
            ["runs.schema.json"] = File(
                "A training run",
                "A line of runs list, show or compare with --json: of a classifier, or of a detector.",
                Of<RunLine>(tool),
                Of<DetectorRunLine>(tool)
            ),
            ["models.schema.json"] = File(
                "A model",
                "A line of models list with --json: a built-in network or cascade, or a file.",
                Of<BuiltInNetworkLine>(tool),
                Of<CascadeLine>(tool),
                Of<NetworkFileLine>(tool),
                Of<ChannelFileLine>(tool)
            ),
            ["doctor.schema.json"] = File(
                "Something that this machine has or lacks",
                "A line of doctor with --json.",
                Of<FindingLine>(tool)
            ),
            ["cameras.schema.json"] = File("A camera", "A line of cameras with --json.", Of<CameraLine>(tool)),
        };
    }

    /// <summary>Writes the schemas into their folder below <paramref name="root"/>.</summary>
    public static void WriteAll(string root)
    {
        string folder = Directory.CreateDirectory(Path.Combine(root, Folder)).FullName;
        foreach ((string name, string schema) in All())
        {
            System.IO.File.WriteAllText(Path.Combine(folder, name), schema);
        }
    }

    private static string File(string title, string description, params JsonNode[] kinds)
    {
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = title,
            ["description"] = description,
        };
        if (kinds is [JsonObject only])
        {
            foreach ((string name, JsonNode? value) in only.ToArray())
            {
                only.Remove(name);
                schema[name] = value;
            }
        }
        else
        {
            schema["anyOf"] = new JsonArray(kinds);
        }

        return schema.ToJsonString(Written) + "\n";
    }

    private static JsonNode Of<T>(JsonSerializerOptions options) =>
        options.GetJsonSchemaAsNode(
            typeof(T),
            new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Complete }
        );

    // The writer puts these three together by itself, so that pictures need not wait in memory.
    private static JsonObject Coco(JsonSerializerOptions options) =>
        new()
        {
            ["type"] = "object",
            ["properties"] = new JsonObject
            {
                ["images"] = List(Of<CocoImage>(options)),
                ["annotations"] = List(Of<CocoAnnotation>(options)),
                ["categories"] = List(Of<CocoCategory>(options)),
            },
            ["required"] = new JsonArray("images", "annotations", "categories"),
        };

    private static JsonObject List(JsonNode items) => new() { ["type"] = "array", ["items"] = items };

    // What the exporter cannot know: what members mean, which are always there, and that the others are left out
    // rather than null.
    private static JsonNode Complete(JsonSchemaExporterContext context, JsonNode schema)
    {
        if (schema is not JsonObject members)
        {
            return schema;
        }

        if (context.TypeInfo.Kind == JsonTypeInfoKind.Object)
        {
            members["required"] = new JsonArray([
                .. context
                    .TypeInfo.Properties.Where(static property => !IsLeftOutWhenNull(property))
                    .Select(static property => (JsonNode)property.Name),
            ]);
        }

        if (context.PropertyInfo is not { } member)
        {
            return schema;
        }

        if (IsLeftOutWhenNull(member) && members["type"] is JsonArray types)
        {
            string[] others =
            [
                .. types.Select(static type => type!.GetValue<string>()).Where(static type => type != "null"),
            ];
            members["type"] = others is [var one]
                ? one
                : new JsonArray([.. others.Select(static type => (JsonNode)type)]);
        }

        members.Insert(0, "description", MemberTexts.Of(member));
        return schema;
    }

    private static bool IsLeftOutWhenNull(JsonPropertyInfo member) =>
        (member.IsGetNullable || Nullable.GetUnderlyingType(member.PropertyType) is not null)
        && member.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: true)
            is not [JsonIgnoreAttribute { Condition: JsonIgnoreCondition.Never }];
}
