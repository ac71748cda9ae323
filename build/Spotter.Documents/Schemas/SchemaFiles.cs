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
using Spotter.Workshop.Tracks;

namespace Spotter.Documents.Schemas;

/// <summary>
/// JSON Schemas (draft 2020-12) of what the tool writes, made of the records that it writes. Members that a later
/// version adds are allowed.
/// </summary>
internal static class SchemaFiles
{
    /// <summary>Where the files are, below the root of the repository.</summary>
    public const string Folder = "docs/reference/schemas";

    private const string Coco = "coco";

    private static readonly JsonSerializerOptions Written = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly SchemaFile[] Files =
    [
        new(
            "picture",
            "What was found in a picture",
            "A line of faces, smiles, road or detect with --json, of a picture.",
            [typeof(PictureJson)]
        ),
        new(
            "video",
            "What was found in a frame of a video, or what happened between two",
            "A line of faces, smiles, road or detect with --json, of a video or camera.",
            [typeof(FrameJson), typeof(EventJson)]
        ),
        new(
            "event",
            "Something that happened in a video",
            "What --webhook posts, and a line of --json beside those of the frames.",
            [typeof(EventJson)]
        ),
        new(
            "results",
            "What a shard of a run has answered about a picture, or found in a frame of a video",
            "A line of the files in a folder of --results: what was found in a picture or what a classifier says of "
                + "it, an error, a frame of a part of a video, or the end of such a part. results merge writes those "
                + "of pictures as they are, and of videos what one run prints (the schema video).",
            [typeof(AnswerJson), typeof(ClassifiedLine), typeof(FailureJson), typeof(SeenFrameJson), typeof(PartJson)]
        ),
        new(
            "results_check",
            "Whether every input is answered exactly once",
            "The line of results check with --json.",
            [typeof(ResultsCheckLine)]
        ),
        new(
            "results_summary",
            "What a run has found so far",
            "The line of results summary with --json.",
            [typeof(ResultsSummaryLine)]
        ),
        new(
            "cluster_simulate",
            "How a run in so many shards would go",
            "A line of cluster simulate with --json.",
            [typeof(SimulationLine)]
        ),
        new("cluster_status", "How far a shard is", "A line of cluster status with --json.", [typeof(ShardStatusLine)]),
        new(
            "coco",
            "All that was found, in COCO's layout",
            "The file coco.json of --format coco.",
            [typeof(CocoImage), typeof(CocoAnnotation), typeof(CocoCategory)]
        ),
        new(
            "classify",
            "What a classifier says of a picture or a frame",
            "A line of classify with --json.",
            [typeof(ClassifiedLine)]
        ),
        new(
            "train_classifier",
            "An epoch, or the end, of a classifier's training",
            "A line of train classifier with --json: one an epoch, and the last one of the end.",
            [typeof(EpochLine), typeof(TrainedClassifierLine)]
        ),
        new(
            "train_detector",
            "What the training of a detector came to",
            "The line of train detector with --json.",
            [typeof(TrainedDetectorLine)]
        ),
        new(
            "evaluate_classifier",
            "How good a classifier is",
            "The line of evaluate classifier with --json.",
            [typeof(EvaluatedClassifierLine)]
        ),
        new(
            "evaluate_detector",
            "How good detectors are, with every point of their curves",
            "The line of evaluate detector with --json.",
            [typeof(EvaluationLine)]
        ),
        new(
            "evaluate_tracking",
            "How good a tracker is",
            "The line of evaluate tracking with --json.",
            [typeof(TrackingLine)]
        ),
        new(
            "runs",
            "A training run",
            "A line of runs list, show or compare with --json: of a classifier, or of a detector.",
            [typeof(RunLine), typeof(DetectorRunLine)]
        ),
        new(
            "models",
            "A model",
            "A line of models list or show with --json: a built-in network or cascade, a network of others that can be "
                + "fetched, or a file.",
            [
                typeof(BuiltInNetworkLine),
                typeof(CascadeLine),
                typeof(PublicModelLine),
                typeof(NetworkFileLine),
                typeof(ForeignFileLine),
                typeof(ChannelFileLine),
            ]
        ),
        new(
            "doctor",
            "Something that this machine has or lacks",
            "A line of doctor with --json.",
            [typeof(FindingLine)]
        ),
        new("cameras", "A camera", "A line of cameras with --json.", [typeof(CameraLine)]),
        new("config", "An option that is set", "A line of config show with --json.", [typeof(SettingLine)]),
    ];

    /// <summary>The records that have a schema.</summary>
    public static IEnumerable<Type> Records => Files.SelectMany(static file => file.Kinds);

    /// <summary>The schemas by the names of their files.</summary>
    public static IReadOnlyDictionary<string, string> All() =>
        new SortedDictionary<string, string>(
            Files.ToDictionary(static file => $"{file.Name}.schema.json", Text, StringComparer.Ordinal),
            StringComparer.Ordinal
        );

    /// <summary>Writes the schemas into their folder below <paramref name="root"/>.</summary>
    public static void WriteAll(string root)
    {
        string folder = Directory.CreateDirectory(Path.Combine(root, Folder)).FullName;
        foreach ((string name, string schema) in All())
        {
            File.WriteAllText(Path.Combine(folder, name), schema);
        }
    }

    private static string Text(SchemaFile file)
    {
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = file.Title,
            ["description"] = file.Description,
        };
        JsonNode[] kinds = file.Name == Coco ? [CocoOf(file.Kinds)] : [.. file.Kinds.Select(Of)];
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

    private static JsonNode Of(Type type)
    {
        JsonSerializerOptions results = ResultJson.Readable.Options;
        JsonNode schema = (results.TryGetTypeInfo(type, out _) ? results : ToolJson.Lines.Options).GetJsonSchemaAsNode(
            type,
            new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Complete }
        );
        Unfold(schema, schema);
        return schema;
    }

    // The exporter writes what comes twice as a reference from the root, which is no longer the root where a file has
    // schemas of several kinds.
    private static void Unfold(JsonNode? node, JsonNode root)
    {
        if (node is JsonArray items)
        {
            foreach (JsonNode? item in items)
            {
                Unfold(item, root);
            }
        }
        else if (node is JsonObject members)
        {
            if (members["$ref"] is JsonValue reference)
            {
                JsonNode target = root;
                foreach (string step in reference.GetValue<string>().Split('/').Skip(1))
                {
                    target = target[step]!;
                }

                members.Remove("$ref");
                foreach ((string name, JsonNode? value) in target.AsObject())
                {
                    members.TryAdd(name, value?.DeepClone());
                }
            }

            foreach ((_, JsonNode? value) in members.ToArray())
            {
                Unfold(value, root);
            }
        }
    }

    // The writer puts these three together by itself, so that pictures need not wait in memory.
    private static JsonObject CocoOf(Type[] kinds)
    {
        string[] lists = ["images", "annotations", "categories"];
        return new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(
                lists.Zip(kinds, static (name, kind) =>
                    KeyValuePair.Create<string, JsonNode?>(
                        name,
                        new JsonObject { ["type"] = "array", ["items"] = Of(kind) }
                    )
                )
            ),
            ["required"] = new JsonArray([.. lists.Select(static name => (JsonNode)name)]),
        };
    }

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

    private sealed record SchemaFile(string Name, string Title, string Description, Type[] Kinds);
}
