using System.Text.Json;

namespace EventChat.Acceptance.Support;

/// <summary>What a client keeps of what the person saved and scheduled: lists, and what the hub called after them, folded as docs/realtime.md says.</summary>
public sealed class ClientLists
{
    private readonly List<(string Channel, long Number, string SavedAt)> saved;
    private readonly Dictionary<string, Dictionary<string, string>> scheduled;

    private ClientLists(Answer saved, Answer scheduled)
    {
        this.saved = [.. saved.Items.Select(static s => (s.GetProperty("message").Text("channelId"), s.GetProperty("message").Long("number"), s.Text("savedAt")))];
        this.scheduled = scheduled.Items.ToDictionary(static s => s.Text("id"), Fields);
    }

    /// <param name="position">Everything up to it is in both; later things may be.</param>
    public static async Task<ClientLists> Read(Person person, long position) =>
        new(await person.Get("me/saved?limit=200", position).Ok(), await person.Get("me/scheduled?limit=200", position).Ok());

    /// <param name="position">What the lists were asked for.</param>
    public ClientLists With(IReadOnlyList<(string Target, JsonElement Argument)> calls, long position)
    {
        foreach (var (target, argument) in calls.Where(c => c.Argument.Long("position") > position))
            if (target == "SavedChanged") Save(argument);
            else if (target == "ScheduledChanged") Schedule(argument);
        return this;
    }

    public override string ToString() => string.Join('\n', [
        .. saved.Select(static s => $"{s.Channel} {s.Number} saved at {s.SavedAt}"),
        .. scheduled.Values.OrderBy(static s => s["sendAt"], StringComparer.Ordinal).ThenBy(static s => s["id"], StringComparer.Ordinal)
            .Select(static s => string.Join(' ', s.OrderBy(static f => f.Key, StringComparer.Ordinal).Select(static f => $"{f.Key} {f.Value}"))),
    ]);

    /// <summary>Newest first.</summary>
    private void Save(JsonElement change)
    {
        saved.RemoveAll(s => (s.Channel, s.Number) == (change.Text("channelId"), change.Long("number")));
        if (change.GetProperty("saved").GetBoolean()) saved.Insert(0, (change.Text("channelId"), change.Long("number"), change.Text("savedAt")));
    }

    private void Schedule(JsonElement change)
    {
        var (id, state) = (change.Text("id"), change.Text("state"));
        if (state is "sent" or "cancelled") scheduled.Remove(id);
        else if (change.Has("channelId")) scheduled[id] = Fields(change);
        else if (scheduled.TryGetValue(id, out var known))
            foreach (var (name, value) in Fields(change)) known[name] = value;
    }

    private static Dictionary<string, string> Fields(JsonElement scheduled) => scheduled.EnumerateObject()
        .Where(static f => f.Name != "position" && f.Value.ValueKind != JsonValueKind.Null).ToDictionary(static f => f.Name, static f => f.Value.GetRawText());
}
