using Spotter.Onnx;

namespace Spotter.Cli.Parsing;

/// <summary>How networks of others are run: one rule for detectors and classifiers, whatever names them.</summary>
internal static class NetworkFlags
{
    public static FlagSet<NetworkOptions> All() =>
        new()
        {
            {
                Flag.Value(
                    HelpGroup.Machine,
                    "--engine",
                    "NAME",
                    "What computes networks of others: onnxruntime, or spotter, which needs no native code and has the "
                        + "operators of convolutional networks (default: onnxruntime where its library is there)",
                    static text => Values.Choice<NetworkEngine>(text)
                ),
                static (options, engine) => options with { Engine = engine }
            },
            {
                Flag.Value(
                    HelpGroup.Machine,
                    "--device",
                    "NAME",
                    "Where ONNX Runtime computes networks of others: cpu, cuda, directml or coreml, if its package for "
                        + "that is there (default: cpu)",
                    Values.Choice<NetworkDevice>
                ),
                static (options, device) => options with { Device = device }
            },
            {
                Flag.Value(
                    HelpGroup.Machine,
                    "--batch",
                    "N",
                    "Pictures of a folder that go into a network of others together, 1 to 64, where it takes any "
                        + "number (default: 1 on the processor, where more gain nothing, else 8)",
                    static text =>
                        new NetworkOptions { Batch = Values.Whole(text) }
                            .Batch!
                            .Value
                ),
                static (options, batch) => options with { Batch = batch }
            },
        };
}
