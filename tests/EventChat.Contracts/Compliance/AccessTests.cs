using System.Text.Json.Nodes;
using EventChat.Contracts.Support;
using EventChat.Events;
using EventChat.Events.Serialization;
using EventChat.Events.Store;
using EventChat.Projections.Compliance;

namespace EventChat.Contracts.Compliance;

/// <summary>Who could see a message and whose mark passed it, second by second, against asking all of the log each second anew.</summary>
public sealed class AccessTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>, IAsyncLifetime
{
    private ServerNode server = null!;

    public async Task InitializeAsync()
    {
        await database.Run("drop table if exists events, log_head cascade; drop schema if exists readmodels cascade");
        server = await ServerNode.Start(database.Source);
    }

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Theory]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    public async Task Both_say_the_same_of_a_random_history(int seed)
    {
        var life = new RandomLife(server, seed);
        await life.Begin();
        for (var n = 0; n < 20; n++) await life.GoTogether(50);
        var log = (await server.Log.ReadAll(Position.Start, default).ToListAsync()).ConvertAll(OneASecond);
        var raw = log.ConvertAll(Raw);
        var (random, spans, passings) = (new Random(seed), 0, 0);

        foreach (var channel in life.Channels)
        {
            var sent = raw.Where(e => e.Stream == $"channel-{channel}" && e.Is("message.sent")).ToList();
            for (var n = 0; n < 8 && sent.Count > 0; n++)
            {
                var message = sent[random.Next(sent.Count)];
                var from = (int)message.Position + random.Next(-20, 20);
                var to = from + random.Next(1, 120);

                var (expected, actual) = (Naive(raw, $"{channel}", message, from, to, life.People), Folded(log, channel, message.Number("number"), from, to, life.People));
                Assert.Equal(string.Join('\n', expected), string.Join('\n', actual));
                (spans, passings) = (spans + expected.Count(static l => l.StartsWith("span", StringComparison.Ordinal)), passings + expected.Count(static l => l.StartsWith("read", StringComparison.Ordinal)));
            }
        }

        Assert.True(spans > 50 && passings > 3, $"{spans} spans and {passings} passings are little to compare.");
    }

    [Fact]
    public async Task From_the_log_comes_what_comes_from_the_fold()
    {
        var life = new RandomLife(server, 34);
        await life.Begin();
        for (var n = 0; n < 3; n++) await life.GoTogether(50);
        var log = await server.Log.ReadAll(Position.Start, default).ToListAsync();
        var channel = life.Channels[1];
        var home = log.Select(static e => e.Stream).First(static s => s.StartsWith(StreamName.Workspaces)).Id<WorkspaceId>();

        var fold = new AccessFold(1);
        foreach (var e in log.Where(e => e.Stream == StreamName.For(channel) || e.Stream == StreamName.For(home))) fold.Take(e);
        var access = await server.Get<Replays>().Access(home, channel, 1, default);
        Assert.Equal(Lines(fold.Between(null, null)), Lines(access.Between(null, null)));
        Assert.Equal(fold.SentAt, access.SentAt);
    }

    private static List<string> Folded(List<RecordedEvent> log, ChannelId channel, int number, int from, int to, IEnumerable<UserId> people)
    {
        var fold = new AccessFold(number);
        foreach (var e in log.Where(e => e.Stream == StreamName.For(channel) || e.Stream.StartsWith(StreamName.Workspaces))) fold.Take(e);
        var lines = Lines(fold.Between(Second(from), Second(to)));
        foreach (var person in people.OrderBy(static p => p.Value))
        {
            var read = new ReadFold(channel, number, fold.ThreadRoot, fold.SentAt);
            foreach (var e in log.Where(e => e.Stream == StreamName.ForInbox(person))) read.Take(e);
            lines.AddRange(read.Passings.Select(p => $"read {person} {p.Position} {p.Number}"));
        }

        return lines;
    }

    private static List<string> Lines(IReadOnlyList<(UserId User, IReadOnlyList<AccessSpan> Spans)> people) =>
        [.. people.SelectMany(static p => p.Spans.Select(s => $"span {p.User} {s.From:O} {s.To:O} {s.IsMember} {s.Role?.ToString().ToLowerInvariant()}"))];

    private static List<string> Naive(List<RawEvent> raw, string channel, RawEvent message, int from, int to, IEnumerable<UserId> people)
    {
        List<string> lines = [];
        var known = raw.Where(static e => e.Text("userId") is not null).Select(static e => e.Text("userId")!).Concat(people.Select(static p => $"{p}")).Distinct().Order(StringComparer.Ordinal).ToList();
        foreach (var person in known)
        {
            string? last = null;
            var began = 0;
            for (var second = from; second <= to; second++)
            {
                var seen = second < to ? Sight(raw, channel, message, person, second) : null;
                if (seen == last) continue;
                if (last is not null) lines.Add($"span {person} {Second(began):O} {Second(second):O} {last}");
                (last, began) = (seen, second);
            }
        }

        foreach (var person in people.OrderBy(static p => p.Value)) lines.AddRange(Passings(raw, channel, message, $"{person}"));
        return lines;
    }

    /// <summary>What somebody was to the message in one second, where they could see it.</summary>
    private static string? Sight(List<RawEvent> raw, string channel, RawEvent message, string person, int second)
    {
        var then = raw.TakeWhile(e => e.Position <= second).ToList();
        var here = then.Where(e => e.Stream == $"channel-{channel}").ToList();
        if (second < message.Position || here.Exists(e => e.Is("message.deleted") && e.Number("number") == message.Number("number"))) return null;
        var isMember = here.LastOrDefault(e => e.Text("userId") == person)?.Is("channel.member-joined") == true;
        var role = then.LastOrDefault(e => e.Text("userId") == person && e.Type is "workspace.member-joined" or "workspace.role-changed" or "workspace.member-removed")?.Text("role");
        var isOpen = here[0].Text("kind") == "public" && role is "member" or "admin" or "owner";
        return isMember || isOpen ? $"{isMember} {role}" : null;
    }

    private static IEnumerable<string> Passings(List<RawEvent> raw, string channel, RawEvent message, string person)
    {
        var (number, root) = (message.Number("number"), message.Number("threadRoot"));
        var marks = raw.Where(e => e.Stream == $"inbox-{person}" && e.Position > message.Position).SelectMany(e => Marks(e, channel, root)).ToList();
        for (var i = 0; i < marks.Count; i++)
        {
            var before = marks.Take(i).LastOrDefault(m => m.Kind == marks[i].Kind);
            if (marks[i].Number >= number && (before.Kind is null || before.Number < number)) yield return $"read {person} {marks[i].Position} {marks[i].Number}";
        }
    }

    private static IEnumerable<(string? Kind, long Position, int Number)> Marks(RawEvent e, string channel, int root)
    {
        if (e.Is("inbox.channel-read") && e.Text("channelId") == channel) yield return ("channel", e.Position, e.Number("number"));
        if (e.Is("inbox.thread-read") && e.Text("channelId") == channel && e.Number("threadRoot") == root) yield return ("thread", e.Position, e.Number("number"));
        if (!e.Is("inbox.all-read")) yield break;
        foreach (var read in e.Data["channels"]!.AsArray().Where(c => (string?)c!["channelId"] == channel)) yield return ("channel", e.Position, (int)read!["number"]!);
        foreach (var read in e.Data["threads"]!.AsArray().Where(c => (string?)c!["channelId"] == channel && (int)c["threadRoot"]! == root)) yield return ("thread", e.Position, (int)read!["number"]!);
    }

    private static DateTimeOffset Second(long position) => DateTimeOffset.UnixEpoch.AddSeconds(position);

    /// <summary>Servers' clocks are another matter.</summary>
    private static RecordedEvent OneASecond(RecordedEvent e) => new(EventTypes.All)
    {
        Position = e.Position, Stream = e.Stream, Version = e.Version, Id = e.Id, Type = e.Type, Data = e.Data, Opened = e.Opened, Context = e.Context, RecordedAt = Second(e.Position.Value), Hash = e.Hash,
    };

    private static RawEvent Raw(RecordedEvent e) => new(e.Position.Value, e.Stream.Value, e.Version, e.Type, JsonNode.Parse(e.Opened.Span)!.AsObject(), $"{e.Actor}", e.RecordedAt);
}
