using System.Text.Json;

namespace EventChat.Acceptance.Support;

/// <summary>What a client keeps of its channels and counts: a boot, and what the hub called after it, folded as docs/realtime.md says.</summary>
public sealed class ClientState
{
    private readonly SortedDictionary<string, Channel> channels = new(StringComparer.Ordinal);
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
                LastRead = c.Long("lastRead"), Unread = c.Long("unread"),
            };
            foreach (var t in c.GetProperty("threads").EnumerateArray()) channel.Threads[t.Long("root")] = new() { LastRead = t.Long("lastRead"), Unread = t.Long("unread") };
        }
    }

    public static ClientState Of(Answer boot, string me) => new(boot.Body, me);

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
                break;
            case "message.deleted": Add(channel, e, -1); break;
            case "channel.renamed": channel.Name = data.Text("name"); break;
            case "channel.archived": channel.IsArchived = true; break;
        }
    }

    /// <summary>By an answer one follows a thread.</summary>
    private void Draw(Channel channel, JsonElement e)
    {
        var data = e.GetProperty("data");
        if (!data.Has("threadRoot")) return;
        var root = data.Long("threadRoot");
        if (e.Text("actor") == me && channel.Threads.TryAdd(root, new() { LastRead = data.Long("number") })) channel.Left.Remove(root);
        else if (data.Has("rootAuthor") && data.Text("rootAuthor") == me && !channel.Left.Contains(root)) channel.Threads.TryAdd(root, new() { LastRead = root });
    }

    private void Add(Channel channel, JsonElement e, int change)
    {
        channel.Unread += change * Effect(e, null, channel.LastRead);
        foreach (var (root, thread) in channel.Threads) thread.Unread += change * Effect(e, root, thread.LastRead);
    }

    private void Read(Channel channel, JsonElement change, IEnumerable<(string Target, JsonElement Argument)> heard)
    {
        var (read, version, root) = (change.Long("lastRead"), change.Long("version"), change.Has("threadRoot") ? change.Long("threadRoot") : (long?)null);
        var unread = change.Long("unread") + heard.Where(c => c.Argument.Long("version") > version)
            .Sum(c => Change(c.Argument) * Effect(c.Argument, root, read));
        if (root is null) (channel.LastRead, channel.Unread) = (read, unread);
        else if (channel.Threads.TryGetValue(root.Value, out var thread)) (thread.LastRead, thread.Unread) = (read, unread);
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

    private sealed class Thread
    {
        public long LastRead { get; set; }
        public long Unread { get; set; }
    }

    private sealed class Channel
    {
        public string Name { get; set; } = "";
        public bool IsArchived { get; set; }
        public long Version { get; set; }
        public long LastNumber { get; set; }
        public long LastRead { get; set; }
        public long Unread { get; set; }
        public SortedDictionary<long, Thread> Threads { get; } = [];

        /// <summary>Threads that the person has said they do not follow.</summary>
        public HashSet<long> Left { get; } = [];

        public override string ToString() =>
            $"{Name}{(IsArchived ? " archived" : "")} version {Version} last {LastNumber} read {LastRead} unread {Unread}"
            + string.Concat(Threads.Where(static t => t.Value.Unread > 0).Select(static t => $" thread {t.Key}: {t.Value.Unread}"));
    }
}
