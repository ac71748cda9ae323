using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Json.Schema;
using Spotter.Cli.Presenting;
using Spotter.Documents.Schemas;
using Spotter.Documents.Tests.Support;

namespace Spotter.Documents.Tests.Pages;

/// <summary>The JSON schemas are made of the records, and what the tool prints has no member more.</summary>
public sealed class SchemaTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    public static TheoryData<string> Files => [.. SchemaFiles.All().Keys];

    public static TheoryData<string, string> Searches =>
        new()
        {
            { "picture", "faces photo.jpg --landmarks" },
            { "picture", "smiles photo.jpg" },
            { "picture", "detect photo.jpg --model haarcascade_eye" },
            { "video", "faces clip.mp4" },
            { "video", "road street.avi --duration 2 --zone 0,0,768,0,768,576,0,576" },
            { "doctor", "doctor" },
            { "models", "models list" },
            { "models", "models show faces.channels" },
        };

    [Theory]
    [MemberData(nameof(Files))]
    public void File_InTheRepository_IsWhatTheRecordsMake(string name)
    {
        string path = Repository.PathOf(SchemaFiles.Folder, name);
        Assert.True(
            File.Exists(path) && File.ReadAllText(path).ReplaceLineEndings("\n") == SchemaFiles.All()[name],
            $"{path} is not what the records make of it: "
                + "dotnet run --project build/Spotter.Documents -- schemas . writes it anew"
        );
    }

    [Fact]
    public void Files_InTheRepository_AreThoseOfTheGenerator() =>
        Assert.Equal(
            SchemaFiles.All().Keys.Order(StringComparer.Ordinal),
            Directory
                .EnumerateFiles(Repository.PathOf(SchemaFiles.Folder), "*.json")
                .Select(static file => Path.GetFileName(file))
                .Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Records_ThatTheToolPrints_HaveASchemaEach() =>
        Assert.Empty(
            typeof(ToolJson)
                .GetCustomAttributesData()
                .Where(static attribute => attribute.AttributeType == typeof(JsonSerializableAttribute))
                .Select(static attribute => (Type)attribute.ConstructorArguments[0].Value!)
                .Except(SchemaFiles.Records)
        );

    [Theory]
    [MemberData(nameof(Searches))]
    public void Output_OfTheTool_FitsItsSchema(string schema, string command)
    {
        _workspace.Write("photo.jpg", File.ReadAllBytes(SamplePictures.WithFace));
        _workspace.WriteChannelModel("faces.channels");
        if (command.Contains("clip.mp4", StringComparison.Ordinal))
        {
            SampleVideos.Write(_workspace.PathOf("clip.mp4"));
        }

        if (command.Contains("street.avi", StringComparison.Ordinal))
        {
            Assert.SkipUnless(File.Exists(SampleVideos.Street), "no film of a street: install opencv-doc");
            _workspace.Write("street.avi", File.ReadAllBytes(SampleVideos.Street));
        }

        string[] lines = Lines([.. command.Split(' '), "--json"]);
        Assert.NotEmpty(lines);
        Assert.All(lines, line => AssertFits(schema, line));
    }

    [Fact]
    public void Output_OfACoco_FitsItsSchema()
    {
        _workspace.Write("photo.jpg", File.ReadAllBytes(SamplePictures.WithFace));
        _ = Lines("faces", "photo.jpg", "--format", "coco", "-o", "found");
        AssertFits("coco", File.ReadAllText(_workspace.PathOf("found/coco.json")));
        string line = Assert.Single(
            Lines(
                "evaluate",
                "detector",
                "--model",
                "faces,haarcascade_frontalface_alt2",
                "--labels",
                "found/coco.json",
                "--at-false-alarms",
                "0.1",
                "--json"
            )
        );
        AssertFits("evaluate_detector", line);
    }

    [Fact]
    public void Output_OfATraining_FitsItsSchemas()
    {
        BandPictures.Write(_workspace.PathOf("bands"), train: 300, test: 60);
        _workspace.Write("photo.jpg", File.ReadAllBytes(SamplePictures.WithFace));
        string[] training = ["train", "classifier", "fashion-mnist", "--data", "bands", "--layers", "8"];
        string[] epochs = Lines([.. training, "--epochs", "2", "--name", "bands", "--json"]);
        Assert.Equal(3, epochs.Length);
        Assert.All(epochs, static line => AssertFits("train_classifier", line));
        AssertFits("runs", Assert.Single(Lines("runs", "list", "--json")));
        AssertFits("classify", Assert.Single(Lines("classify", "photo.jpg", "--model", "bands-1", "--json")));
        AssertFits("evaluate_classifier", Assert.Single(Lines("evaluate", "classifier", "bands-1", "--json")));
    }

    public static TheoryData<string> Examples =>
        [
            .. CodeBlock
                .All("json")
                .Where(static block => block["schema"] is not null)
                .Select(static block => block.Place),
        ];

    [Theory]
    [MemberData(nameof(Examples))]
    public void Example_OfAPage_FitsItsSchema(string place)
    {
        CodeBlock block = CodeBlock.At(place, "json");
        Assert.All(block.Code.Trim().Split('\n'), line => AssertFits(block["schema"]!, line));
    }

    private string[] Lines(params string[] command)
    {
        Run run = _workspace.Spotter(command);
        Assert.True(run.ExitCode == 0 || command[0] == "doctor", run.Error);
        return run.OutputLines;
    }

    private static void AssertFits(string name, string json)
    {
        JsonNode schema = JsonNode.Parse(SchemaFiles.All()[$"{name}.schema.json"])!;
        Close(schema);
        EvaluationResults results = JsonSchema
            .FromText(schema.ToJsonString())
            .Evaluate(JsonNode.Parse(json), new EvaluationOptions { OutputFormat = OutputFormat.List });
        Assert.True(
            results.IsValid,
            $"{name}: {json}\n"
                + string.Join(
                    '\n',
                    results
                        .Details.Where(static detail => detail.HasErrors)
                        .Select(static detail =>
                            $"{detail.InstanceLocation}: {string.Join("; ", detail.Errors!.Values)}"
                        )
                )
        );
    }

    // Readers are to pass over members that they do not know; here none may be missing from the schema.
    private static void Close(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                foreach ((string _, JsonNode? member) in members.ToArray())
                {
                    Close(member);
                }

                if (members["properties"] is JsonObject && members["type"] is not null)
                {
                    members["additionalProperties"] = false;
                }

                break;
            case JsonArray items:
                foreach (JsonNode? item in items)
                {
                    Close(item);
                }

                break;
        }
    }
}
