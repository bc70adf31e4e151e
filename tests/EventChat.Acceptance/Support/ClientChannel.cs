using System.Text.Json;

namespace EventChat.Acceptance.Support;

/// <summary>One channel as a client keeps it, with the threads that the person follows there.</summary>
internal sealed class ClientChannel
{
    private readonly SortedDictionary<long, Line> threads = [];
    private readonly SortedSet<long> left = [];
    private Line own = new();
    private string name = "";
    private bool isArchived;
    private long version, lastNumber;

    /// <summary>All that was heard up to here is in it.</summary>
    public long Position { get; private init; }
    public long? HiddenAt { get; set; }
    public bool IsHidden => HiddenAt >= lastNumber;
    public string Unreads => string.Join(", ", threads.Where(static t => t.Value.Unread > 0).Select(static t => $"thread {t.Key} {t.Value}").Prepend($"{own}"));

    public static ClientChannel Of(JsonElement boot, long position)
    {
        var channel = new ClientChannel
        {
            Position = position, name = boot.Text("name"), isArchived = boot.GetProperty("isArchived").GetBoolean(), version = boot.Long("version"),
            lastNumber = boot.Long("lastNumber"), own = Line.Of(boot), HiddenAt = boot.Has("isHidden") ? boot.Long("lastNumber") : null,
        };
        foreach (var t in boot.GetProperty("threads").EnumerateArray()) channel.threads[t.Long("root")] = Line.Of(t);
        foreach (var root in boot.GetProperty("unfollowed").EnumerateArray()) channel.left.Add(root.GetInt64());
        return channel;
    }

    public void Take(JsonElement e, ClientState client)
    {
        var data = e.GetProperty("data");
        version = e.Long("version");
        switch (e.Text("type"))
        {
            case "message.sent":
                lastNumber = data.Long("number");
                Draw(e, client);
                Add(e, client);
                Call(e, client);
                break;
            case "message.edited": Call(e, client); break;
            case "message.deleted":
                Add(e, client);
                Call(e, client);
                break;
            case "channel.renamed": name = data.Text("name"); break;
            case "channel.archived": isArchived = true; break;
        }
    }

    /// <summary>A text that names the person only since it was edited makes them follow a thread of which they know nothing.</summary>
    public bool IsDrawnByEdit(JsonElement e, ClientState client)
    {
        var data = e.GetProperty("data");
        return e.Text("type") == "message.edited" && client.Names(data) && (RootOf(data) ?? data.Long("number")) is var root && !threads.ContainsKey(root) && !left.Contains(root);
    }

    public void Read(JsonElement change, IReadOnlyList<JsonElement> heard, ClientState client)
    {
        var (read, root) = (change.Long("lastRead"), RootOf(change));
        if ((root is null ? own : threads.GetValueOrDefault(root.Value)) is not { } line) return;

        List<JsonElement> since = [.. heard.Where(e => e.Long("version") > change.Long("version"))];
        line.Read(read, change.Long("unread") + since.Sum(e => Effect(e, root, read, client)), change.GetProperty("mentionedIn").EnumerateArray().Select(static n => n.GetInt64()));
        foreach (var e in since) Call(e, client);
    }

    public void Follow(JsonElement change, IReadOnlyList<JsonElement> heard, ClientState client)
    {
        var (root, read) = (change.Long("threadRoot"), change.Long("lastRead"));
        if (!change.GetProperty("followed").GetBoolean())
        {
            threads.Remove(root);
            left.Add(root);
            return;
        }

        left.Remove(root);
        if (!threads.TryAdd(root, new() { LastRead = read, Unread = heard.Sum(e => Effect(e, root, read, client)) })) return;
        foreach (var e in heard) Call(e, client);
    }

    public override string ToString() =>
        $"{name}{(isArchived ? " archived" : "")}{(IsHidden ? " hidden" : "")} version {version} last {lastNumber} {own}"
        + string.Concat(threads.Select(static t => $" thread {t.Key} {t.Value}")) + string.Concat(left.Select(static root => $" left {root}"));

    /// <summary>By an answer, or where they are answered or named, a person follows a thread.</summary>
    private void Draw(JsonElement e, ClientState client)
    {
        var (data, number) = (e.GetProperty("data"), e.GetProperty("data").Long("number"));
        if (RootOf(data) is not { } root)
        {
            if (client.Names(data)) threads.TryAdd(number, new() { LastRead = number });
        }
        else if (client.IsMe(e.Text("actor")))
        {
            left.Remove(root);
            threads.TryAdd(root, new() { LastRead = number });
        }
        else if (left.Contains(root)) return;
        else if (data.Has("rootAuthor") && client.IsMe(data.Text("rootAuthor"))) threads.TryAdd(root, new() { LastRead = root });
        else if (client.Names(data)) threads.TryAdd(root, new() { LastRead = number - 1 });
    }

    /// <summary>A text that was said or changed calls the person, or does no longer: where it is shown in the channel there, otherwise in its thread.</summary>
    private void Call(JsonElement e, ClientState client)
    {
        var data = e.GetProperty("data");
        if (e.Text("type") == "message.deleted")
        {
            foreach (var known in threads.Values.Prepend(own)) known.Mentions.Remove(data.Long("number"));
            return;
        }

        if (e.Text("type") is not ("message.sent" or "message.edited") || client.IsMe(e.Text("actor"))) return;
        if ((IsShown(data) ? own : threads.GetValueOrDefault(RootOf(data)!.Value)) is not { } line || data.Long("number") <= line.LastRead) return;
        if (client.Calls(data)) line.Mentions.Add(data.Long("number"));
        else line.Mentions.Remove(data.Long("number"));
    }

    private void Add(JsonElement e, ClientState client)
    {
        own.Unread += Effect(e, null, own.LastRead, client);
        foreach (var (root, thread) in threads) thread.Unread += Effect(e, root, thread.LastRead, client);
    }

    /// <summary>One more, or one less, for a message of somebody else after the mark, in the channel itself or in the thread.</summary>
    private static int Effect(JsonElement e, long? root, long read, ClientState client)
    {
        if (e.Text("type") is not ("message.sent" or "message.deleted")) return 0;
        var (data, isGone) = (e.GetProperty("data"), e.Text("type") == "message.deleted");
        if (client.IsMe(isGone ? data.Text("author") : e.Text("actor")) || data.Long("number") <= read) return 0;
        return (root is null ? IsShown(data) : RootOf(data) == root) ? isGone ? -1 : 1 : 0;
    }

    private static long? RootOf(JsonElement data) => data.Has("threadRoot") ? data.Long("threadRoot") : null;

    private static bool IsShown(JsonElement data) => RootOf(data) is null || (data.Has("broadcast") && data.GetProperty("broadcast").GetBoolean());

    /// <summary>The channel itself, or a thread.</summary>
    private sealed class Line
    {
        public long LastRead { get; set; }
        public long Unread { get; set; }
        public SortedSet<long> Mentions { get; } = [];

        public static Line Of(JsonElement line)
        {
            var made = new Line();
            made.Read(line.Long("lastRead"), line.Long("unread"), line.GetProperty("mentionedIn").EnumerateArray().Select(static n => n.GetInt64()));
            return made;
        }

        public void Read(long read, long unread, IEnumerable<long> mentions)
        {
            (LastRead, Unread) = (read, unread);
            Mentions.Clear();
            Mentions.UnionWith(mentions);
        }

        public override string ToString() => $"read {LastRead} unread {Unread} mentioned in {string.Join(' ', Mentions)}";
    }
}
