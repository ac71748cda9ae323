using System.Text.Json;
using System.Text.Json.Serialization;

namespace Spotter.Fuzzing.Loop;

/// <summary>How far a target's loop came; written while it goes, so that it outlives the process.</summary>
/// <param name="Executions">Inputs that were read.</param>
/// <param name="Refused">How many of them were refused, as most must be.</param>
/// <param name="Edges">Edges of the instrumented code that were taken at all.</param>
/// <param name="Inputs">Inputs that each showed something new.</param>
/// <param name="Findings">Different findings.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="SlowestMilliseconds">The longest that one input took.</param>
/// <param name="MostBytes">The most that one input allocated.</param>
internal sealed record LoopReport(
    long Executions,
    long Refused,
    int Edges,
    int Inputs,
    int Findings,
    double Seconds,
    double SlowestMilliseconds,
    long MostBytes
)
{
    public static LoopReport None { get; } = new(0, 0, 0, 0, 0, 0, 0, 0);

    /// <summary>Two loops over one target, one after the other.</summary>
    public LoopReport Then(LoopReport later) =>
        new(
            Executions + later.Executions,
            Refused + later.Refused,
            Math.Max(Edges, later.Edges),
            Math.Max(Inputs, later.Inputs),
            Math.Max(Findings, later.Findings),
            Seconds + later.Seconds,
            Math.Max(SlowestMilliseconds, later.SlowestMilliseconds),
            Math.Max(MostBytes, later.MostBytes)
        );

    public void Write(string path) =>
        File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(this, FuzzJson.Default.LoopReport));

    public static LoopReport Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), FuzzJson.Default.LoopReport) ?? None;
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            // It died before it wrote one, or while it did.
            return None;
        }
    }
}

[JsonSerializable(typeof(LoopReport))]
internal sealed partial class FuzzJson : JsonSerializerContext;
