using System.Text.Json.Nodes;

namespace EventChat.Contracts.Compliance;

/// <summary>An event as it stands in the table.</summary>
internal sealed record RawEvent(long Position, string Stream, long Version, string Type, JsonObject Data, string Actor, DateTimeOffset At)
{
    public string? Text(string name) => (string?)Data[name];
    public int Number(string name) => (int?)Data[name] ?? 0;
    public bool Is(string type) => Type == type;
}

/// <summary>
/// What a channel was, asked of the raw events again and again: slow, and with no line in common with the fold that it judges. It writes down what it finds, line by line.
/// </summary>
internal sealed class NaiveReplay(IReadOnlyList<RawEvent> log, string channel, long position)
{
    private readonly List<RawEvent> events = [.. log.Where(e => e.Stream == $"channel-{channel}" && e.Position <= position)];

    public bool HasBegun => events.Count > 0;
    private IEnumerable<RawEvent> Sent => Of("message.sent");

    public string Describe(string person, int size, int before)
    {
        var created = Of("channel.created").Single();
        List<string> lines =
        [
            $"{created.Text("kind")} {Last("channel.renamed", "name")} | {Last("channel.topic-changed", "topic")} | {Last("channel.purpose-changed", "purpose")}",
            $"archived {IsOn("channel.archived", "channel.unarchived")} frozen {IsOn("channel.frozen", "channel.thawed")} version {events[^1].Version} at {events[^1].At:O} last {Sent.Count()}",
            .. Members().OrderBy(static m => m.Text("userId"), StringComparer.Ordinal).Select(static m => $"member {m.Text("userId")} since {m.At:O} by {m.Actor}"),
            .. Pins().Select(static p => $"pin {p.Number("number")} by {p.Actor} at {p.At:O}"),
            .. Sent.Select(static s => s.Number("number")).Where(n => n < before).OrderDescending().Take(size).Select(Message),
            Person(person),
        ];
        return string.Join('\n', lines);
    }

    private string Message(int number)
    {
        var own = events.Where(e => e.Number("number") == number && e.Type.Split('.')[0] is "message" or "reaction" or "pin").ToList();
        var sent = own.Single(static e => e.Is("message.sent"));
        var replies = Sent.Where(s => s.Number("threadRoot") == number && !IsDeleted(s.Number("number"))).ToList();
        var deleted = own.SingleOrDefault(static e => e.Is("message.deleted"));
        var pinned = Pins().SingleOrDefault(p => p.Number("number") == number);
        return $"{number} v{own.Max(static e => e.Version)} {sent.Actor} {sent.Text("sentAt") ?? $"{sent.At:O}"} root {sent.Number("threadRoot")} {(bool?)sent.Data["broadcast"] ?? false}"
            + string.Concat(own.Where(static e => e.Is("message.sent") || e.Is("message.edited")).Select(static e => $" [{e.Version} {e.Actor} {e.At:O} {e.Text("text")}]"))
            + (replies.Count == 0 ? "" : $" thread {replies.Count} {replies.Max(static r => r.At):O} {string.Join(',', replies.Select(static r => r.Actor).Distinct())}")
            + string.Concat(Reactions(own).OrderBy(static r => r.Emoji, StringComparer.Ordinal).Select(static r => $" {r.Emoji}:{string.Join(',', r.Users)}"))
            + (pinned is null ? "" : $" pinned {pinned.Actor} {pinned.At:O}") + (deleted is null ? "" : $" deleted {deleted.Actor} {deleted.At:O}");
    }

    private string Person(string person)
    {
        var stay = Members().SingleOrDefault(m => m.Text("userId") == person);
        var home = Of("channel.created").Single().Text("workspaceId");
        var role = log.LastOrDefault(e => e.Stream == $"workspace-{home}" && e.Position <= position && e.Text("userId") == person
            && e.Type is "workspace.member-joined" or "workspace.role-changed" or "workspace.member-removed")?.Text("role");
        if (stay is null) return $"{person} {role} no member";

        var mark = log.Where(e => e.Stream == $"inbox-{person}" && e.Position > stay.Position && e.Position <= position).Select(Marked).LastOrDefault(static m => m is not null) ?? stay.Number("after");
        var unread = Sent.Count(s => s.Number("number") > mark && s.Actor != person && (s.Number("threadRoot") == 0 || (bool?)s.Data["broadcast"] == true) && !IsDeleted(s.Number("number")));
        return $"{person} {role} read {mark} unread {unread}";
    }

    private int? Marked(RawEvent e) => e.Type switch
    {
        "inbox.channel-read" when e.Text("channelId") == channel => e.Number("number"),
        "inbox.all-read" => (int?)e.Data["channels"]!.AsArray().SingleOrDefault(c => (string?)c!["channelId"] == channel)?["number"],
        _ => null,
    };

    private IEnumerable<RawEvent> Members() => Of("channel.member-joined").Where(joined => !events.Any(e =>
        e.Version > joined.Version && e.Text("userId") == joined.Text("userId") && (e.Is("channel.member-left") || e.Is("channel.member-joined"))));

    private IEnumerable<RawEvent> Pins() => Of("pin.added").Where(pin => !events.Any(e =>
        e.Version > pin.Version && e.Number("number") == pin.Number("number") && e.Type is "pin.removed" or "pin.added" or "message.deleted"));

    private static List<(string Emoji, List<string> Users)> Reactions(List<RawEvent> own)
    {
        List<(string Emoji, List<string> Users)> found = [];
        foreach (var added in own.Where(static e => e.Is("reaction.added")))
        {
            var emoji = added.Text("emoji")!;
            if (own.Any(e => e.Is("reaction.removed") && e.Version > added.Version && e.Text("emoji") == emoji && e.Actor == added.Actor)) continue;
            found.Add((emoji, [added.Actor]));
        }

        return [.. found.GroupBy(static f => f.Emoji).Select(static g => (g.Key, g.SelectMany(static f => f.Users).ToList()))];
    }

    private bool IsDeleted(int number) => Of("message.deleted").Any(e => e.Number("number") == number);

    private bool IsOn(string on, string off) => events.LastOrDefault(e => e.Is(on) || e.Is(off))?.Is(on) == true;

    private string? Last(string type, string property) => (events.LastOrDefault(e => e.Is(type)) ?? Of("channel.created").Single()).Text(property);

    private IEnumerable<RawEvent> Of(string type) => events.Where(e => e.Is(type));
}
