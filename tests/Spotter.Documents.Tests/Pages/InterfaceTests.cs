using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;
using Spotter.Documents.Interface;
using Spotter.Documents.Tests.Support;
using Spotter.Media;
using Spotter.Media.Pictures;
using Spotter.Vision.Images;

namespace Spotter.Documents.Tests.Pages;

/// <summary>
/// The studio's OpenAPI document is what its endpoints are, clients can be made of it, and the page of examples runs.
/// </summary>
public sealed partial class InterfaceTests(StudioBeside studio) : IClassFixture<StudioBeside>
{
    private const string Examples = "docs/how_to/call_the_studio.md";
    private const string Again =
        "dotnet run --project build/Spotter.Documents -c Release -- interface . writes it anew";

    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    private static string Document => File.ReadAllText(Repository.PathOf(InterfaceFiles.Document));

    [Fact]
    public async Task Document_InTheRepository_IsWhatTheEndpointsMake() =>
        Assert.True(
            await InterfaceFiles.DocumentAsync(Cancellation) == Document,
            $"{InterfaceFiles.Document}: {Again}"
        );

    [Fact]
    public async Task Client_InTheRepository_IsWhatTheDocumentMakes() =>
        Assert.True(
            await ClientCode.MakeAsync(Document)
                == await File.ReadAllTextAsync(Repository.PathOf(InterfaceFiles.Client), Cancellation),
            $"{InterfaceFiles.Client}: {Again}"
        );

    [Fact]
    public async Task Document_ThatTheStudioServes_IsTheFile()
    {
        using var http = new HttpClient { BaseAddress = studio.Address };
        Assert.Equal(Document, await http.GetStringAsync(new Uri("openapi/v1.json", UriKind.Relative), Cancellation));
    }

    [Fact]
    public void Document_Read_IsValidAndDescribesEverything()
    {
        ReadResult read = OpenApiDocument.Parse(Document, "json");
        Assert.Empty(read.Diagnostic!.Errors);
        Assert.Empty(read.Diagnostic.Warnings);
        OpenApiOperation[] operations =
        [
            .. read.Document!.Paths.Values.SelectMany(static path => path.Operations!.Values),
        ];
        Assert.InRange(operations.Length, 35, 200);
        Assert.Equal(operations.Length, operations.DistinctBy(static one => one.OperationId).Count());
        Assert.All(operations, static operation =>
        {
            Assert.Matches("^[a-z]+[A-Za-z]*$", operation.OperationId);
            Assert.NotEmpty(operation.Summary!);
            Assert.Contains(operation.Responses!.Keys, static status => status[0] == '4');
            Assert.All(operation.Parameters ?? [], static parameter =>
            {
                Assert.NotEmpty(parameter.Description!);
                Assert.Matches(parameter.In == ParameterLocation.Header ? "^[A-Z]" : "^[a-z]", parameter.Name);
            });
        });
        foreach ((string name, IOpenApiSchema schema) in read.Document.Components!.Schemas!)
        {
            Assert.Matches("^[A-Z][A-Za-z]+$", name);
            Assert.DoesNotMatch("Answer$|^System", name);
            Assert.All(schema.Properties ?? new Dictionary<string, IOpenApiSchema>(), pair =>
            {
                Assert.True(name == "Problem" || pair.Value.Description is not null, $"{name}.{pair.Key}");
                Assert.Matches("^[a-z]", pair.Key);

                // A number is one, and no text that may hold one.
                Assert.Null(pair.Value.Pattern);
            });
        }
    }

