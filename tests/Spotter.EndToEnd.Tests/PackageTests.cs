using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Spotter.EndToEnd.Tests.Support;
using Spotter.Media;
using Spotter.Vision.Images;

namespace Spotter.EndToEnd.Tests;

/// <summary>What <c>./pack</c> makes, used in empty folders by somebody who has no checkout.</summary>
[Trait("Category", "Long")]
[Collection("pack")]
public sealed partial class PackageTests(LocalFeed feed) : IClassFixture<LocalFeed>, IClassFixture<Screen>
{
    private const long Megabyte = 1 << 20;

    [Fact]
    public void Packages_Carry_WhatAFeedShows()
    {
        string[] packages = Directory.GetFiles(feed.Folder, "Spotter*.nupkg");
        Assert.Contains(Path.Combine(feed.Folder, $"Spotter.{feed.Version}.nupkg"), packages);
        foreach (string path in packages)
        {
            using ZipArchive package = ZipFile.OpenRead(path);
            string[] names = [.. package.Entries.Select(static entry => entry.FullName)];
            Assert.Contains("README.md", names);
            Assert.Contains("icon.png", names);
            Assert.Contains("THIRD-PARTY-NOTICES.md", names);
            using Stream stream = package
                .Entries.Single(static entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal))
                .Open();
            XDocument nuspec = XDocument.Load(stream);
            string id = Value("id");
            Assert.Equal(feed.Version, Value("version"));
            Assert.Equal("MIT", Value("license"));
            Assert.NotEmpty(Value("releaseNotes"));
            Assert.NotEmpty(Value("tags"));
            Assert.NotEmpty(Value("description"));
            if (names.Any(static name => name.StartsWith("lib/", StringComparison.Ordinal)))
            {
                Assert.Contains($"lib/net10.0/{id}.xml", names);
                Assert.True(File.Exists(Path.ChangeExtension(path, ".snupkg")), $"{id} has no symbols");
            }

            // They use internals of each other, so another version of one of them does not do.
            foreach (XElement needed in nuspec.Descendants().Where(static e => e.Name.LocalName == "dependency"))
            {
                if (needed.Attribute("id")!.Value.StartsWith("Spotter", StringComparison.Ordinal))
                {
                    Assert.Equal($"[{feed.Version}]", needed.Attribute("version")!.Value);
                }
            }

            string Value(string name) => nuspec.Descendants().First(e => e.Name.LocalName == name).Value;
        }
    }

    [Fact]
    public void ReadmesOfPackages_Code_Compiles()
    {
        string folder = feed.NewFolder("readmes");
        var solution = new List<string>();
        foreach (string page in Directory.GetFiles(Repository.PathOf("src"), "README.md", SearchOption.AllDirectories))
        {
            string name = Path.GetFileName(Path.GetDirectoryName(page)!);
            Match code = CSharp().Match(File.ReadAllText(page));
            if (!code.Success)
            {
                continue;
            }

            // The decoder of pictures is a package of its own, as the page says; services come from the framework.
            string[] needed = name == "Spotter.Onnx" ? [name, "Spotter.Media"] : [name];
            string framework =
                name == "Spotter.Hosting" ? "<FrameworkReference Include=\"Microsoft.AspNetCore.App\" />" : "";
            WriteProgram(Path.Combine(folder, name), $"Try{name}", code.Groups["code"].Value, needed, items: framework);
            solution.Add($"  <Project Path=\"{name}/Try{name}.csproj\" />");
        }

        Assert.True(solution.Count >= 7, $"only {solution.Count} packages have a page with code");
        File.WriteAllLines(Path.Combine(folder, "all.slnx"), ["<Solution>", .. solution, "</Solution>"]);
        feed.DotNet(folder, "build", "all.slnx", "-c", "Release", "--nologo", "-v", "quiet");
    }

    [Fact]
    public void TemplateConsole_PublishedForOneSystem_FindsAFaceAndIsSmall()
    {
        string folder = New("spotter-console");
        string photo = SamplePictures.WithFace;
        Assert.Contains("face at ", feed.DotNet(folder, "run", photo), StringComparison.Ordinal);
        Assert.NotEqual(default, Picture.ReadSize(Path.Combine(folder, "faces-1.jpg")));

        // A build for any system: no debugging symbols of Windows, and no system that nobody asked for.
        string built = Directory.GetDirectories(Path.Combine(folder, "bin"), "net10.0", SearchOption.AllDirectories)[0];
        Assert.Empty(Directory.GetFiles(built, "libSkiaSharp.pdb", SearchOption.AllDirectories));
        Assert.Equal(
            ["linux-arm64", "linux-musl-arm64", "linux-musl-x64", "linux-x64", "osx", "win-arm64", "win-x64"],
            Directory
                .GetDirectories(Path.Combine(built, "runtimes"))
                .Select(static path => Path.GetFileName(path))
                .Order(StringComparer.Ordinal)
        );

        string published = Path.Combine(folder, "published");
        feed.DotNet(folder, "publish", "-c", "Release", "-r", "linux-x64", "-o", published, "--nologo");
        long size = SizeOf(published);
        Assert.True(size < 60 * Megabyte, $"{size / Megabyte} MB");
        Run run = feed.RunIn(folder, Path.Combine(published, "faces"), photo);
        Assert.Contains("face at ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TemplateApi_PostedPicture_AnswersBoxes()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        string folder = New("spotter-api");
        feed.DotNet(folder, "build", "--nologo", "-v", "quiet");
        using Process server = Run.Start("dotnet", [Built(folder, "api"), "--urls", "http://127.0.0.1:0"], folder);
        try
        {
            using HttpClient client = await ClientOf(server, token);
            using var photo = new ByteArrayContent(await File.ReadAllBytesAsync(SamplePictures.WithFace, token));
            using HttpResponseMessage found = await client.PostAsync("faces", photo, token);
            JsonElement answer = await found.Content.ReadFromJsonAsync<JsonElement>(token);
            Assert.Equal("face", answer.GetProperty("detections")[0].GetProperty("label").GetString());

            using var noPicture = new ByteArrayContent([1, 2, 3]);
            using HttpResponseMessage refused = await client.PostAsync("faces", noPicture, token);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        }
        finally
        {
            server.Kill(entireProcessTree: true);
        }
    }

    /// <summary>What README says under "A web API in five minutes", typed as it stands.</summary>
    [Fact]
    public async Task Readme_WebApi_AnswersBoxesFromAFolderElsewhere()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        string page = await File.ReadAllTextAsync(Repository.PathOf("README.md"), token);
        string part = page[page.IndexOf("### A web API", StringComparison.Ordinal)..];
        string[] blocks = [.. Block().Matches(part).Select(static block => block.Groups["code"].Value).Take(4)];
        Assert.Contains("./pack packages", blocks[0], StringComparison.Ordinal);
        string folder = feed.NewFolder("elsewhere");
        Run made = feed.RunIn(folder, "bash", "-euc", $"export SPOTTER='{feed.Folder}'\n{blocks[1]}");
        Assert.True(made.ExitCode == 0, made.Output + made.Error);
        string project = Path.Combine(folder, "faces-api");
        await File.WriteAllTextAsync(Path.Combine(project, "Program.cs"), blocks[2], token);
        Assert.StartsWith("dotnet run --urls", blocks[3], StringComparison.Ordinal);
        feed.DotNet(project, "build", "--nologo", "-v", "quiet");
        using Process server = Run.Start(
            "dotnet",
            [Built(project, "faces-api"), "--urls", "http://127.0.0.1:0"],
            project
        );
        try
        {
            using HttpClient client = await ClientOf(server, token);
            using var photo = new ByteArrayContent(await File.ReadAllBytesAsync(SamplePictures.WithFace, token));
            using HttpResponseMessage found = await client.PostAsync("faces", photo, token);
            JsonElement answer = await found.Content.ReadFromJsonAsync<JsonElement>(token);
            Assert.InRange(answer[0].GetProperty("width").GetInt32(), 20, 300);
        }
        finally
        {
            server.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public void TemplateCamera_OfAClip_ShowsItAndCountsFaces()
    {
        string folder = New("spotter-camera");
        feed.DotNet(folder, "build", "--nologo", "-v", "quiet");
        SampleVideos.Write(Path.Combine(folder, "clip.mp4"));
        Run run = Run.Of("dotnet", [Built(folder, "camera"), "clip.mp4"], folder, isOnScreen: true);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.EndsWith($"faces in {SampleVideos.Frames} frames\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void VisionAlone_TenLinesAheadOfTime_FindAFaceInTwelveMegabytes()
    {
        string folder = feed.NewFolder("ten");
        const string Code = """
            using Spotter.Vision;
            using Spotter.Vision.Images;

            int width = int.Parse(args[1]), height = int.Parse(args[2]);
            var picture = new GrayImage(File.ReadAllBytes(args[0]), width, height);
            foreach (Detection face in Detector.Faces().Detect(new Frame(picture)))
            {
                Console.WriteLine($"{face.Label} at {face.Box}");
            }
            """;
        Assert.True(Code.Split('\n').Length <= 10);
        WriteProgram(folder, "program", Code, ["Spotter.Vision"], "<PublishAot>true</PublishAot>");
        string published = Path.Combine(folder, "published");
        feed.DotNet(folder, "publish", "-r", "linux-x64", "-o", published, "--nologo", "-v", "quiet");
        long size = new FileInfo(Path.Combine(published, "program")).Length;
        Assert.True(size < 12 * Megabyte, $"{size / (double)Megabyte:F1} MB");

        GrayImage gray = Picture.Load(SamplePictures.WithFace).Gray;
        string pixels = Path.Combine(folder, "picture.gray");
        File.WriteAllBytes(pixels, gray.Pixels[..(gray.Width * gray.Height)]);
        Run run = feed.RunIn(folder, Path.Combine(published, "program"), pixels, $"{gray.Width}", $"{gray.Height}");
        Assert.Contains("face at ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Tool_InstalledFromTheFeed_RunsTheDemo()
    {
        string folder = feed.NewFolder("tool");
        feed.DotNet(folder, "tool", "install", "Spotter.Tool", "--tool-path", "bin");
        string tool = Path.Combine(folder, "bin", "spotter");
        Assert.StartsWith(
            $"spotter {feed.Version}",
            feed.RunIn(folder, tool, "--version").Output,
            StringComparison.Ordinal
        );
        Run faces = feed.RunIn(folder, tool, "faces", SamplePictures.WithFace, "--json");
        Assert.True(faces.ExitCode == 0, faces.Error);
        Assert.Contains("\"label\":\"face\"", faces.Output, StringComparison.Ordinal);
        Assert.Contains(
            "\"label\":\"face\"",
            feed.DotNet(folder, "dnx", "--yes", "Spotter.Tool", "faces", SamplePictures.WithFace, "--json"),
            StringComparison.Ordinal
        );
        Run demo = feed.RunIn(folder, tool, "demo");
        Assert.True(demo.ExitCode == 0, demo.Error);
        Assert.NotEmpty(
            Directory.GetFiles(Path.Combine(folder, "spotter-out", "demo"), "*", SearchOption.AllDirectories)
        );
    }

    /// <summary>A new program of a template, in a folder with the template's last word for a name.</summary>
    private string New(string template)
    {
        string name = template == "spotter-console" ? "faces" : template["spotter-".Length..];
        string folder = feed.NewFolder(name);
        feed.DotNet(folder, "new", template);
        Assert.True(File.Exists(Path.Combine(folder, $"{name}.csproj")), $"{template} makes no {name}.csproj");
        return folder;
    }

    private void WriteProgram(
        string folder,
        string name,
        string code,
        string[] packages,
        string properties = "",
        string items = ""
    )
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "Program.cs"), code);
        File.WriteAllText(
            Path.Combine(folder, $"{name}.csproj"),
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <InvariantGlobalization>true</InvariantGlobalization>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                {properties}
              </PropertyGroup>
              <ItemGroup>
                {items}
                {string.Concat(
                packages.Select(id => $"<PackageReference Include=\"{id}\" Version=\"{feed.Version}\" />")
            )}
              </ItemGroup>
            </Project>
            """
        );
    }

    /// <summary>The assembly of a program that was built, whatever the configuration.</summary>
    private static string Built(string folder, string name) =>
        Directory.GetFiles(Path.Combine(folder, "bin"), $"{name}.dll", SearchOption.AllDirectories).Single();

    private static long SizeOf(string folder) =>
        Directory
            .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Sum(static path => new FileInfo(path).Length);

    private static async Task<HttpClient> ClientOf(Process server, CancellationToken token)
    {
        Match address = Match.Empty;
        while (!address.Success && await server.StandardOutput.ReadLineAsync(token) is { } line)
        {
            address = Address().Match(line);
        }

        return new HttpClient { BaseAddress = new Uri(address.Value) };
    }

    [GeneratedRegex(
        "^```(sh|csharp)\n(?<code>.*?)^```",
        RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Block();

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex CSharp();

    [GeneratedRegex("http://127\\.0\\.0\\.1:[0-9]+")]
    private static partial Regex Address();
}
