using System.Text.Json;
using System.Text.Json.Serialization;

namespace Spotter.Studio.Hosting;

/// <summary>
/// Numbers of answers: what is none, like the loss of a training that diverged, is null, because JSON has neither NaN
/// nor infinity.
/// </summary>
internal sealed class FiniteNumber : JsonConverter<double>
{
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number
            ? reader.TryGetDouble(out double value) && double.IsFinite(value)
                ? value
                : throw new JsonException()
            : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        if (double.IsFinite(value))
        {
            writer.WriteNumberValue(value);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
