using Spotter.Cli.Tests.Support;

namespace Spotter.Cli.Tests.Parsing;

/// <summary>Nothing is ignored in silence.</summary>
public sealed class ConflictTests
{
    [Theory]
    [InlineData("--mask-scale is how much is hidden", "faces", "a.png", "--mask-scale", "2")]
    [InlineData("--mask-scale is how much is hidden", "faces", "a.png", "--mask-scale", "2", "--draw", "corners")]
    [InlineData("--json and --print both write", "faces", "a.png", "--json", "--print")]
    [InlineData("--color: nothing is drawn", "faces", "a.png", "--draw", "none", "--color", "red")]
    [InlineData("--thickness: nothing is drawn", "smiles", "a.png", "--draw", "none", "--thickness", "2")]
    [InlineData("--label: nothing is drawn", "road", "a.png", "--draw", "none", "--label")]
    [InlineData("--output: nothing is written there", "faces", "a.png", "--draw", "none", "-o", "out")]
    [InlineData(
        "--thickness: there are no lines with --draw blur",
        "faces",
        "a.png",
        "--draw",
        "blur",
        "--thickness",
        "3"
    )]
    [InlineData(
        "--color: there are no lines with --draw pixelate",
        "faces",
        "a.png",
        "--draw",
        "pixelate",
        "--color",
        "red"
    )]
    [InlineData(
        "--thickness: there are no lines with --draw solid",
        "faces",
        "a.png",
        "--draw",
        "solid",
        "--thickness",
        "3"
    )]
    [InlineData("--sticker: nothing is drawn", "faces", "a.png", "--draw", "none", "--sticker", "hat")]
    [InlineData("--speech: nothing is drawn", "faces", "a.png", "--draw", "none", "--speech", "hello")]
    [InlineData("--swap-heads: nothing is drawn", "faces", "a.png", "--draw", "none", "--swap-heads")]
    [InlineData("--swap-heads: shows heads elsewhere", "faces", "a.png", "--draw", "blur", "--swap-heads")]
    [InlineData("--label: there are no labels with --draw box", "road", "a.png", "--draw", "box", "--label")]
    [InlineData(
        "--thickness: there are no lines with --draw label",
        "road",
        "a.png",
        "--draw",
        "label",
        "--thickness",
        "3"
    )]
    [InlineData(
        "--label-smiling: no labels are drawn with --draw box",
        "smiles",
        "a.png",
        "--draw",
        "box",
        "--label-smiling",
        "cheese"
    )]
    [InlineData(
        "--speech and --speech-file both say",
        "faces",
        "a.png",
        "--speech",
        "hello",
        "--speech-file",
        "captions.txt"
    )]
    [InlineData("--crops-every says how often", "faces", "a.mp4", "--crops-every", "0.5")]
    [InlineData("--runs is where --classify looks", "faces", "a.mp4", "--runs", "runs")]
    [InlineData("--line and --zone count tracks", "faces", "a.mp4", "--no-track", "--line", "0,0,10,10")]
    [InlineData("--line and --zone count tracks", "road", "a.mp4", "--no-track", "--zone", "0,0,9,0,9,9")]
    [InlineData("--webhook posts what happens", "faces", "a.mp4", "--webhook", "http://127.0.0.1:9/")]
    [InlineData("or at --warn-closer; give one", "road", "a.mp4", "--webhook", "http://127.0.0.1:9/")]
    [InlineData("--ground and --metres-per-pixel give", "faces", "a.mp4", "--no-track", "--metres-per-pixel", "0.1")]
    [InlineData("--summary and --report are about tracks", "road", "a.mp4", "--no-track", "--report", "r.html")]
    [InlineData(
        "--metres-per-pixel and --ground both say",
        "road",
        "a.mp4",
        "--metres-per-pixel",
        "0.1",
        "--ground",
        "0,0,9,0,9,9,0,9=3x2"
    )]
    [InlineData(
        "--smile-neighbors belongs to --model haarcascade_smile",
        "smiles",
        "a.png",
        "--model",
        "smiles",
        "--smile-neighbors",
        "3"
    )]
    [InlineData(
        "--min-smile belongs to --model smiles",
        "smiles",
        "a.png",
        "--model",
        "haarcascade_smile",
        "--min-smile",
        "0.3"
    )]
    [InlineData("--min-smile belongs", "smiles", "a.png", "--smile-neighbors", "3", "--min-smile", "0.3")]
    [InlineData("--min-score is one number", "road", "a.png", "--car-model", "cars.xml", "--min-score", "3")]
    [InlineData("--min-score is one number", "detect", "a.png", "--model", "cars,faces", "--min-score", "3")]
    [InlineData(
        "--iou is an overlap",
        "evaluate",
        "detector",
        "--model",
        "faces",
        "--labels",
        "l",
        "--center",
        "--iou",
        "0.5"
    )]
    [InlineData("there is nothing to learn", "train", "detector", "--output", "m.xml")]
    [InlineData("there are no negatives", "train", "detector", "--output", "m.xml", "--positives", "mugs")]
    [InlineData("no data set is named", "train", "classifier")]
    [InlineData("mnist: a resumed run keeps its data", "train", "classifier", "mnist", "--resume", "r")]
    [InlineData("--preset: a resumed run keeps", "train", "classifier", "--resume", "r", "--preset", "mlp")]
    [InlineData("--seed: a resumed run keeps", "train", "classifier", "--resume", "r", "--seed", "1")]
    [InlineData("--threads: a resumed run keeps", "train", "classifier", "--resume", "r", "--threads", "1")]
    [InlineData("--name: a resumed run keeps", "train", "classifier", "--resume", "r", "--name", "n")]
    [InlineData("--token-file is for other machines", "studio", "--token-file", "token")]
    [InlineData("--lan-port is for other machines", "studio", "--lan-port", "9000")]
    [InlineData("extra: is one argument too many; spotter doctor takes none", "doctor", "extra")]
    [InlineData("there is no command fcaes; did you mean spotter faces?", "fcaes", "a.png")]
    [InlineData("there is no command lst; did you mean spotter runs list?", "runs", "lst")]
    [InlineData("no command is given; the commands are list, show, compare", "runs")]
    [InlineData("--draw blurr: is not known; did you mean blur? use ", "faces", "a.png", "--draw", "blurr")]
    [InlineData("SOURCE is missing: a picture, ", "faces")]
    [InlineData("RUN is missing: ", "runs", "show")]
    public void CommandLine_ThatMakesNoSense_IsRefused(string expected, params string[] args) =>
        Assert.Contains(expected, CommandLine.Complaint(args), StringComparison.Ordinal);

