using System.CommandLine;
using Spotter.Apps.Applications;
using Spotter.Apps.Searching;
using Spotter.Cli.Parsing;
using Spotter.Vision;

namespace Spotter.Cli.Commands;

/// <summary><c>spotter detect SOURCE... --model NAME|FILE[,...]</c></summary>
internal static class DetectCommand
{
    public static Command Build()
    {
        Option<string[]?> models = Flag.Value(
            "--model",
            "NAME|FILE[,...]",
            "Built-in models (see spotter models list), OpenCV cascade files (.xml) or networks (.onnx)",
            Values.Names
        );
        models.Required = true;
        var command = new Command("detect", "Find what one or several models look for") { models };
        SearchCommand.Equip(command, parsed => new Application(Load(parsed, parsed.GetValue(models)!)));
        Help.Decorate(
            command,
            """
            spotter detect street.jpg --model haarcascade_fullbody
            spotter detect photos/ --model haarcascade_frontalface_alt2,haarcascade_profileface --json
            spotter detect plates/ --model my_cascade.xml --min-neighbors 5
            """
        );
        return command;
    }

    private static IDetector Load(ParseResult parsed, string[] names)
    {
        IDetector[] detectors = [.. names.Select(name => ModelLoading.Load(parsed, name, label: null))];
        return detectors.Length == 1 ? detectors[0] : new CombinedDetector(detectors);
    }
}
