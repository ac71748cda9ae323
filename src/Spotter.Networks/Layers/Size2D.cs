using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Spotter.Networks.Layers;

/// <summary>Height and width of a kernel, a stride or a pool. An <c>int</c> converts to a square one.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
[JsonConverter(typeof(Size2DConverter))]
public readonly record struct Size2D(int Height, int Width)
{
    /// <summary>A square size.</summary>
    public static implicit operator Size2D(int side) => FromInt32(side);

    /// <summary>A square size.</summary>
    public static Size2D FromInt32(int side) => new(side, side);

    /// <summary>For example <c>3 x 3</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Height} x {Width}");
}

/// <summary>A size is written as one number when it is square, else as <c>[height, width]</c>.</summary>
internal sealed class Size2DConverter : JsonConverter<Size2D>
{
    public override Size2D Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Number)
        {
            return reader.GetInt32();
        }

        if (reader.TokenType != JsonTokenType.StartArray || !reader.Read())
        {
            throw new JsonException("a size is a number or [height, width]");
        }

        int height = reader.GetInt32();
        reader.Read();
        int width = reader.GetInt32();
        return reader.Read() && reader.TokenType == JsonTokenType.EndArray
            ? new Size2D(height, width)
            : throw new JsonException("a size is a number or [height, width]");
    }

    public override void Write(Utf8JsonWriter writer, Size2D value, JsonSerializerOptions options)
    {
        if (value.Height == value.Width)
        {
            writer.WriteNumberValue(value.Height);
            return;
        }

        writer.WriteStartArray();
        writer.WriteNumberValue(value.Height);
        writer.WriteNumberValue(value.Width);
        writer.WriteEndArray();
    }
}
