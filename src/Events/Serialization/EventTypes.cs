using System.Buffers;
using System.Collections.Frozen;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using EventChat.Events.Apps;
using EventChat.Events.Audit;
using EventChat.Events.Channels;
using EventChat.Events.Compliance;
using EventChat.Events.Emoji;
using EventChat.Events.Exports;
using EventChat.Events.Groups;
using EventChat.Events.Hooks;
using EventChat.Events.Inbox;
using EventChat.Events.Interactions;
using EventChat.Events.Invites;
using EventChat.Events.Names;
using EventChat.Events.Notifications;
using EventChat.Events.Privacy;
using EventChat.Events.Subscriptions;
using EventChat.Events.Users;
using EventChat.Events.Workspaces;

namespace EventChat.Events.Serialization;

/// <summary>Lifts the JSON of an older version of a fact to the next version.</summary>
public delegate JsonObject Upcast(JsonObject older);

/// <summary>
/// The table of stored names: which JSON a fact is stored as, under which name. Version 1 of a fact is stored under its public name
/// (<c>message.sent</c>), version 2 as <c>message.sent@2</c>; older JSON is lifted when it is read. A stored name is for ever.
/// </summary>
public sealed class EventTypes
{
    /// <summary>Text is stored as it is written, not escaped for HTML: the bytes are shorter and can be read.</summary>
    [ThreadStatic] private static Utf8JsonWriter? writer;
    [ThreadStatic] private static ArrayBufferWriter<byte>? buffer;

    private readonly Dictionary<string, Entry> byStoredName = [];
    private readonly Dictionary<Type, Entry> byType = [];

    /// <summary>All facts of the product.</summary>
    public static EventTypes All { get; } = new EventTypes()
        .AddChannelEvents().AddWorkspaceEvents().AddUserEvents().AddInboxEvents().AddNotificationEvents().AddNameEvents().AddInviteEvents().AddGroupEvents().AddEmojiEvents().AddAppEvents().AddHookEvents().AddSubscriptionEvents().AddInteractionEvents().AddAuditEvents().AddGovernanceEvents().AddExportEvents().AddPrivacyEvents();

    public IReadOnlyDictionary<Type, string> StoredNames => byType.ToFrozenDictionary(static e => e.Key, static e => e.Value.StoredName);

    public EventTypes Add<TEvent>(string name, JsonTypeInfo<TEvent> json, params Upcast[] upcasts) where TEvent : DomainEvent
    {
        for (var version = 1; version <= upcasts.Length + 1; version++)
        {
            var entry = new Entry(StoredName(name, version), json, upcasts[(version - 1)..]);
            byStoredName.Add(entry.StoredName, entry);
            if (version > upcasts.Length) byType.Add(typeof(TEvent), entry);
        }

        return this;
    }

    /// <exception cref="EventContractException">The fact has no stored name.</exception>
    public (string StoredName, byte[] Json) Write(DomainEvent @event) => byType.TryGetValue(@event.GetType(), out var entry)
        ? (entry.StoredName, Bytes(@event, entry.Json))
        : throw new EventContractException($"{@event.GetType().Name} has no stored name.");

    /// <exception cref="EventContractException">The name is unknown here, or the JSON does not have the shape of that fact.</exception>
    public DomainEvent Read(string storedName, ReadOnlySpan<byte> json)
    {
        if (!byStoredName.TryGetValue(storedName, out var entry))
            throw new EventContractException($"No fact is stored as '{storedName}'; a newer version of the server may have written it.");

        try
        {
            return (DomainEvent?)(entry.Upcasts.Length == 0
                ? JsonSerializer.Deserialize(json, entry.Json)
                : Lift(json, entry.Upcasts).Deserialize(entry.Json)) ?? throw new JsonException("null");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new EventContractException($"'{storedName}' cannot be read: {error.Message}", error);
        }
    }

    /// <summary>Whether facts are written under this name today.</summary>
    public bool IsCurrent(string storedName) => byStoredName.TryGetValue(storedName, out var entry) && entry.Upcasts.Length == 0;

    /// <summary>The name that clients see: the stored name without its version.</summary>
    public static string PublicName(string storedName) =>
        storedName.LastIndexOf('@') is > 0 and var at ? storedName[..at] : storedName;

    private static byte[] Bytes(DomainEvent @event, JsonTypeInfo json)
    {
        var bytes = buffer ??= new(1024);
        bytes.ResetWrittenCount();
        var to = writer ??= new(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
        to.Reset(bytes);
        JsonSerializer.Serialize(to, @event, json);
        return bytes.WrittenSpan.ToArray();
    }

    private static string StoredName(string name, int version) => string.Intern(version == 1 ? name : $"{name}@{version}");

    private static JsonObject Lift(ReadOnlySpan<byte> json, Upcast[] upcasts) =>
        upcasts.Aggregate(JsonNode.Parse(json) as JsonObject ?? throw new JsonException("no object"), static (older, upcast) => upcast(older));

    private sealed record Entry(string StoredName, JsonTypeInfo Json, Upcast[] Upcasts);
}

/// <summary>What is stored and what this version of the server knows do not fit.</summary>
public sealed class EventContractException(string message, Exception? inner = null) : Exception(message, inner);