    /// <summary>What the document says of values is what the studio takes.</summary>
    [Theory]
    [InlineData("detect")]
    [InlineData("createJob")]
    [InlineData("getAllResults")]
    public async Task Values_ThatTheDocumentAllows_AreThoseThatTheStudioTakes(string operation)
    {
        OpenApiDocument document = OpenApiDocument.Parse(Document, "json").Document!;
        (string path, HttpMethod method, OpenApiOperation described) = document
            .Paths.SelectMany(static path => path.Value.Operations!.Select(pair => (path.Key, pair.Key, pair.Value)))
            .Single(one => one.Value.OperationId == operation);
        using var http = new HttpClient { BaseAddress = studio.Address };
        int asked = 0;
        foreach (
            IOpenApiParameter parameter in described.Parameters!.Where(static p => p.In == ParameterLocation.Query)
        )
        {
            IOpenApiSchema schema = parameter.Schema!;
            foreach (
                (string? value, bool isAllowed) in ((string?, bool)[])
                    [
                        (schema.Minimum, true),
                        (schema.Maximum, true),
                        (Beyond(schema.Minimum, -1), false),
                        (Beyond(schema.Maximum, 1), false),
                        (schema.Enum is null ? null : "nothing-of-the-kind", false),
                        .. (schema.Enum ?? []).Select(static value => ((string?)value!.ToString(), true)),
                        (schema.Default?.ToString(), true),
                    ]
            )
            {
                if (value is null)
                {
                    continue;
                }

                using var request = new HttpRequestMessage(method, $"{path}?{parameter.Name}={value}");
                if (method == HttpMethod.Post)
                {
                    request.Content = new ByteArrayContent(new BgrImage(40, 30).Encode(PictureFormat.Jpeg));
                }

                using HttpResponseMessage response = await http.SendAsync(request, Cancellation);
                Assert.True(
                    isAllowed ? response.IsSuccessStatusCode : response.StatusCode == HttpStatusCode.BadRequest,
                    $"{parameter.Name}={value}: {(int)response.StatusCode}"
                );
                asked++;
            }
        }

        Assert.InRange(asked, 3, 100);

        static string? Beyond(string? limit, decimal step) =>
            limit is null
                ? null
                : (decimal.Parse(limit, CultureInfo.InvariantCulture) + step).ToString(CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Document_UnderRedoclysLinter_HasNoErrorsAndNoWarnings()
    {
        using var workspace = new Workspace();
        workspace.Write("openapi.json", Document);
        Run run = Clients.Of("redocly", ["lint", "openapi.json", "--max-problems", "100"], workspace.Folder);
        string said = run.Output + run.Error;
        Assert.True(run.ExitCode == 0, said);
        Assert.Contains("Your API description is valid", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Warning was generated", said, StringComparison.Ordinal);
    }

    [Fact]
    public void TypeScript_OfOpenapiTypescript_CompilesAndDoesIt()
    {
        using var workspace = new Workspace();
        Clients.Enter(workspace);
        workspace.Write("openapi.json", Document);
        workspace.Write("photo.jpg", File.ReadAllBytes(SamplePictures.WithFace));
        Run types = Clients.Of("openapi-typescript", ["openapi.json", "-o", "studio.d.ts"], workspace.Folder);
        Assert.True(types.ExitCode == 0, types.Output + types.Error);
        Run compiled = Clients.Of("tsc", ["-p", "."], workspace.Folder);
        Assert.True(compiled.ExitCode == 0, compiled.Output + compiled.Error);
        Run run = Run.Of("node", ["client.js"], workspace.Folder);
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Equal(
            """
            faces 1
            refused 400 scaleFactor: scale factor must be 1.001 to 100, got 0.5
            job done 1 true
            classes down:10 up:10
            trained ended 2
            classified 2 1.00

            """,
            run.Output.ReplaceLineEndings("\n")
        );
    }

    [Fact]
    public void Examples_InCSharp_Run()
    {
        CodeBlock block = CodeBlock.All("csharp").Single(static block => block.Page.Name == Examples);
        using var workspace = new Workspace();
        workspace.Write("photo.jpg", File.ReadAllBytes(SamplePictures.WithFace));
        Check(new DocumentProgram(block).RunIn(workspace), workspace);
    }

    [Theory]
    [InlineData("python", "python3", "studio.py")]
    [InlineData("javascript", "node", "studio.mjs")]
    public void Examples_InOtherLanguages_Run(string language, string program, string file)
    {
        Assert.SkipUnless(IsThere(program), $"no {program}");
        CodeBlock block = CodeBlock.All(language).Single(static block => block.Page.Name == Examples);
        using var workspace = new Workspace();
        workspace.Write("photo.jpg", File.ReadAllBytes(SamplePictures.WithFace));
        workspace.Write(file, block.Code);
        Check(Run.Of(program, [file], workspace.Folder), workspace);
    }

    // A face, a job that is done, two classes.
    private static void Check(Run run, Workspace workspace)
    {
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Equal("", run.Error);
        Assert.Equal(4, run.OutputLines.Length);
        Assert.StartsWith("face at ", run.OutputLines[0], StringComparison.Ordinal);
        Assert.StartsWith("done", run.OutputLines[1].ToLowerInvariant(), StringComparison.Ordinal);
        Assert.Contains("1", run.OutputLines[1], StringComparison.Ordinal);
        Assert.Equal(
            1.0,
            run.OutputLines[2..]
                .Sum(static line => double.Parse(Number().Match(line).Value, CultureInfo.InvariantCulture)),
            0.01
        );
        Assert.Equal(Picture.Load(SamplePictures.WithFace).Width, Picture.Load(workspace.PathOf("blurred.jpg")).Width);
    }

    private static bool IsThere(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, program)));

    [GeneratedRegex(@"[0-9.eE-]+$")]
    private static partial Regex Number();
}
