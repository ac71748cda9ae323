using System.CommandLine;
using Spotter.Apps.Applications;
using Spotter.Cli.Parsing;
using Spotter.Vision;

namespace Spotter.Cli.Commands;

/// <summary><c>spotter smiles SOURCE...</c></summary>
internal static class SmilesCommand
{
    public static Command Build()
    {
        Option<int?> neighbors = Flag.Value<int?>(
            "--smile-neighbors", "N", "Overlapping candidates that a smile needs; higher is stricter",
            text => new DetectionOptions { MinNeighbors = Values.Whole(text) }.MinNeighbors);
        Option<bool> eyes = Flag.Switch("--eyes", "Look for eyes too");
        var command = new Command("smiles", "Find faces and say which of them smile") { neighbors, eyes };
        SearchCommand.Equip(command, parsed => Smiles.Create(Detector.Faces(), parsed.GetValue(neighbors), parsed.GetValue(eyes)));
        Help.Decorate(command, """
            spotter smiles photo.jpg                   an annotated copy in spotter-out/
            spotter smiles 0                           the first camera, in a window that closes on q
            spotter smiles party.mp4 -o smiles.mp4     an annotated video, with its sound
            spotter smiles party.mp4 --eyes --json     a line of JSON a frame
            """);
        return command;
    }
}
