using System.CommandLine;
using Spotter.Apps.Applications;
using Spotter.Cli.Parsing;
using Spotter.Vision;

namespace Spotter.Cli.Commands;

/// <summary><c>spotter smiles SOURCE...</c></summary>
internal static class SmilesCommand
{
    private const string Cascade = "haarcascade_smile";

    public static Command Build()
    {
        Option<int?> neighbors = Flag.Value<int?>(
            "--smile-neighbors",
            "N",
            $"Overlapping candidates that a smile needs with {Cascade}; higher is stricter (default: 40)",
            text => new DetectionOptions { MinNeighbors = Values.Whole(text) }.MinNeighbors
        );
        Option<bool> eyes = Flag.Switch("--eyes", "Look for eyes too");
        Option<bool> aligned = Flag.Switch("--aligned", "Take each picture for a face that is already cut out");
        Option<string?> model = Flag.Value<string?>(
            "--model",
            "NAME",
            $"What tells smiles: {SmileNetwork.Name} or {Cascade} (default: {SmileNetwork.Name}, our network)",
            ReadModel
        );
        var command = new Command("smiles", "Find faces and say which of them smile")
        {
            aligned,
            model,
            neighbors,
            eyes,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(neighbors) is not null && result.GetValue(model) == SmileNetwork.Name)
            {
                result.AddError($"--smile-neighbors belongs to --model {Cascade}");
            }
        });
        SearchCommand.Equip(command, parsed => Smiles.Create(
                parsed.GetValue(aligned) ? new AlignedFaces() : Detector.Faces(),
                new SmileOptions
                {
                    UsesNetwork = parsed.GetValue(model) is { } name
                        ? name == SmileNetwork.Name
                        : parsed.GetValue(neighbors) is null,
                    MinNeighbors = parsed.GetValue(neighbors),
                    WithEyes = parsed.GetValue(eyes),
                }
            ));
        Help.Decorate(
            command,
            """
            spotter smiles photo.jpg                   an annotated copy in spotter-out/smiles/
            spotter smiles 0                           the first camera, in a window that closes on q
            spotter smiles party.mp4 -o smiles.mp4     an annotated video, with its sound
            spotter smiles party.mp4 --eyes --json     a line of JSON a frame
            spotter smiles crops/ --aligned --json     pictures that are faces, without a search
            """
        );
        return command;
    }

    private static string ReadModel(string name) => Values.Choice(name, SmileNetwork.Name, Cascade);
}
