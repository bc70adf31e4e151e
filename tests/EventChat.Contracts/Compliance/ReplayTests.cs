using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using EventChat.Contracts.Support;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Store;
using EventChat.Events.Workspaces;
using EventChat.Projections.Compliance;
using Xunit.Abstractions;

namespace EventChat.Contracts.Compliance;

/// <summary>What was, by the fold and by a second opinion that knows nothing of it.</summary>
public sealed class ReplayTests(PostgresDatabase database, ITestOutputHelper output) : IClassFixture<PostgresDatabase>, IAsyncLifetime
{
    private ServerNode server = null!;

    public async Task InitializeAsync()
    {
        await database.Run("drop table if exists events, log_head cascade; drop schema if exists readmodels cascade");
        server = await ServerNode.Start(database.Source);
    }

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task At_random_positions_of_a_random_history_both_say_the_same(int seed)
    {
        var life = new RandomLife(server, seed);
        await life.Begin();
        for (var n = 0; n < 40; n++) await life.GoTogether(50);
        var log = await server.Log.ReadAll(Position.Start, default).ToListAsync();
        var raw = log.ConvertAll(static e => Raw(e));
        var (random, compared, longest) = (new Random(seed), 0, 0);

        while (compared < 250)
        {
            var (position, channel, person) = (random.Next(1, log.Count + 1), life.Channels[random.Next(life.Channels.Count)], life.People[random.Next(life.People.Count)]);
            var (size, before) = (random.Next(1, 30), random.Next(3) == 0 ? random.Next(1, 30) : int.MaxValue);
            var naive = new NaiveReplay(raw, $"{channel}", position);
            if (!naive.HasBegun) continue;

            var expected = naive.Describe($"{person}", size, before);
            Assert.Equal(expected, Describe(log, channel, position, person, size, before));
            longest = Math.Max(longest, expected.Length);
            if (compared++ % 25 == 0) Assert.Equal(expected, await DescribeFromTheLog(channel, position, person, size, before));
        }

        Assert.True(longest > 2_000, "Nothing happened that would be worth comparing.");
    }

    [Fact]
    public async Task A_channel_of_a_hundred_thousand_events_is_replayed_quickly()
    {
        const int Messages = 100_000, Batch = 5_000;
        var (channel, home, ada) = (ChannelId.New(), WorkspaceId.New(), UserId.New());
        List<DomainEvent> facts = [new ChannelCreated(home, "general", ChannelKind.Public, "", ""), new MemberJoined(ada)];
        for (var n = 1; n < Messages - 1; n++) facts.Add(n % 10 == 0 ? new ReactionAdded(n, "👋", ada) : new MessageSent(n, $"Message {n}, about as long as one usually is, with some 漢字 in it"));
        facts = Numbered(facts);
        for (var from = 0; from < facts.Count; from += Batch)
            await server.Log.Append(
                StreamName.For(channel), from, [.. facts.Skip(from).Take(Batch).Select(fact => new NewEvent(Guid.CreateVersion7(), fact, new(ada, null, default, default), DateTimeOffset.UnixEpoch))], default);
        var head = await server.Log.ReadHead(default);

        List<double> took = [];
        for (var n = 0; n < 5; n++)
        {
            var begun = Stopwatch.GetTimestamp();
            var (then, messages) = await server.Get<Replays>().Channel(channel, head, 50, int.MaxValue, ada, default);
            took.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            Assert.Equal((facts.OfType<MessageSent>().Count(), 50), (then.LastNumber, messages.Count));
        }

        output.WriteLine($"{facts.Count} events: {string.Join(", ", took.Select(static ms => $"{ms:F0} ms"))}");
        Assert.True(took.Min() < 5_000, $"It took {took.Min():F0} ms.");
    }

    private static List<DomainEvent> Numbered(List<DomainEvent> facts)
    {
        var number = 0;
        return facts.ConvertAll(fact => fact switch
        {
            MessageSent sent => sent with { Number = ++number },
            ReactionAdded reaction => reaction with { Number = number },
            _ => fact,
        });
    }

    private string Describe(List<RecordedEvent> log, ChannelId channel, long position, UserId person, int size, int before)
    {
        var (then, mark, home) = (new ChannelAsOf(size, before, person), new MarkAsOf(channel), new WorkspaceAsOf());
        foreach (var e in log.TakeWhile(e => e.Position.Value <= position))
        {
            if (e.Stream == StreamName.For(channel)) then.Take(e);
            else if (e.Stream == StreamName.ForInbox(person)) mark.Take(e);
            else if (e.Stream.StartsWith(StreamName.Workspaces)) home.Take(e);
        }

        return Describe(then, then.NewestFirst(version => log.First(e => e.Stream == StreamName.For(channel) && e.Version == version).Event), mark, home.RoleOf(person), person);
    }

    private async Task<string> DescribeFromTheLog(ChannelId channel, long position, UserId person, int size, int before)
    {
        var replays = server.Get<Replays>();
        var (then, messages) = await replays.Channel(channel, new(position), size, before, person, default);
        var home = await replays.Workspace(then.Created!.WorkspaceId, new(position), default);
        return Describe(then, messages, await replays.Mark(person, channel, new(position), default), home.RoleOf(person), person);
    }

    private static string Describe(ChannelAsOf then, IReadOnlyList<ReplayedMessage> messages, MarkAsOf marks, WorkspaceRole? role, UserId person)
    {
        var known = role?.ToString().ToLowerInvariant();
        List<string> lines =
        [
            $"{then.Created!.Kind.ToString().ToLowerInvariant()} {then.Name} | {then.Topic} | {then.Purpose}",
            $"archived {then.IsArchived} frozen {then.IsFrozen} version {then.Version} at {then.LastEventAt:O} last {then.LastNumber}",
            .. then.Members.OrderBy(static m => $"{m.Key}", StringComparer.Ordinal).Select(static m => $"member {m.Key} since {m.Value.At:O} by {m.Value.By}"),
            .. then.Pins.Select(static p => $"pin {p.Number} by {p.Act.By} at {p.Act.At:O}"),
            .. messages.Select(Message),
            then.Members.TryGetValue(person, out var stay) ? $"{person} {known} read {marks.Of(stay)} unread {then.Unread(marks.Of(stay))}" : $"{person} {known} no member",
        ];
        return string.Join('\n', lines);
    }

    private static string Message(ReplayedMessage m) =>
        $"{m.Number} v{m.Version} {m.Author} {m.SentAt:O} root {m.ThreadRoot ?? 0} {m.Broadcast}" + string.Concat(m.Revisions.Select(static r => $" [{r.Version} {r.By} {r.At:O} {r.Text}]"))
        + (m.Thread is { } thread ? $" thread {thread.Replies} {thread.LatestReplyAt:O} {string.Join(',', thread.Participants)}" : "")
        + string.Concat(m.Reactions.OrderBy(static r => r.Emoji, StringComparer.Ordinal).Select(static r => $" {r.Emoji}:{string.Join(',', r.Users)}")) + (m.Pinned is { } pin ? $" pinned {pin.By} {pin.At:O}" : "")
        + (m.Deleted is { } deleted ? $" deleted {deleted.By} {deleted.At:O}" : "");

    private static RawEvent Raw(RecordedEvent e) => new(
        e.Position.Value, e.Stream.Value, e.Version, e.Type, JsonNode.Parse(e.Opened.Span)!.AsObject(), string.Create(CultureInfo.InvariantCulture, $"{e.Actor}"), e.RecordedAt);
}
