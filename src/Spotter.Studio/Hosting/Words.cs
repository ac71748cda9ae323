namespace Spotter.Studio.Hosting;

/// <summary>What a value wants to be, in words.</summary>
internal static class Words
{
    public static string For(Type type)
    {
        Type plain = Nullable.GetUnderlyingType(type) ?? type;
        return Type.GetTypeCode(plain) switch
        {
            TypeCode.Boolean => "true or false",
            TypeCode.Int32 => "a whole number",
            TypeCode.Int64 => "a whole number",
            TypeCode.Double => "a number",
            TypeCode.String => "a text",
            _ => plain == typeof(string[]) ? "a list of texts" : "an object",
        };
    }
}
