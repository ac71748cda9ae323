using System.Globalization;
using System.Text.Json;
using Spotter.EndToEnd.Tests.Support;

namespace Spotter.EndToEnd.Tests;

public sealed class CombineModelsTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Combine_ModelsAsNamed_ShownAndUsable()
    {
        File.Copy(Repository.PathOf("models", "people.channels"), _workspace.PathOf("front.channels"));
        Run run = Combine(
            "people",
            "front.channels:mirrored:-2.5",
            "front.channels:edge:1",
            "--pool",
            "no",
            "--join",
            "no",
            "--operating-point",
            "30",
            "-o",
            "out/mix.channels"
        );
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(4, run.OutputLines.Length);

        JsonElement model = JsonDocument
            .Parse(_workspace.Spotter("models", "show", "out/mix.channels", "--json").Output)
            .RootElement;
        Assert.Equal("person", model.GetProperty("label").GetString());
        Assert.Equal(30, model.GetProperty("operating_point").GetDouble());
        Assert.False(model.GetProperty("pools_windows").GetBoolean());
        Assert.False(model.GetProperty("joins_parts").GetBoolean());
        JsonElement[] components = [.. model.GetProperty("components").EnumerateArray()];
        Assert.Equal(
            [0, -2.5, 1],
            components.Select(static component => component.GetProperty("score_offset").GetDouble())
        );
        Assert.Equal(
            [false, true, false],
            components.Select(static component => component.GetProperty("mirrored_twin").GetBoolean())
        );
        Assert.Equal(
            [false, false, true],
            components.Select(static component => component.GetProperty("at_edge").GetBoolean())
        );
        Assert.Equal(run.OutputLines, _workspace.Spotter("models", "show", "out/mix.channels").OutputLines[2..]);

        _workspace.Write("a.png", SamplePictures.Blank());
        Assert.Equal(
            "a.png: no people",
            _workspace.Spotter("detect", "a.png", "--model", "out/mix.channels", "--draw", "none").OutputLines.Single()
        );
    }

    [Fact]
    public void Combine_WithScenes_SaysHowManyFalseAlarmsAScoreGives()
    {
        for (int i = 0; i < 12; i++)
        {
            _workspace.Write($"scenes/more/{i:00}.jpg", LogoPictures.Without(i));
        }

        Run run = Combine("people", "people:mirrored", "--scenes", "scenes", "-o", "mix.channels");
        Assert.True(run.ExitCode == 0, run.Error);
        string[] marks =
        [
            .. run.OutputLines.Where(static line =>
                line.Contains("false alarms a scene from a score of", StringComparison.Ordinal)
            ),
        ];
        Assert.InRange(marks.Length, 1, 3);
        Assert.StartsWith(0.1.ToString(CultureInfo.InvariantCulture), marks[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Combine_WhatCannotBe_OneLineAndAnExitCode()
    {
        _workspace.Write("broken.channels", "SPCH");
        AssertOneError(2, "--output", "people");
        AssertOneError(2, "cars: does not fit people: it finds car, not person", "people", "cars", "-o", "x.channels");
        AssertOneError(2, "haarcascade_eye: is no channel model", "haarcascade_eye", "-o", "x.channels");
        AssertOneError(2, "use no or yes", "people", "--pool", "perhaps", "-o", "x.channels");
        AssertOneError(2, "cannot be written", "people", "-o", "broken.channels/x.channels");
        AssertOneError(3, "absent.channels", "people", "absent.channels:mirrored:1", "-o", "x.channels");
        AssertOneError(3, "broken.channels: not a usable channel model", "broken.channels", "-o", "x.channels");
        AssertOneError(3, "nowhere", "people", "--scenes", "nowhere", "-o", "x.channels");
    }

    private Run Combine(params string[] args) => _workspace.Spotter(["models", "combine", .. args]);

    private void AssertOneError(int exitCode, string word, params string[] args)
    {
        Run run = Combine(args);
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(word, Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.Empty(run.OutputLines);
        Assert.False(File.Exists(_workspace.PathOf("x.channels")));
    }
}
