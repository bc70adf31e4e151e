using System.Text.Json;
using System.Text.RegularExpressions;

namespace EventChat.Acceptance.Support;

/// <summary>As much of JSON Schema as the reference uses. Stricter in one thing: an object has no field that is not in its schema.</summary>
public sealed class SchemaCheck(JsonElement document)
{
    private const string Components = "#/components/schemas/";

    public IEnumerable<string> Faults(JsonElement schema, JsonElement value, string where)
    {
        if (schema.TryGetProperty("$ref", out var reference)) return Faults(Resolve(reference.GetString()!), value, where);
        if (schema.TryGetProperty("oneOf", out var choices))
            return choices.EnumerateArray().Count(c => !Faults(c, value, where).Any()) == 1 ? [] : [$"{where} is none of its choices: {value}"];
        if (schema.TryGetProperty("type", out var type) && !Types(type).Contains(TypeOf(value))) return [$"{where} is no {type}: {value}"];
        if (schema.TryGetProperty("enum", out var words) && !words.EnumerateArray().Any(w => JsonElement.DeepEquals(w, value))) return [$"{where} is none of {words}: {value}"];

        return value.ValueKind switch
        {
            JsonValueKind.String => schema.TryGetProperty("pattern", out var pattern) && !Regex.IsMatch(value.GetString()!, pattern.GetString()!, RegexOptions.NonBacktracking)
                ? [$"{where} does not look like {pattern}: {value}"]
                : [],
            JsonValueKind.Array when schema.TryGetProperty("items", out var items) => value.EnumerateArray().SelectMany((item, n) => Faults(items, item, $"{where}[{n}]")),
            JsonValueKind.Object => OfFields(schema, value, where),
            _ => [],
        };
    }

    private IEnumerable<string> OfFields(JsonElement schema, JsonElement value, string where)
    {
        if (schema.TryGetProperty("required", out var required))
            foreach (var name in required.EnumerateArray().Select(static r => r.GetString()!).Where(name => !value.TryGetProperty(name, out _))) yield return $"{where} lacks '{name}'";
        var any = schema.TryGetProperty("additionalProperties", out var others);
        if (!schema.TryGetProperty("properties", out var fields) && !any) yield break;
        foreach (var field in value.EnumerateObject())
        {
            var isKnown = fields.ValueKind == JsonValueKind.Object && fields.TryGetProperty(field.Name, out others) || any;
            if (!isKnown) yield return $"{where} has '{field.Name}', which its schema does not";
            else foreach (var fault in Faults(others, field.Value, $"{where}.{field.Name}")) yield return fault;
        }
    }

    private JsonElement Resolve(string reference) => reference.StartsWith(Components, StringComparison.Ordinal)
        ? document.GetProperty("components").GetProperty("schemas").GetProperty(reference[Components.Length..])
        : throw new NotSupportedException($"{reference} is no schema of the components.");

    private static IEnumerable<string?> Types(JsonElement type) => type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(static t => t.GetString()) : [type.GetString()];

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => value.TryGetInt64(out _) ? "integer" : "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        _ => "null",
    };
}
