using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using EventChat.Events;
using EventChat.Events.Serialization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace EventChat.Api.Operations;

/// <summary>Makes the schemas of the reference say what the serializer writes: nulls are left out, numbers are numbers, ids and moments are text.</summary>
internal sealed class ReferenceSchemas : IOpenApiSchemaTransformer
{
    public const string Problem = "Problem";

    public async Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (type.GetProperty(nameof(IId<>.Prefixes))?.GetValue(null) is string prefixes)
            (schema.Type, schema.Pattern) = (JsonSchemaType.String, $"^[{prefixes}][0-9A-HJKMNP-TV-Z]{{26}}$");
        else if (type == typeof(DateTimeOffset))
        {
            var mayBeNull = type != context.JsonTypeInfo.Type && context.JsonPropertyInfo is not null;
            (schema.Type, schema.Format) = (mayBeNull ? JsonSchemaType.String | JsonSchemaType.Null : JsonSchemaType.String, "date-time");
        }
        else if (type.IsEnum) (schema.Type, schema.Enum) = (JsonSchemaType.String, [.. EnumWords.Of(type).Select(static word => JsonValue.Create(word))]);
        else if (schema.Type is { } known && known.HasFlag(JsonSchemaType.Integer)) (schema.Type, schema.Pattern) = (known & ~JsonSchemaType.String, null);
        else if (context.JsonTypeInfo.Kind == JsonTypeInfoKind.Object) schema.Required = Required(context.JsonTypeInfo);
        else if (context.JsonTypeInfo is { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } element }) schema.Items ??= await context.GetOrCreateSchemaAsync(element, null, cancellationToken);
    }

    /// <summary>RFC 9457, with a code that stays the same and, for invalid input, what is wrong by field.</summary>
    public static void AddProblem(OpenApiDocument document) => document.AddComponent(Problem, new OpenApiSchema
    {
        Type = JsonSchemaType.Object,
        Required = new HashSet<string> { "type", "title", "status", "detail", "code" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "/problems/ and the code." },
            ["title"] = new OpenApiSchema { Type = JsonSchemaType.String },
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
            ["detail"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "A sentence that helps." },
            ["code"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Stable; decide on this." },
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object, Description = "What is wrong, by field.",
                AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } },
            },
        },
    });

    /// <summary>Whatever may be null may be absent, in bodies that are sent too; but for what is written always.</summary>
    private static HashSet<string> Required(JsonTypeInfo type) =>
        [.. type.Properties.Where(static p => !p.IsGetNullable && Nullable.GetUnderlyingType(p.PropertyType) is null || IsAlwaysWritten(p)).Select(static p => p.Name)];

    private static bool IsAlwaysWritten(JsonPropertyInfo property) =>
        property.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: true) is [JsonIgnoreAttribute { Condition: JsonIgnoreCondition.Never }];
}
