using System.CommandLine;
using System.Runtime.Intrinsics;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using Spotter.Vision;
using Spotter.Vision.Cascades;
using Spotter.Vision.Detectors;
using Spotter.Vision.Images;
using Spotter.Vision.Kernels.Lanes;
using Spotter.Vision.Models;

namespace Spotter.Benchmarks.Kernels;

/// <summary>
/// BenchmarkDotNet on the pieces of the cascade engine, in each width of vectors that the processor has.
/// </summary>
public class CascadeKernels
{
    private const int Width = 640;
    private const int Height = 400;

    private GrayImage _picture = null!;
    private IKernelSubjects _subjects = null!;

    public static IEnumerable<int> Widths()
    {
        (int Lanes, bool IsSupported)[] all =
        [
            (Lanes512.Count, Lanes512.IsSupported),
            (Lanes256.Count, Lanes256.IsSupported),
            (Lanes128.Count, Lanes128.IsSupported),
        ];
        return all.Where(static width => width.IsSupported).Select(static width => width.Lanes);
    }

    /// <summary>32-bit lanes a vector.</summary>
    [ParamsSource(nameof(Widths))]
    public int Lanes { get; set; }

    /// <summary>Stumps, pairs, local binary patterns.</summary>
    [Params("haarcascade_frontalface_default", "haarcascade_frontalface_alt2", "lbpcascade_frontalface")]
    public string Cascade { get; set; } = "";

    /// <summary>Whether windows stand two pixels apart (scale 1.1) or one (scale 2.14).</summary>
    [Params(2, 1)]
    public int Step { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        _picture = new GrayImage(Texture(), Width, Height);
        CascadeModel model = ModelCatalog.Get(Cascade).LoadCascade();
        var levels = new List<PyramidLevel>();
        ScalePyramid.Build(new BoxSize(Width, Height), model.WindowSize, 1.1, default, default, levels);
        PyramidLevel level = levels.First(one => one.Step == Step && one.Scale > 1);
        _subjects = Lanes switch
        {
            16 => new KernelSubjects<Lanes512, Vector512<int>, Vector512<float>>(model, _picture, level),
            8 => new KernelSubjects<Lanes256, Vector256<int>, Vector256<float>>(model, _picture, level),
            _ => new KernelSubjects<Lanes128, Vector128<int>, Vector128<float>>(model, _picture, level),
        };
    }

    [Benchmark]
    public void ResizeRow() => _subjects.ResizeRow();

    [Benchmark]
    public void IntegralRow() => _subjects.IntegralRow();

    [Benchmark]
    public void FactorRow() => _subjects.FactorRow();

    [Benchmark]
    public int FirstStageRow() => _subjects.FirstStageRow();

    [Benchmark]
    public void PatchRow() => _subjects.PatchRow();

    [Benchmark]
    public int WholeLevel() => _subjects.Level();

    internal static Command Build()
    {
        var filter = new Option<string>("--filter")
        {
            HelpName = "'*NAME*'",
            Description = "Which pieces, such as '*FirstStage*'",
            DefaultValueFactory = static _ => "*",
        };
        return Arguments.Benchmark(
            "kernels",
            "The pieces of the cascade engine one by one, with BenchmarkDotNet",
            arguments => Task.FromResult(Run(arguments.GetRequiredValue(filter))),
            filter
        );
    }

    private static int Run(string filter)
    {
        // In this process, because the kernels are internal: what BenchmarkDotNet would compile could not see them.
        IConfig config = ManualConfig
            .CreateEmpty()
            .AddJob(Job.ShortRun.WithToolchain(InProcessNoEmitToolchain.Instance))
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddExporter(MarkdownExporter.GitHub)
            .AddLogger(ConsoleLogger.Default)
            .WithArtifactsPath(Path.Combine("artifacts", "benchmarks"));
        Console.Error.WriteLine(VectorWidths.Describe());
        BenchmarkSwitcher.FromTypes([typeof(CascadeKernels), typeof(Grouping)]).Run(["--filter", filter], config);
        return 0;
    }

    // Blobs of all sizes with grain on them: like a photograph, windows fail at all stages. Fixed, so that runs
    // compare.
    private static byte[] Texture()
    {
        var random = new Random(11);
        byte[] pixels = GC.AllocateUninitializedArray<byte>(Width * Height, pinned: true);
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++)
            {
                double shade =
                    128
                    + (50 * Math.Sin(x / 37.0) * Math.Cos(y / 23.0))
                    + (30 * Math.Sin((x + y) / 7.0))
                    + random.Next(-20, 21);
                pixels[(y * Width) + x] = (byte)Math.Clamp(shade, 0, 255);
            }
        }

        return pixels;
    }
}
