using System.Text.Json;
using Spotter.Networks.Text;

namespace Spotter.Networks.Tests.Text;

public sealed class OneLineTests
{
    [Fact]
    public void Message_QuotesWhatBreaksLines_IsOneLine()
    {
        var exception = new SpotterException(SpotterErrorKind.Damaged, "a\nb\r\tc\u001b[2J\u2028d\u0085e");
        Assert.Equal("a b  c?[2J d?e", exception.Message);
    }

    [Fact]
    public void Message_QuotesAWholeFile_KeepsBeginningAndEnd()
    {
        string message = new SpotterException(
            SpotterErrorKind.Damaged,
            $"wrong: {new string('x', 100_000)}: write it anew"
        ).Message;
        Assert.InRange(message.Length, 100, 5000);
        Assert.StartsWith("wrong: x", message, StringComparison.Ordinal);
        Assert.EndsWith(": write it anew", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"a\":\"\\ud800\"}")]
    [InlineData("{\"\\udfff\":1}")]
    [InlineData("[[\"\\ud83d \"]]")]
    public void RequireUnicode_HalfACharacter_IsRefused(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        Assert.Throws<JsonException>(() => JsonTexts.RequireUnicode(document.RootElement));
    }

    [Fact]
    public void RequireUnicode_NoUtf8_IsRefused()
    {
        using JsonDocument document = JsonDocument.Parse(new byte[] { (byte)'"', 0xAF, (byte)'"' });
        Assert.Throws<JsonException>(() => JsonTexts.RequireUnicode(document.RootElement));
    }

    [Fact]
    public void RequireUnicode_WholeCharacters_Pass()
    {
        using JsonDocument document = JsonDocument.Parse("{\"caf\\u00e9\":\"\\ud83d\\ude00\"}");
        JsonTexts.RequireUnicode(document.RootElement);
    }
}
