using System.Text.Json;

namespace EventChat.Acceptance.Support;

/// <summary>What a client keeps of its channels and counts: a boot, and what the hub called after it, folded as docs/realtime.md says.</summary>
public sealed class ClientState
{
    private readonly SortedDictionary<string, Channel> channels = new(StringComparer.Ordinal);
    private readonly HashSet<string> groups = [];
    private readonly string me;
    private readonly long position;

    private ClientState(JsonElement boot, string me)
    {
        (this.me, position) = (me, boot.Long("position"));
        foreach (var c in boot.GetProperty("channels").EnumerateArray())
        {
            var channel = channels[c.Text("id")] = new()
            {
                Name = c.Text("name"), IsArchived = c.GetProperty("isArchived").GetBoolean(), Version = c.Long("version"), LastNumber = c.Long("lastNumber"),
                Line = Line.Of(c),
            };
            foreach (var t in c.GetProperty("threads").EnumerateArray()) channel.Threads[t.Long("root")] = Line.Of(t);
        }

        foreach (var g in boot.GetProperty("groupIds").EnumerateArray()) groups.Add(g.GetString()!);
    }

    public static ClientState Of(Answer boot, string me) => new(boot.Body, me);

    /// <summary>Where a mark went back, what is mentioned before the furthest mark is asked for.</summary>
    public ClientState Asking(ClientState fresh)
    {
        foreach (var (id, channel) in channels)
        {
            channel.Line.Ask(fresh.channels[id].Line);
            foreach (var (root, thread) in channel.Threads) thread.Ask(fresh.channels[id].Threads[root]);
        }

        return this;
    }

    /// <summary>All that the hub called since the client connected, which was before the boot.</summary>
    public ClientState With(IReadOnlyList<(string Target, JsonElement Argument)> calls)
    {
        for (var i = 0; i < calls.Count; i++)
        {
            var (target, argument) = calls[i];
            if (!channels.TryGetValue(argument.Text("channelId"), out var channel)) continue;
            if (argument.Long("position") <= position)
            {
                Remember(channel, target, argument);
                continue;
            }

            var heard = calls.Take(i).Where(c => c.Target == "Event" && c.Argument.Text("channelId") == argument.Text("channelId"));
            if (target == "Event") Take(channel, argument);
            else if (target == "UnreadChanged") Read(channel, argument, heard);
            else if (target == "FollowChanged") Follow(channel, argument, heard);
        }

        return this;
    }

    public override string ToString() => string.Join('\n', channels.Select(static c => $"{c.Key} {c.Value}"));

    private void Take(Channel channel, JsonElement e)
    {
        var data = e.GetProperty("data");
        channel.Version = e.Long("version");
        switch (e.Text("type"))
        {
            case "message.sent":
                channel.LastNumber = data.Long("number");
                Draw(channel, e);
                Add(channel, e, 1);
                Call(channel, e);
                break;
            case "message.edited": Call(channel, e); break;
            case "message.deleted":
                Add(channel, e, -1);
                foreach (var line in channel.Lines) line.Mentions.Remove(data.Long("number"));
                break;
            case "channel.renamed": channel.Name = data.Text("name"); break;
            case "channel.archived": channel.IsArchived = true; break;
        }
    }

    /// <summary>By an answer one follows a thread.</summary>
    private void Draw(Channel channel, JsonElement e)
    {
        var data = e.GetProperty("data");
        if (!data.Has("threadRoot"))
        {
            if (Names(data) && !channel.Left.Contains(data.Long("number"))) channel.Threads.TryAdd(data.Long("number"), new() { LastRead = data.Long("number") });
            return;
        }

        var root = data.Long("threadRoot");
        if (e.Text("actor") == me && channel.Threads.TryAdd(root, new() { LastRead = data.Long("number") })) channel.Left.Remove(root);
        else if (data.Has("rootAuthor") && data.Text("rootAuthor") == me && !channel.Left.Contains(root)) channel.Threads.TryAdd(root, new() { LastRead = root });
        else if (Names(data) && !channel.Left.Contains(root)) channel.Threads.TryAdd(root, new() { LastRead = data.Long("number") - 1 });
    }

    private bool Names(JsonElement data) => Entities(data).Any(e => e.Has("userId") && e.Text("userId") == me);

    private bool Calls(JsonElement data) =>
        Names(data) || Entities(data).Any(e => e.Text("kind") is "everyone" or "here" || (e.Has("groupId") && groups.Contains(e.Text("groupId"))));

    private static List<JsonElement> Entities(JsonElement data) => data.TryGetProperty("entities", out var entities) ? [.. entities.EnumerateArray()] : [];

    /// <summary>A text that was said or changed calls the person, or does no longer: where it is shown in the channel there, otherwise in its thread.</summary>
    private void Call(Channel channel, JsonElement e)
    {
        var data = e.GetProperty("data");
        if (e.Text("actor") == me) return;
        var shown = !data.Has("threadRoot") || (data.Has("broadcast") && data.GetProperty("broadcast").GetBoolean());
        if ((shown ? channel.Line : channel.Threads.GetValueOrDefault(data.Long("threadRoot"))) is not { } line || data.Long("number") <= line.LastRead) return;
        if (Calls(data)) line.Mentions.Add(data.Long("number"));
        else line.Mentions.Remove(data.Long("number"));
    }

