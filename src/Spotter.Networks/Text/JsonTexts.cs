using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;

namespace Spotter.Networks.Text;

/// <summary>
/// JSON may hold texts that are none: bytes that are no UTF-8, and halves of characters (<c>"\ud800"</c>). The
/// framework says so only to whoever asks for them, and then as a fault of the program.
/// </summary>
internal static class JsonTexts
{
    /// <exception cref="JsonException">A name or a text is no Unicode.</exception>
    public static void RequireUnicode(JsonElement element)
    {
        ReadOnlySpan<byte> bytes = JsonMarshal.GetRawUtf8Value(element);
        if (!Utf8.IsValid(bytes))
        {
            throw new JsonException("holds bytes that are no UTF-8");
        }

        if (bytes.IndexOf("\\u"u8) >= 0)
        {
            Walk(element);
        }
    }

    private static void Walk(JsonElement element)
    {
        try
        {
            switch (element.ValueKind)
            {
                case JsonValueKind.String:
                    _ = element.GetString();
                    break;
                case JsonValueKind.Array:
                    foreach (JsonElement item in element.EnumerateArray())
                    {
                        Walk(item);
                    }

                    break;
                case JsonValueKind.Object:
                    foreach (JsonProperty property in element.EnumerateObject())
                    {
                        _ = property.Name;
                        Walk(property.Value);
                    }

                    break;
            }
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException("holds half of a character (a lone surrogate)", e);
        }
    }
}
