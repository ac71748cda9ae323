using System.CommandLine;
using System.CommandLine.Help;
using Spotter.Cli.Parsing;
using Spotter.Cli.Tests.Support;

namespace Spotter.Cli.Tests.Parsing;

/// <summary>What holds for every option of every command.</summary>
public sealed class EveryOptionTests
{
    // What else has to be said for a value to make sense.
    private static readonly Dictionary<string, string[]> Company = new(StringComparer.Ordinal)
    {
        ["evaluate tracking --truth"] = ["--results", "mine.txt"],
        ["evaluate tracking --class"] = ["--results", "mine.txt"],
        ["detect --runs"] = ["--classify", "friends-1"],
        ["faces --runs"] = ["--classify", "friends-1"],
        ["train classifier --normalize"] = ["--backbone", "resnet.onnx"],
        ["train classifier --backbone-layer"] = ["--backbone", "resnet.onnx"],
        ["detect --normalize"] = ["--classify", "friends-1"],
        ["faces --normalize"] = ["--classify", "friends-1"],
        ["--crops-every"] = ["--crops", "heads"],
        ["faces --family"] = ["--model", "yolo.onnx"],
        ["faces --classes"] = ["--model", "yolo.onnx"],
        ["faces --network-description"] = ["--model", "yolo.onnx"],
        ["road --family"] = ["--car-model", "yolo.onnx"],
        ["road --classes"] = ["--car-model", "yolo.onnx"],
        ["road --network-description"] = ["--car-model", "yolo.onnx"],
        ["faces --engine"] = ["--model", "yolo.onnx"],
        ["faces --device"] = ["--model", "yolo.onnx"],
        ["road --engine"] = ["--car-model", "yolo.onnx"],
        ["road --device"] = ["--car-model", "yolo.onnx"],
        ["faces --batch"] = ["--model", "yolo.onnx"],
        ["road --batch"] = ["--car-model", "yolo.onnx"],
        ["smiles --family"] = ["--face-model", "yolo.onnx"],
        ["smiles --classes"] = ["--face-model", "yolo.onnx"],
        ["smiles --network-description"] = ["--face-model", "yolo.onnx"],
        ["smiles --engine"] = ["--face-model", "yolo.onnx"],
        ["smiles --device"] = ["--face-model", "yolo.onnx"],
        ["smiles --batch"] = ["--face-model", "yolo.onnx"],
        ["--mask-scale"] = ["--draw", "blur"],
        ["--shard"] = ["--results", "kept"],
        ["--part-length"] = ["--results", "kept"],
        ["train classifier --shard"] = ["--sweep", "sweep.json"],
        ["--webhook"] = ["--line", "0,0,10,10"],
        ["--lan-port"] = ["--lan"],
        ["--token-file"] = ["--lan"],
        ["--smile-neighbors"] = ["--model", "haarcascade_smile"],
    };

    public static TheoryData<string> Paths => [.. CommandLine.Commands().Select(static c => string.Join(' ', c.Path))];

    [Fact]
    public void Commands_AreAllFound() => Assert.True(CommandLine.Commands().Count() > 25);

