using System.Collections;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using EventChat.Events.Serialization;

namespace EventChat.Events.Channels;

/// <summary>What a part of a text stands for.</summary>
[JsonConverter(typeof(WordJson<EntityKind>))]
public enum EntityKind
{
    /// <summary><c>@name</c>: one person.</summary>
    [JsonStringEnumMemberName("user")] User,

    /// <summary><c>@handle</c>: everybody in a user group.</summary>
    [JsonStringEnumMemberName("group")] Group,

    /// <summary><c>#name</c>: a channel.</summary>
    [JsonStringEnumMemberName("channel")] Channel,

    /// <summary><c>@channel</c>, <c>@all</c> or <c>@everyone</c>: everybody in the channel.</summary>
    [JsonStringEnumMemberName("everyone")] Everyone,

    /// <summary><c>@here</c>: everybody in the channel who is active.</summary>
    [JsonStringEnumMemberName("here")] Here,

    /// <summary>An address that begins with <c>http://</c> or <c>https://</c>.</summary>
    [JsonStringEnumMemberName("link")] Link,
}

/// <summary>A part of a text that stands for something. The id is that of the kind; <c>everyone</c>, <c>here</c> and <c>link</c> have none.</summary>
/// <param name="Offset">Where it begins, in UTF-16 units.</param>
/// <param name="Length">In UTF-16 units, with the <c>@</c> or <c>#</c>.</param>
public sealed record TextEntity(EntityKind Kind, int Offset, int Length, UserId? UserId = null, GroupId? GroupId = null, ChannelId? ChannelId = null);

/// <summary>The entities of a text: in the order of their offsets, never overlapping, at least one. Equal where they hold the same.</summary>
[JsonConverter(typeof(TextEntitiesJson))]
[CollectionBuilder(typeof(TextEntities), nameof(Of))]
public sealed class TextEntities : IReadOnlyList<TextEntity>, IEquatable<TextEntities>
{
    private readonly TextEntity[] entities;

    private TextEntities(TextEntity[] entities) => this.entities = entities;

    public int Count => entities.Length;
    public TextEntity this[int index] => entities[index];

    /// <summary>Those who are mentioned by name, each once, in the order in which they are.</summary>
    public IReadOnlyList<UserId> Users => field ??= [.. entities.Select(static e => e.UserId).OfType<UserId>().Distinct()];

    /// <summary>The groups that are mentioned, each once.</summary>
    public IReadOnlyList<GroupId> Groups => field ??= [.. entities.Select(static e => e.GroupId).OfType<GroupId>().Distinct()];

    public static TextEntities Of(ReadOnlySpan<TextEntity> entities) => new(entities.ToArray());

    public bool Equals(TextEntities? other) => other is not null && entities.AsSpan().SequenceEqual(other.entities);

    public override bool Equals(object? obj) => Equals(obj as TextEntities);

    public override int GetHashCode() => HashCode.Combine(entities.Length, entities.FirstOrDefault());

    public IEnumerator<TextEntity> GetEnumerator() => entities.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>As a plain array, in whichever contract they stand.</summary>
public sealed class TextEntitiesJson : JsonConverter<TextEntities>
{
    public override TextEntities Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TextEntities.Of(JsonSerializer.Deserialize(ref reader, ChannelEventJson.Default.TextEntityArray));

    public override void Write(Utf8JsonWriter writer, TextEntities value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var entity in value) JsonSerializer.Serialize(writer, entity, ChannelEventJson.Default.TextEntity);
        writer.WriteEndArray();
    }
}