    [Theory]
    [InlineData("faces", "a.png", "--draw", "blur", "--color", "red", "--label")]
    [InlineData("faces", "a.png", "--draw", "solid", "--color", "red")]
    [InlineData("faces", "a.png", "--draw", "none", "-o", "out", "--format", "coco")]
    [InlineData("faces", "a.mp4", "--zone", "0,0,9,0,9,9", "--webhook", "http://127.0.0.1:9/")]
    [InlineData("road", "a.mp4", "--warn-closer", "9", "--webhook", "http://127.0.0.1:9/")]
    [InlineData("smiles", "a.png", "--smile-neighbors", "3")]
    [InlineData("smiles", "a.png", "--model", "smiles", "--min-smile", "0.3")]
    [InlineData("train", "detector", "--output", "m.xml", "--positives", "mugs", "--negatives", "rooms")]
    [InlineData("train", "detector", "--output", "m.xml", "--labels", "l.json")]
    [InlineData("train", "classifier", "--resume", "r", "--epochs", "20", "--data", ".", "--runs", "x", "--json", "-q")]
    [InlineData("train", "classifier", "mnist", "--preset", "mlp", "--seed", "1")]
    [InlineData("studio", "--lan", "--lan-port", "9000")]
    public void CommandLine_ThatMakesSense_IsTaken(params string[] args) => Assert.Null(CommandLine.Complaint(args));
}
