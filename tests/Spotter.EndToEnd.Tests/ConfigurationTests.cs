using Spotter.EndToEnd.Tests.Support;

namespace Spotter.EndToEnd.Tests;

/// <summary><c>spotter.json</c> and variables, as the tool finds them.</summary>
public sealed class ConfigurationTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Places_OfAllKinds_AreReadAndShown()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the user's place is named by a variable of POSIX systems");
        _workspace.Write("home/spotter/spotter.json", """{ "threads": 1, "faces": { "min-size": 20 } }""");
        _workspace.Write("spotter.json", """{ "faces": { "min-size": 30, "thickness": 2 } }""");
        Run shown = Spotter(["SPOTTER_OPTION_THICKNESS=3"], "config", "show", "faces");
        Assert.Equal(0, shown.ExitCode);
        Assert.Equal(
            [
                $"faces min-size 30 {_workspace.PathOf("spotter.json")}",
                "faces thickness 3 SPOTTER_OPTION_THICKNESS",
                $"faces threads 1 {_workspace.PathOf("home/spotter/spotter.json")}",
            ],
            shown
                .OutputLines.Skip(1)
                .Select(static line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
                .Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Folder_WhatReachesOut_EndsTheCommandUnlessLeftOut()
    {
        _workspace.Write("spotter.json", """{ "output": "elsewhere" }""");
        _workspace.Write("photo.jpg", File.ReadAllBytes(SamplePictures.WithFace));
        Run refused = Spotter([], "faces", "photo.jpg");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains(
            "output may not be set by the file of a folder",
            Assert.Single(refused.ErrorLines),
            StringComparison.Ordinal
        );
        Assert.False(Directory.Exists(_workspace.PathOf("elsewhere")));

        Run without = Spotter([], "faces", "photo.jpg", "--no-config", "--draw", "none", "--json");
        Assert.True(without.ExitCode == 0, without.Error);
        Assert.Single(without.OutputLines);
    }

    private Run Spotter(string[] variables, params string[] args) =>
        OperatingSystem.IsWindows()
            ? _workspace.Spotter(args)
            : Run.Of(
                "env",
                [$"XDG_CONFIG_HOME={_workspace.PathOf("home")}", .. variables, Workspace.ToolPath, .. args],
                _workspace.Folder
            );
}
