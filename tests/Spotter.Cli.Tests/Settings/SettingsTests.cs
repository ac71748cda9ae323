using System.CommandLine;
using Spotter.Cli.Commands;
using Spotter.Cli.Parsing;
using Spotter.Cli.Settings;

namespace Spotter.Cli.Tests.Settings;

public sealed class SettingsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Complete_OptionsOfTheCommandAndOfAll_AreTaken()
    {
        FacesChoice choice = Faces(
            [File(SettingLevel.User, """{ "min-size": 30, "faces": { "draw": "corners", "landmarks": true } }""")],
            "a.png"
        );
        Assert.Equal(new(30, 30), choice.Search.Detection.MinSize);
        Assert.Equal(DrawChoice.Corners, choice.Search.Output.Draw);
        Assert.True(choice.WithLandmarks);
        Assert.Empty(choice.Search.Given);
    }

    [Fact]
    public void Complete_SeveralPlaces_TheCommandLineWinsOverTheEnvironmentOverTheFolderOverTheUser()
    {
        IReadOnlyList<Setting> user = File(
            SettingLevel.User,
            """{ "min-size": 1, "max-size": 1, "thickness": 1, "stride": 1, "faces": { "landmarks": true } }"""
        );
        IReadOnlyList<Setting> folder = File(
            SettingLevel.Folder,
            """{ "min-size": 2, "max-size": 2, "thickness": 2, "faces": { "landmarks": false } }"""
        );
        Setting[] environment =
        [
            new([], "--min-size", ["3"], SettingLevel.Environment, "SPOTTER_OPTION_MIN_SIZE"),
            new([], "--max-size", ["3"], SettingLevel.Environment, "SPOTTER_OPTION_MAX_SIZE"),
        ];
        FacesChoice choice = Faces([user, folder, environment], "a.png", "--min-size", "4");
        Assert.Equal(4, choice.Search.Detection.MinSize?.Width);
        Assert.Equal(3, choice.Search.Detection.MaxSize?.Width);
        Assert.Equal(2, choice.Search.Output.Thickness);
        Assert.Equal(1, choice.Search.Video.Stride);
        Assert.False(choice.WithLandmarks);
    }

    [Fact]
    public void Complete_WithoutConfig_TakesNothing() =>
        Assert.Null(
            Faces([File(SettingLevel.User, """{ "min-size": 30 }""")], "a.png", "--no-config").Search.Detection.MinSize
        );

    [Fact]
    public void Complete_SeveralValues_AreGivenSeveralTimes() =>
        Assert.Equal(
            2,
            Faces(
                [File(SettingLevel.User, """{ "faces": { "sticker": ["hat", "glasses"] } }""")],
                "a.png"
            ).Search.Output.Stickers.Count
        );

    // What is set for all commands is of no use to some.
    [Fact]
    public void Complete_OptionThatThisCommandLineHasNoUseFor_IsNoMistake()
    {
        FacesChoice choice = Faces([File(SettingLevel.User, """{ "runs": "there", "crops-every": 5 }""")], "a.png");
        Assert.Null(choice.Search.Runs);
        Assert.Null(choice.Search.Video.CropInterval);
        Assert.Equal(
            "there",
            Faces([File(SettingLevel.User, """{ "runs": "there" }""")], "a.png", "--classify", "x").Search.Runs
        );
    }

    [Fact]
    public void Complete_OptionThatDoesNotGoWithWhatWasTyped_GivesWay()
    {
        FacesChoice choice = Faces(
            [File(SettingLevel.User, """{ "faces": { "color": "red", "thickness": 2, "min-size": 30 } }""")],
            "a.png",
            "--draw",
            "blur"
        );
        Assert.Null(choice.Search.Output.Color);
        Assert.Null(choice.Search.Output.Thickness);
        Assert.Equal(30, choice.Search.Detection.MinSize?.Width);
    }

    [Fact]
    public void Complete_SettingsThatDoNotGoTogether_OneGivesWay() =>
        Assert.True(
            Faces([File(SettingLevel.User, """{ "faces": { "json": true, "print": true } }""")], "a.png").Search.Output
                is { IsJson: true, Prints: false }
                    or { IsJson: false, Prints: true }
        );

    [Fact]
    public void Complete_AfterDoubleDash_StandsBeforeIt() =>
        Assert.Equal(["-"], Faces([File(SettingLevel.User, """{ "min-size": 30 }""")], "--", "-").Search.Sources);

    [Theory]
    [InlineData("""{ "min-sizes": 3 }""", "there is no option min-sizes; did you mean min-size?")]
    [InlineData("""{ "faces": { "epochs": 3 } }""", "faces: there is no option epochs")]
    [InlineData("""{ "face": { "min-size": 3 } }""", "there is no command face; did you mean faces?")]
    [InlineData("""{ "train": { "classify": {} } }""", "there is no command train classify")]
    [InlineData("""{ "landmarks": "on" }""", "landmarks is a switch: true or false")]
    [InlineData("""{ "min-size": [1, 2] }""", "min-size takes one value, not several")]
    [InlineData("""{ "min-size": null }""", "min-size takes a text or a number")]
    [InlineData("""[1]""", "options stand in braces")]
    [InlineData("{\n \"min-size\": ,\n}", "line 2: ")]
    [InlineData("""{ "min-size": 1, "min-size": 2 }""", "min-size")]
    public void Read_WhatThereIsNot_IsRefusedWithTheFile(string json, string said)
    {
        SpotterException e = Assert.Throws<SpotterException>(() => File(SettingLevel.User, json));
        Assert.StartsWith($"{PathOfFile}: ", e.Message, StringComparison.Ordinal);
        Assert.Contains(said, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    public void Complete_ValueThatDoesNotFit_IsRefusedWithTheFile()
    {
        SpotterException e = Assert.Throws<SpotterException>(() =>
            Faces([File(SettingLevel.User, """{ "min-size": "large" }""")], "a.png")
        );
        Assert.StartsWith($"{PathOfFile}: --min-size large: is no size", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("webhook", "\"http://192.0.2.1/\"")]
    [InlineData("output", "\"/tmp\"")]
    [InlineData("overwrite", "true")]
    [InlineData("model", "\"evil.onnx\"")]
    [InlineData("classify", "\"evil\"")]
    [InlineData("runs", "\"evil\"")]
    [InlineData("crops", "\"/tmp\"")]
    [InlineData("sticker", "\"/etc/passwd\"")]
    [InlineData("speech-file", "\"/etc/passwd\"")]
    [InlineData("show", "\"browser\"")]
    [InlineData("quiet", "true")]
    [InlineData("lan", "true")]
    [InlineData("data", "\"/etc\"")]
    [InlineData("json", "true")]
    [InlineData("max-megapixels", "700")]
    public void Read_OfAFolderWhatReachesOut_IsRefused(string option, string value)
    {
        string json = $$"""{ "{{option}}": {{value}} }""";
        SpotterException e = Assert.Throws<SpotterException>(() => File(SettingLevel.Folder, json));
        Assert.Contains($"{option} may not be set by the file of a folder", e.Message, StringComparison.Ordinal);
        Assert.Single(File(SettingLevel.User, json));
    }

    // The list is by what a value stands for, so that an option of tomorrow that takes a file is refused by itself.
    [Fact]
    public void IsSafe_OptionsWithNamesOfFilesFoldersAndAddresses_None()
    {
        string[] safe =
        [
            .. SettingsFile
                .OptionsOf(Tool.Build())
                .Where(SettingsFile.IsSafe)
                .Select(static option => $"{option.Name} {option.HelpName}".Trim())
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
        Assert.Contains("--min-size N|WxH", safe);
        Assert.DoesNotContain(safe, static option =>
            option.Contains("FILE", StringComparison.Ordinal)
            || option.Contains("FOLDER", StringComparison.Ordinal)
            || option.Contains("PATH", StringComparison.Ordinal)
            || option.Contains("URL", StringComparison.Ordinal)
            || option.Contains("RUN", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("""{ "min-score": 0.9, "mask-scale": 1, "color": "red" }""", "blur")]
    [InlineData("""{ "min-size": 500, "draw": "boxes" }""", "blur")]
    public void Complete_WhereFacesAreHidden_AFolderHidesNoLess(string json, string draw)
    {
        IReadOnlyList<Setting> folder = File(SettingLevel.Folder, json);
        FacesChoice typed = Faces([folder], "a.png", "--draw", draw);
        AssertHides(typed);
        FacesChoice users = Faces([File(SettingLevel.User, $$"""{ "draw": "{{draw}}" }"""), folder], "a.png");
        AssertHides(users);

        static void AssertHides(FacesChoice choice)
        {
            Assert.True(choice.Search.Output.Hides);
            Assert.Null(choice.Search.Detection.MinScore);
            Assert.Null(choice.Search.Detection.MinSize);
            Assert.Null(choice.Search.Output.MaskScale);
        }
    }

    private string PathOfFile => Path.Combine(_folder.Path, SettingsFile.Name);

    private IReadOnlyList<Setting> File(SettingLevel level, string json)
    {
        System.IO.File.WriteAllText(PathOfFile, json);
        return SettingsFile.Read(PathOfFile, level, Tool.Build());
    }

    private static FacesChoice Faces(IReadOnlyList<Setting>[] settings, params string[] args)
    {
        RootCommand root = Tool.Build();
        string[] words = ["faces", .. args];
        ParseResult parsed = EffectiveSettings.Complete(
            Tool.Parse(root, words),
            words,
            all => Tool.Parse(root, all),
            _ => [.. settings.SelectMany(static place => place)]
        );
        Tool.RequireSense(parsed);
        return Assert.IsType<FacesChoice>(Assert.IsType<IChoiceAction>(parsed.Action, exactMatch: false).Read(parsed));
    }
}
