using System.Text.Json.Nodes;
using EventChat.Events;

namespace EventChat.Projections.Audit;

/// <summary>What an event is in the audit log, and what is known after it; pure.</summary>
public static class AuditFold
{
    private static readonly JsonObject Nothing = [];

    /// <param name="known">What is known of each subject.</param>
    /// <returns>Null for what is told to nobody: direct messages, sessions, and what happened to a thing that was never made.</returns>
    public static AuditView? Tell(AuditFact fact, Func<string, JsonObject?> known)
    {
        if (fact.IsSession) return null;
        var place = fact.Action == "channel.created" ? fact.Data : known(fact.Place);
        var home = fact.IsOfChannel ? Text(place, "workspaceId") : fact.Place;
        var kind = fact.IsOfChannel ? Text(place, "kind") : null;
        if (home is null || kind == "dm") return null;

        var (workspace, recorded) = (Id.Parse<WorkspaceId>(home), fact.Recorded);
        var session = recorded.Context.Session is { } id ? known(id.ToString()) : null;
        return new(
            AuditView.IdOf(workspace, recorded.Position.Value), workspace, recorded.Position.Value, recorded.RecordedAt, recorded.Actor, fact.Action, fact.Target,
            fact.IsOfChannel ? Id.Parse<ChannelId>(fact.Place) : null, kind == "private", recorded.Context.Session, Text(session, "address"), Text(session, "device"),
            Filled(Before(fact, known(fact.Subject) ?? Nothing)), Filled(fact.Values));
    }

    /// <summary>What is known of the event's subject from here on; null for nothing.</summary>
    public static JsonObject? Learn(AuditFact fact, JsonObject? known)
    {
        if (fact.EndsSubject) return null;
        var after = (JsonObject?)known?.DeepClone() ?? [];
        foreach (var (name, value) in fact.IsSession || fact.Action == "channel.created" ? fact.Data : fact.Values) after[name] = value?.DeepClone();
        if (fact.TakenAway is { } gone) after.Remove(gone);
        return after.Count > 0 ? after : null;
    }

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Before(AuditFact fact, JsonObject known) =>
        fact.EndsSubject ? known
        : fact.TakenAway is { } gone ? known.Where(p => p.Key == gone)
        : known.Where(p => fact.Values.Any(v => v.Key == p.Key));

    private static JsonObject? Filled(IEnumerable<KeyValuePair<string, JsonNode?>> values)
    {
        var filled = new JsonObject(values.Select(static v => KeyValuePair.Create(v.Key, v.Value?.DeepClone())));
        return filled.Count > 0 ? filled : null;
    }

    private static string? Text(JsonObject? values, string name) => values?[name] is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;
}