    private void Add(Channel channel, JsonElement e, int change)
    {
        channel.Line.Unread += change * Effect(e, null, channel.Line.LastRead);
        foreach (var (root, thread) in channel.Threads) thread.Unread += change * Effect(e, root, thread.LastRead);
    }

    private void Read(Channel channel, JsonElement change, IEnumerable<(string Target, JsonElement Argument)> heard)
    {
        var (read, version, root) = (change.Long("lastRead"), change.Long("version"), change.Has("threadRoot") ? change.Long("threadRoot") : (long?)null);
        var unread = change.Long("unread") + heard.Where(c => c.Argument.Long("version") > version)
            .Sum(c => Change(c.Argument) * Effect(c.Argument, root, read));
        if (root is null) channel.Line.Read(read, unread);
        else if (channel.Threads.TryGetValue(root.Value, out var thread)) thread.Read(read, unread);
    }

    private void Follow(Channel channel, JsonElement change, IEnumerable<(string Target, JsonElement Argument)> heard)
    {
        var (root, read) = (change.Long("threadRoot"), change.Long("lastRead"));
        if (!change.GetProperty("followed").GetBoolean())
        {
            channel.Threads.Remove(root);
            channel.Left.Add(root);
        }
        else if (channel.Threads.TryAdd(root, new() { LastRead = read, Unread = heard.Sum(c => Change(c.Argument) * Effect(c.Argument, root, read)) })) channel.Left.Remove(root);
    }

    /// <summary>Of what the boot includes already: which threads the person has left.</summary>
    private void Remember(Channel channel, string target, JsonElement argument)
    {
        if (target == "FollowChanged" && !argument.GetProperty("followed").GetBoolean()) channel.Left.Add(argument.Long("threadRoot"));
        else if (target == "FollowChanged") channel.Left.Remove(argument.Long("threadRoot"));
        else if (target == "Event" && argument.Text("actor") == me && argument.GetProperty("data").Has("threadRoot")) channel.Left.Remove(argument.GetProperty("data").Long("threadRoot"));
    }

    private static int Change(JsonElement e) => e.Text("type") switch { "message.sent" => 1, "message.deleted" => -1, _ => 0 };

    /// <summary>1 for a message of somebody else after the mark, in the channel itself or in the thread.</summary>
    private int Effect(JsonElement e, long? root, long read)
    {
        var data = e.GetProperty("data");
        var author = e.Text("type") == "message.deleted" ? data.Text("author") : e.Text("actor");
        if (e.Text("type") is not ("message.sent" or "message.deleted") || author == me || data.Long("number") <= read) return 0;
        var (answered, shown) = (data.Has("threadRoot") ? data.Long("threadRoot") : (long?)null, data.Has("broadcast") && data.GetProperty("broadcast").GetBoolean());
        return root is null ? answered is null || shown ? 1 : 0 : answered == root ? 1 : 0;
    }

    /// <summary>The channel itself, or a thread.</summary>
    private sealed class Line
    {
        private long furthest;

        public long LastRead { get; set { field = value; furthest = Math.Max(furthest, value); } }
        public long Unread { get; set; }
        public SortedSet<long> Mentions { get; } = [];

        public static Line Of(JsonElement line)
        {
            var made = new Line { LastRead = line.Long("lastRead"), Unread = line.Long("unread") };
            foreach (var number in line.GetProperty("mentionedIn").EnumerateArray()) made.Mentions.Add(number.GetInt64());
            return made;
        }

        public void Read(long read, long unread)
        {
            (LastRead, Unread) = (read, unread);
            Mentions.RemoveWhere(n => n <= read);
        }

        public void Ask(Line fresh)
        {
            Mentions.RemoveWhere(n => n <= furthest);
            Mentions.UnionWith(fresh.Mentions.Where(n => n <= furthest));
        }
    }

    private sealed class Channel
    {
        public string Name { get; set; } = "";
        public bool IsArchived { get; set; }
        public long Version { get; set; }
        public long LastNumber { get; set; }
        public Line Line { get; init; } = new();
        public SortedDictionary<long, Line> Threads { get; } = [];
        public IEnumerable<Line> Lines => Threads.Values.Prepend(Line);

        /// <summary>Threads that the person has said they do not follow.</summary>
        public HashSet<long> Left { get; } = [];

        public override string ToString() =>
            $"{Name}{(IsArchived ? " archived" : "")} version {Version} last {LastNumber} read {Line.LastRead} unread {Line.Unread} mentioned in {string.Join(' ', Line.Mentions)}"
            + string.Concat(Threads.Where(static t => t.Value.Unread > 0).Select(static t => $" thread {t.Key}: {t.Value.Unread} mentioned in {string.Join(' ', t.Value.Mentions)}"));
    }
}
