using System.CommandLine;
using Spotter.Benchmarks;
using Spotter.Benchmarks.Batches;
using Spotter.Benchmarks.Kernels;
using Spotter.Benchmarks.Networks;
using Spotter.Benchmarks.Start;
using Spotter.Benchmarks.Studio;
using Spotter.Benchmarks.Tracking;
using Spotter.Benchmarks.Training;
using Spotter.Benchmarks.Video;

var root = new RootCommand("Benchmarks, with OpenCV, PyTorch or ONNX Runtime beside in the same run.")
{
    Parity.Build(),
    Cascades.Build(),
    CascadeKernels.Build(),
    VideoBenchmark.Build(),
    BatchBenchmark.Build(),
    TrackingBenchmark.Build(),
    TrainingBenchmark.Build(),
    NetworkBenchmark.Build(),
    StartBenchmark.Build(),
    StudioBenchmark.Build(),
};
ParseResult parsed = root.Parse(args);
if (args.Length == 0)
{
    await root.Parse("--help").InvokeAsync(new InvocationConfiguration { Output = Console.Error });
    return 2;
}

if (parsed.Errors.Count > 0)
{
    string wrong = parsed.UnmatchedTokens is [var unknown, ..]
        ? $"there is no {(unknown.StartsWith('-') ? "option" : "benchmark")} {unknown} here"
        : parsed.Errors[0].Message.TrimEnd('.');
    Console.Error.WriteLine($"{wrong}; see ./bench --help");
    return 2;
}

try
{
    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (FileNotFoundException e)
{
    Console.Error.WriteLine(e.Message);
    return 3;
}
