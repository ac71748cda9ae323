using Spotter.Benchmarks;
using Spotter.Benchmarks.Training;

return args switch
{
    ["parity", .. var rest] => Parity.Run(rest),
    ["cascades", .. var rest] => Cascades.Run(rest),
    ["training", .. var rest] => TrainingBenchmark.Run(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        usage: ./bench NAME [PICTURE|FOLDER...] [--json]
          parity      boxes of every cascade against OpenCV's: raw and grouped, five widths, four scale factors
          cascades    milliseconds a picture, OpenCV and Spotter alternating in one process
          training    seconds an epoch, PyTorch and Spotter in turn, same weights and batches
        """);
    return 2;
}