    [Theory]
    [MemberData(nameof(Paths))]
    public void Options_StandInAGroupWithAHelpText(string path)
    {
        Assert.All(Options(path), static option =>
        {
            Assert.True(
                option is IFlagOption or HelpOption or VersionOption,
                $"{option.Name}: is no FlagOption, and has no group in the help"
            );
            Assert.Matches("^--[a-z]+(-[a-z]+)*$", option.Name);
            Assert.False(string.IsNullOrWhiteSpace(option.Description), option.Name);
            Assert.NotEqual('.', option.Description[^1]);
        });
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void OptionsWithAValue_SayInTheHelpWhatHoldsWithoutThem(string path) =>
        Assert.All(WithValue(path), static option =>
            Assert.True(
                option.Required
                    || option.Description!.Contains("default", StringComparison.Ordinal)
                    || option.Description.Contains("unless given", StringComparison.Ordinal),
                $"{option.Name}: {option.Description}"
            )
        );

    [Theory]
    [MemberData(nameof(Paths))]
    public void Options_OfOneName_AreOnce(string path)
    {
        string[] names = [.. Options(path).SelectMany(static option => option.Aliases.Append(option.Name))];
        Assert.Equal(names.Distinct(StringComparer.Ordinal), names);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Values_ThatFit_AreTaken(string path)
    {
        (string[] words, Command command) = Find(path);
        foreach (Option option in WithValue(path))
        {
            foreach (string value in Samples.Of(option).Good)
            {
                string[] company = Company.TryGetValue($"{path} {option.Name}", out string[]? own)
                    ? own
                    : Company.GetValueOrDefault(option.Name, []);
                Assert.Null(
                    CommandLine.Complaint([
                        .. CommandLine.Shortest(words, command, but: option),
                        .. company,
                        option.Name,
                        value,
                    ])
                        is { } complaint
                        ? $"{option.Name} {value}: {complaint}"
                        : null
                );
            }
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Values_ThatDoNotFit_AreRefusedByName(string path)
    {
        (string[] words, Command command) = Find(path);
        foreach (Option option in WithValue(path))
        {
            foreach (string value in Samples.Of(option).Bad)
            {
                string? complaint = CommandLine.Complaint([
                    .. CommandLine.Shortest(words, command, but: option),
                    .. value is ['-', ..] ? [$"{option.Name}={value}"] : (string[])[option.Name, value],
                ]);
                Assert.NotNull(complaint);
                Assert.StartsWith($"{option.Name} {value}: ", complaint, StringComparison.Ordinal);
                Assert.EndsWith($"; see spotter {path} --help", complaint, StringComparison.Ordinal);
                Assert.DoesNotContain("(Parameter", complaint, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void OptionsWithAValue_WithoutIt_SayWhatIsMissing(string path)
    {
        (string[] words, Command command) = Find(path);
        Assert.All(WithValue(path).Where(static option => option.Arity.MinimumNumberOfValues > 0), option =>
            Assert.StartsWith(
                $"{option.Name} needs a value: {option.HelpName}",
                CommandLine.Complaint([.. CommandLine.Shortest(words, command, but: option), option.Name]),
                StringComparison.Ordinal
            )
        );
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void OptionsThatAreNeeded_LeftOut_AreNamed(string path)
    {
        (string[] words, Command command) = Find(path);
        Assert.All(WithValue(path).Where(static option => option.Required), option =>
            Assert.StartsWith(
                $"{option.Name} is missing: {option.HelpName}, ",
                CommandLine.Complaint(CommandLine.Shortest(words, command, but: option)),
                StringComparison.Ordinal
            )
        );
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void OptionsOfOneValue_GivenTwice_AreRefused(string path)
    {
        (string[] words, Command command) = Find(path);
        foreach (
            Option option in WithValue(path)
                .Where(static option =>
                    option is { Arity.MaximumNumberOfValues: 1 } && Samples.Of(option).Good.Length > 0
                )
        )
        {
            string given = $"{option.Name}={Samples.Of(option).Good[0]}";
            Assert.StartsWith(
                $"{option.Name} is given more than once",
                CommandLine.Complaint([.. CommandLine.Shortest(words, command, but: option), given, given]),
                StringComparison.Ordinal
            );
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Names_NearlyRight_AreAnsweredByTheNearest(string path)
    {
        (string[] words, Command command) = Find(path);

        // What follows another command line is that one's option.
        if (command.Arguments.Any(static argument => argument is CommandLineArgument))
        {
            return;
        }

        Assert.All(Options(path).Where(static option => option.Name.Length > 5), option =>
        {
            string slip = option.Name[..^1] + "q";
            Assert.Matches(
                $"there is no option {slip}; did you mean --[a-z-]+\\?",
                CommandLine.Complaint([.. CommandLine.Shortest(words, command), slip])
                    ?? throw new InvalidOperationException(slip)
            );
        });
    }

    private static (string[] Words, Command Command) Find(string path) =>
        CommandLine.Commands().First(c => string.Join(' ', c.Path) == path);

    private static IEnumerable<Option> Options(string path) =>
        Find(path).Command.Options.Where(static option => !option.Hidden);

    private static IEnumerable<Option> WithValue(string path) =>
        Options(path).Where(static option => option.Arity.MaximumNumberOfValues > 0 && option is IFlagOption);
}
