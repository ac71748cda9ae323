using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;

namespace Spotter.Studio.Hosting;

/// <summary>
/// Looks at the values of an address before its endpoint does, and tells what is wrong with one: its name, and what it
/// wants. The framework's own binding ends such a request without a word.
/// </summary>
internal static class AddressValues
{
    private const int MostShown = 60;

    // What is read of an address besides an endpoint's parameters: the name of a file that comes as the body.
    private const string FileName = "name";

    /// <exception cref="ProblemException">A value is not of its kind, or nobody reads it.</exception>
    public static void Check(HttpContext context)
    {
        if (context.GetEndpoint() is not RouteEndpoint endpoint || endpoint.Metadata.GetMetadata<ApiEndpoint>() is null)
        {
            return;
        }

        IReadOnlyList<IParameterBindingMetadata> parameters =
            endpoint.Metadata.GetOrderedMetadata<IParameterBindingMetadata>();
        var known = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (
            IParameterBindingMetadata parameter in parameters.Where(static parameter =>
                IsValue(parameter.ParameterInfo.ParameterType)
            )
        )
        {
            string name = JsonNamingPolicy.CamelCase.ConvertName(parameter.Name);
            bool isRoute = context.Request.RouteValues.TryGetValue(name, out object? part);
            if (!isRoute)
            {
                known.Add(name);
            }

            string? value =
                isRoute ? part as string
                : context.Request.Query.TryGetValue(name, out var values) ? values.ToString()
                : null;
            if (value is not null && !IsOfKind(value, parameter.ParameterInfo.ParameterType))
            {
                throw ProblemException.BadRequest(
                    $"{name} wants {Words.For(parameter.ParameterInfo.ParameterType)}, got "
                        + $"{(value.Length == 0 ? "nothing" : Shortened(value))}"
                );
            }
        }

        if (endpoint.Metadata.GetMetadata<FileBody>() is { IsNamed: true })
        {
            known.Add(FileName);
        }

        if (context.Request.Query.Keys.FirstOrDefault(key => !known.Contains(key)) is { } unknown)
        {
            throw ProblemException.BadRequest(
                $"nothing here is called {Shortened(unknown)}; "
                    + $"{(known.Count == 0 ? "this address takes no values" : $"it takes {string.Join(", ", known)}")}"
            );
        }
    }

    private static bool IsValue(Type type) =>
        Type.GetTypeCode(Nullable.GetUnderlyingType(type) ?? type)
            is TypeCode.Boolean
                or TypeCode.Int32
                or TypeCode.Double
                or TypeCode.String;

    private static bool IsOfKind(string value, Type type) =>
        Type.GetTypeCode(Nullable.GetUnderlyingType(type) ?? type) switch
        {
            TypeCode.Boolean => bool.TryParse(value, out _),
            TypeCode.Int32 => int.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out _),
            TypeCode.Double => double.TryParse(
                value,
                NumberStyles.Float,
                CultureInfo.InvariantCulture,
                out double number
            ) && double.IsFinite(number),
            _ => true,
        };

    private static string Shortened(string value) => value.Length <= MostShown ? value : $"{value[..MostShown]}...";
}
