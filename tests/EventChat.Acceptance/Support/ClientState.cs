using System.Text.Json;

namespace EventChat.Acceptance.Support;

/// <summary>What a client keeps of its channels and counts: a boot, and what the hub called after it, folded as docs/realtime.md says.</summary>
public sealed class ClientState
{
    private readonly SortedDictionary<string, ClientChannel> channels = new(StringComparer.Ordinal);
    private readonly HashSet<string> groups = [];
    private readonly string me;
    private readonly long position;

    private ClientState(JsonElement boot, string me)
    {
        (this.me, position) = (me, boot.Long("position"));
        foreach (var c in boot.GetProperty("channels").EnumerateArray()) channels[c.Text("id")] = ClientChannel.Of(c, position);
        foreach (var g in boot.GetProperty("groupIds").EnumerateArray()) groups.Add(g.GetString()!);
    }

    public static ClientState Of(Answer boot, string me) => new(boot.Body, me);

    /// <summary>All that the hub called since the client connected, which was before the boot.</summary>
    /// <param name="boots">What the client is answered where it has to ask again for a channel, in the order of their positions.</param>
    public ClientState With(IReadOnlyList<(string Target, JsonElement Argument)> calls, IReadOnlyList<Answer> boots)
    {
        for (var i = 0; i < calls.Count; i++)
        {
            var (target, argument) = calls[i];
            if (!argument.Has("channelId") || argument.Long("position") <= position) continue;
            var id = argument.Text("channelId");
            if (target == "Event" && argument.Text("type") is "channel.member-joined" or "channel.member-left" && argument.GetProperty("data").Text("userId") == me)
            {
                if (!channels.TryGetValue(id, out var mine) || argument.Long("position") > mine.Position) Ask(id, argument, boots);
                continue;
            }

            if (!channels.TryGetValue(id, out var channel) || argument.Long("position") <= channel.Position) continue;
            var heard = calls.Take(i).Where(c => c.Target == "Event" && c.Argument.Text("channelId") == id).Select(static c => c.Argument).ToList();
            if (target == "UnreadChanged") channel.Read(argument, heard, this);
            else if (target == "FollowChanged") channel.Follow(argument, heard, this);
            else if (target == "VisibilityChanged") channel.HiddenAt = argument.GetProperty("hidden").GetBoolean() ? argument.Long("number") : null;
            else if (target == "Event" && channel.IsDrawnByEdit(argument, this)) Ask(id, argument, boots);
            else if (target == "Event") channel.Take(argument, this);
        }

        return this;
    }

    public override string ToString() => string.Join('\n', channels.Select(static c => $"{c.Key} {c.Value}"));

    /// <summary>The counts alone, as <c>me/unreads</c> has them.</summary>
    public string Unreads => string.Join('\n', channels.Where(static c => !c.Value.IsHidden).Select(static c => $"{c.Key} {c.Value.Unreads}"));

    public bool IsMe(string user) => user == me;

    public bool Names(JsonElement data) => Entities(data).Any(e => e.Has("userId") && e.Text("userId") == me);

    public bool Calls(JsonElement data) =>
        Names(data) || Entities(data).Any(e => e.Text("kind") is "everyone" or "here" || (e.Has("groupId") && groups.Contains(e.Text("groupId"))));

    private static List<JsonElement> Entities(JsonElement data) => data.TryGetProperty("entities", out var entities) ? [.. entities.EnumerateArray()] : [];

    /// <summary>The channel as a boot has it that includes what was just heard.</summary>
    private void Ask(string id, JsonElement heard, IReadOnlyList<Answer> boots)
    {
        var boot = boots.First(b => b.Body.Long("position") >= heard.Long("position")).Body;
        channels.Remove(id);
        foreach (var c in boot.GetProperty("channels").EnumerateArray())
            if (c.Text("id") == id) channels[id] = ClientChannel.Of(c, boot.Long("position"));
    }
}
