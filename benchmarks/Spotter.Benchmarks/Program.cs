using Spotter.Benchmarks;
using Spotter.Benchmarks.Kernels;
using Spotter.Benchmarks.Networks;
using Spotter.Benchmarks.Start;
using Spotter.Benchmarks.Studio;
using Spotter.Benchmarks.Training;
using Spotter.Benchmarks.Video;

try
{
    return await RunAsync(args);
}
catch (UsageException e)
{
    Console.Error.WriteLine(e.Message);
    return Usage();
}
catch (FileNotFoundException e)
{
    Console.Error.WriteLine(e.Message);
    return 3;
}

static async Task<int> RunAsync(string[] args) =>
    args switch
    {
        ["parity", .. var rest] => Parity.Run(rest),
        ["cascades", .. var rest] => Cascades.Run(rest),
        ["kernels", .. var rest] => CascadeKernels.Run(rest),
        ["video", .. var rest] => await VideoBenchmark.RunAsync(rest),
        ["networks", .. var rest] => NetworkBenchmark.Run(rest),
        ["training", .. var rest] => TrainingBenchmark.Run(rest),
        ["start", .. var rest] => await StartBenchmark.RunAsync(rest),
        ["studio", .. var rest] => await StudioBenchmark.RunAsync(rest),
        _ => Usage(),
    };

static int Usage()
{
    Console.Error.WriteLine(
        """
        usage: ./bench NAME [PICTURE|FOLDER|VIDEO...] [--json]
          parity      boxes of every cascade against OpenCV's: raw and grouped, five widths, four scale factors
                      [--cascades NAME,...] [--widths N,...] [--scale-factors N,...]
          cascades    milliseconds a picture, OpenCV and Spotter alternating in one process
                      [--cascades NAME,...] [--widths N,...] [--threads N,...] [--rounds N]
          kernels     the pieces of the cascade engine one by one, with BenchmarkDotNet [--filter '*FirstStage*']
          video       milliseconds a frame of each stage, and from a file to JSON and to MP4
                      [--frames N] [--rounds N] [--min-size N]
          training    seconds an epoch, PyTorch and Spotter in turn, same weights and batches
                      [--cases NAME,...] [--rounds N] [--threads N,...]
          networks    milliseconds a picture of a detector's network, ONNX Runtime and Spotter in turn
                      [--sizes WIDTHxHEIGHT,...] [--threads N,...] [--rounds N] [--models FOLDER of other makers']
          start       milliseconds from starting the tool to its version, help, first picture and page [--rounds N]
          studio      POST /api/detect from 16 connections beside the engine alone, then the page's camera in Chromium:
                      seconds to the first boxes, frames a second, latency [--seconds 60] [--live]
        """
    );
    return 2;
}
