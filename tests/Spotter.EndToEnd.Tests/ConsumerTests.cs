using System.Globalization;
using Spotter.EndToEnd.Tests.Support;
using Spotter.Media;
using Spotter.Networks;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.EndToEnd.Tests;

/// <summary>
/// Programs that reference one low project alone, published trimmed and compiled ahead of time, and run: what runs a
/// model needs nothing that makes one.
/// </summary>
public sealed class ConsumerTests : IDisposable
{
    private const string Trimmed = "PublishTrimmed";
    private const string AheadOfTime = "PublishAot";
    private const string PeoplePath = "/usr/share/doc/opencv-doc/examples/data/basketball1.png";

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData(Trimmed)]
    [InlineData(AheadOfTime)]
    public void Networks_Alone_RunATrainedClassifier(string form)
    {
        BandPictures.Write(_workspace.PathOf("bands"), train: 500, test: 100);
        Run trained = _workspace.Spotter(
            "train",
            "classifier",
            "fashion-mnist",
            "--data",
            "bands",
            "--layers",
            "conv8,pool,16",
            "--epochs",
            "2",
            "--name",
            "bands"
        );
        Assert.True(trained.ExitCode == 0, trained.Error);
        string model = _workspace.PathOf("runs/bands-1/model.network");
        byte[] pixels = BandPictures.Pixels(7, new Random(5));
        string program = Publish(
            "Networks",
            form,
            """
            using Spotter.Networks;

            ImageClassifier classifier = ImageClassifier.Load(args[0]);
            foreach (ClassScore score in classifier.Classify(File.ReadAllBytes(args[1])))
            {
                Console.WriteLine(FormattableString.Invariant($"{score.ClassName} {score.Probability:F4}"));
            }
            """
        );

        Run run = Run.Of(program, [model, _workspace.Write("picture.gray", pixels)], _workspace.Folder);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(
            ImageClassifier
                .Load(model)
                .Classify(pixels)
                .Select(static score => Text($"{score.ClassName} {score.Probability:F4}")),
            run.OutputLines
        );
    }

    [Theory]
    [InlineData(Trimmed)]
    [InlineData(AheadOfTime)]
    public void Vision_Alone_RunsPeopleAndSmiles(string form)
    {
        Assert.SkipUnless(File.Exists(PeoplePath), "no photograph of people: install opencv-doc");
        GrayImage picture = Picture.Load(PeoplePath).Gray;
        var frame = new Frame(picture);
        string program = Publish(
            "Vision",
            form,
            """
            using Spotter.Vision;
            using Spotter.Vision.Images;

            var picture = new GrayImage(File.ReadAllBytes(args[0]), int.Parse(args[1]), int.Parse(args[2]));
            foreach (IDetector detector in new[] { Detector.People(), Detector.Smiles() })
            {
                foreach (Detection found in detector.Detect(new Frame(picture)))
                {
                    Console.WriteLine(FormattableString.Invariant($"{found.Box} {found.Label} {found.Score:F2}"));
                }
            }
            """
        );

        Run run = Run.Of(
            program,
            [
                _workspace.Write("picture.gray", picture.Pixels[..(picture.Width * picture.Height)]),
                $"{picture.Width}",
                $"{picture.Height}",
            ],
            _workspace.Folder
        );
        Assert.True(run.ExitCode == 0, run.Error);
        string[] whole = Lines(Detector.People());
        Assert.Equal([.. whole, .. Lines(Detector.Smiles())], run.OutputLines);
        Assert.NotEmpty(whole);

        string[] Lines(IDetector detector) =>
            [.. detector.Detect(frame).Select(static found => Text($"{found.Box} {found.Label} {found.Score:F2}"))];
    }

    /// <summary>Publishes a program that references Spotter.NAME alone, and answers its path.</summary>
    private string Publish(string name, string form, string code)
    {
        string built = Repository.PathOf("src", $"Spotter.{name}", "bin", "Release", "net10.0");
        Assert.Empty(
            Directory
                .GetFiles(built, "*.dll")
                .Select(Path.GetFileName)
                .Except(["Spotter.Networks.dll", $"Spotter.{name}.dll"])
        );
        string project = _workspace.Write(
            "consumer/consumer.csproj",
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <InvariantGlobalization>true</InvariantGlobalization>
                <UseCurrentRuntimeIdentifier>true</UseCurrentRuntimeIdentifier>
                <SelfContained>true</SelfContained>
                <{form}>true</{form}>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
              <ItemGroup>
                <!-- What was built: a reference to the project would build it again while other tests run it. -->
                <Reference Include="{Path.Combine(built, "*.dll")}" />
              </ItemGroup>
            </Project>
            """
        );
        _workspace.Write("consumer/Program.cs", code);
        string output = _workspace.PathOf("published");
        Run publish = Run.Of(
            "dotnet",
            ["publish", project, "-c", "Release", "-o", output, "--nologo", "-v", "quiet"],
            _workspace.Folder
        );
        Assert.True(publish.ExitCode == 0, publish.Output + publish.Error);
        return Path.Combine(output, OperatingSystem.IsWindows() ? "consumer.exe" : "consumer");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
