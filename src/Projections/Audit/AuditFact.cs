using System.Text.Json.Nodes;
using EventChat.Events.Serialization;
using EventChat.Events.Store;

namespace EventChat.Projections.Audit;

/// <summary>
/// An event as the audit log takes it: by its name and its JSON, whatever fact it is, so that a new one needs no line here. Everything of workspaces,
/// channels, invites, groups, apps, hooks and emoji is administrative; messages and reactions are not.
/// </summary>
public sealed class AuditFact
{
    /// <summary>The event that says where a session came from: <c>{sessionId, address, device}</c>. The one place that joins sessions and addresses.</summary>
    private const string SessionOpened = "user.session-opened";

    private const string Emoji = "emoji.", SlashCommands = "command.";

    /// <summary>Which thing, rather than what of it.</summary>
    private static readonly string[] Names = ["userId", "inviteId", "channelId", "workspaceId", "groupId", "appId", "hookId", "subscriptionId"];

    /// <summary>Nobody's business here: hashes, and channels that the reader may not know of.</summary>
    private static readonly string[] Unsaid = ["codeHash", "tokenHash", "channelIds"];

    private static readonly string[] Families = ["workspace.", "channel.", "invite.", "group.", "app.", "hook.", "subscription.", SlashCommands, Emoji];

    public AuditFact(RecordedEvent recorded)
    {
        Recorded = recorded;
        Action = EventTypes.PublicName(recorded.Type);
        IsSession = Action == SessionOpened;
        Data = (JsonObject)JsonNode.Parse(recorded.PublicData.Span)!;
        Place = recorded.Stream.Value[(recorded.Stream.Value.IndexOf('-', StringComparison.Ordinal) + 1)..];
        IsOfChannel = recorded.Stream.StartsWith(StreamName.Channels);
        Person = !IsSession && Data["userId"] is JsonValue user ? user.GetValue<string>() : null;
        Subject = IsSession ? Text("sessionId") ?? Place : (Named(SlashCommands) ?? Text("groupId") ?? Text("tokenId") ?? Text("subscriptionId") ?? Text("appId") ?? Text("hookId") ?? Named(Emoji)) is { } thing ? $"{Place}:{thing}"
            : Person is { } person && !IsOfChannel ? $"{Place}:{person}" : Place;
    }

    public RecordedEvent Recorded { get; }
    public string Action { get; }
    public bool IsSession { get; }
    public JsonObject Data { get; }

    /// <summary>Id of the workspace or channel whose stream it is.</summary>
    public string Place { get; }
    public bool IsOfChannel { get; }
    public string? Person { get; }

    /// <summary>Id of what the event is about and may change.</summary>
    public string Subject { get; }

    public string Target => Person ?? Text("inviteId") ?? Text("groupId") ?? Text("subscriptionId") ?? Text("appId") ?? Text("hookId") ?? Text("channelId") ?? Place;

    /// <summary>All that has to be known to tell it.</summary>
    public IEnumerable<string> Subjects => Recorded.Context.Session is { } session ? [Subject, Place, session.ToString()] : [Subject, Place];

    /// <summary>The values that the event sets.</summary>
    public IEnumerable<KeyValuePair<string, JsonNode?>> Values => Data.Where(static p => !Names.Contains(p.Key) && !Unsaid.Contains(p.Key));

    /// <summary>The value that an event such as <c>workspace.icon-changed</c> takes away, by saying nothing of it.</summary>
    public string? TakenAway => Action.EndsWith("-changed", StringComparison.Ordinal) && Action[(Action.IndexOf('.', StringComparison.Ordinal) + 1)..^8] is var word
        && !Data.ContainsKey(word) ? word : null;

    public bool EndsSubject => Subject != Place && Action.EndsWith("-removed", StringComparison.Ordinal);

    public static bool Concerns(RecordedEvent recorded) =>
        recorded.Type.StartsWith(SessionOpened, StringComparison.Ordinal) || Families.Any(f => recorded.Type.StartsWith(f, StringComparison.Ordinal));

    /// <summary>For what has a name within the workspace, and no id.</summary>
    private string? Named(string family) => Action.StartsWith(family, StringComparison.Ordinal) ? $"{family}{Text("name")}" : null;

    private string? Text(string property) => Data[property] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
