using System.Text.Json.Serialization;

namespace EventChat.Events.Serialization;

/// <summary>An enum as one of its words. Its numbers are nobody's business: a number would be taken even where no word has it.</summary>
public sealed class WordJson<TEnum>() : JsonStringEnumConverter<TEnum>(namingPolicy: null, allowIntegerValues: false)
    where TEnum : struct, Enum;
