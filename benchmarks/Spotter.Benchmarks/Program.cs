using Spotter.Benchmarks;

return args switch
{
    ["parity", .. var rest] => Parity.Run(rest),
    ["cascades", .. var rest] => Cascades.Run(rest),
    ["studio", .. var rest] => StudioLoad.Run(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        usage: ./bench NAME [PICTURE|FOLDER...] [--json]
          parity      boxes of every cascade against OpenCV's: raw and grouped, five widths, four scale factors
          cascades    milliseconds a picture, OpenCV and Spotter alternating in one process
          studio      POST /api/detect from 16 connections beside the engine alone (--seconds 60)
        """);
    return 2;
}
