using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Messages;
using EventChat.Contracts.Support;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Inbox;
using EventChat.Events.Store;
using EventChat.Projections.Audit;
using EventChat.Projections.Channels;
using EventChat.Projections.Emoji;
using EventChat.Projections.Inbox;
using EventChat.Projections.Invites;
using EventChat.Projections.Members;
using EventChat.Projections.Mentions;
using EventChat.Projections.Notifications;
using EventChat.Projections.Search;
using EventChat.Projections.Timeline;
using EventChat.Projections.Workspaces;

namespace EventChat.Contracts.Projections;

/// <summary>What is asked of the read models is what the log says, counted by hand.</summary>
public sealed class QueriesTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>, IAsyncLifetime
{
    private ServerNode server = null!;
    private RandomLife life = null!;
    private List<RecordedEvent> log = null!;

    public async Task InitializeAsync()
    {
        await database.Run("drop table if exists events, log_head cascade; drop schema if exists readmodels cascade");
        server = await ServerNode.Start(database.Source);
        await server.Project();
        life = new(server, 43);
        await life.Begin();
        await life.Go(500);
        foreach (var channel in life.Channels) await Talk(channel);
        await server.CaughtUp();
        log = await server.Log.ReadAll();
    }

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task Unread_is_what_stands_after_the_mark_and_was_written_by_others()
    {
        foreach (var person in life.People)
        {
            var (through, channels) = await server.Get<UnreadQueries>().Of(person, [], CancellationToken.None);

            Assert.Equal(log[^1].Position, through);
            Assert.Equal(life.Channels.Where(c => IsMember(c, person)).Select(static c => $"{c}").Order(), channels.Select(static c => $"{c.ChannelId}").Order());
            foreach (var unread in channels)
            {
                var (mark, sent) = (MarkOf(unread.ChannelId, person), Sent(unread.ChannelId));
                var count = sent.Count(e => Number(e) > mark && e.Actor != person && !IsDeleted(unread.ChannelId, Number(e)) && e.Event is MessageSent { ThreadRoot: null } or MessageSent { Broadcast: true });
                Assert.Equal(new(unread.ChannelId, mark, count, false, unread.Threads, unread.Mentions), unread.Counted);
                Assert.Equal((sent.Count, log.Last(e => e.Stream == StreamName.For(unread.ChannelId)).Version), (unread.Head.LastNumber, unread.Head.Version));
            }
        }
    }

    [Fact]
    public async Task A_recount_of_the_log_comes_to_the_same()
    {
        var recount = new Recount();
        foreach (var e in log) recount.Take(e);

        foreach (var person in recount.People)
            Assert.Equal(recount.Of(person, []), (await server.Get<UnreadQueries>().Of(person, [], CancellationToken.None)).Channels.Select(static c => c.Counted).OrderBy(static c => c.ChannelId.ToString(), StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_unread_is_true_of_is_never_said_to_be_later_than_the_projection_that_is_behind()
    {
        await server.StopProjecting();
        await using var another = await ServerNode.Start(database.Source);
        Assert.True((await another.Get<UnreadQueries>().Of(life.People[0], [], CancellationToken.None)).Through > Position.Start);

        await database.Run("delete from readmodels.mt_doc_checkpoint where id = 'inbox'");

        Assert.Equal(Position.Start, (await another.Get<UnreadQueries>().Of(life.People[0], [], CancellationToken.None)).Through);
    }

    [Fact]
    public async Task Mentions_are_those_that_stand_after_the_mark_and_were_written_by_others()
    {
        var queries = server.Get<MentionQueries>();
        foreach (var person in life.People)
            foreach (var after in new[] { 0, 5 })
            {
                var calls = life.Channels.ToDictionary(static c => c, c => Calls(c, person, after));
                Assert.Equal(
                    calls.Where(static c => c.Value.Count > 0).ToDictionary(static c => c.Key, static c => c.Value.Count),
                    await queries.Count(person, [.. life.Channels.Select(c => (c, after))], [MentionTarget.Of(person), MentionTarget.Everyone, MentionTarget.Here], default));
                foreach (var replies in new[] { true, false })
                    Assert.Equal(
                        calls.Sum(c => c.Value.Count(n => IsReply(c.Key, n) == replies)),
                        (await queries.Count(person, [.. life.Channels.Select(c => (c, after))], [MentionTarget.Of(person), MentionTarget.Everyone, MentionTarget.Here], default, replies)).Values.Sum());
            }

        var ada = life.People[0];
        List<string> feed = [MentionTarget.Of(ada), .. life.Channels.SelectMany(static c => new[] { MentionTarget.In(c, MentionTarget.Everyone), MentionTarget.In(c, MentionTarget.Here) })];
        var all = await queries.Newest(ada, feed, new(long.MaxValue), 10_000, default);
        Assert.Equal(life.Channels.Sum(c => Calls(c, ada, 0).Count), all.DistinctBy(static m => (m.ChannelId, m.Number)).Count());
        Assert.Equal(all.OrderByDescending(static m => m.Position).Select(static m => m.Position), all.Select(static m => m.Position));
        Assert.Equal(all.Skip(1).Where(m => m.Position < all[0].Position).Take(3).Select(static m => m.Position), (await queries.Newest(ada, feed, new(all[0].Position), 3, default)).Select(static m => m.Position));
    }

    [Fact]
    public async Task Pages_of_a_channel_are_its_messages()
    {
        foreach (var channel in life.Channels)
        {
            var (queries, numbers) = (server.Get<TimelineQueries>(), Sent(channel).Select(Number).ToList());
            Assert.NotEmpty(numbers);
            Assert.Equal(numbers, await Numbers(queries.After(channel, 0, 500, CancellationToken.None)));
            Assert.Equal(numbers.Skip(3).Take(4), await Numbers(queries.After(channel, 3, 4, CancellationToken.None)));
            Assert.Equal(Enumerable.Reverse(numbers).Take(5), await Numbers(queries.Before(channel, int.MaxValue, 5, CancellationToken.None)));
            Assert.Equal(numbers.Where(static n => n < 4).Reverse(), await Numbers(queries.Before(channel, 4, 50, CancellationToken.None)));
            Assert.Equal(2, (await queries.Find(channel, 2, CancellationToken.None))?.Number);
            Assert.Null(await queries.Find(channel, numbers.Count + 1, CancellationToken.None));
            foreach (var root in Enumerable.Range(1, 5))
                Assert.Equal(
                    Sent(channel).Where(e => ((MessageSent)e.Event).ThreadRoot == root).Select(Number),
                    await Numbers(queries.Replies(channel, root, 0, 500, CancellationToken.None)));
        }
    }

    [Fact]
    public async Task Members_are_those_who_came_and_did_not_leave()
    {
        foreach (var channel in life.Channels)
        {
            var members = life.People.Where(p => IsMember(channel, p)).Select(static p => $"{p}").Order(StringComparer.Ordinal).ToList();
            Assert.Equal(members, (await server.Get<MemberQueries>().Of(channel, "", 50, CancellationToken.None)).Select(static m => $"{m.UserId}"));
            Assert.Equal(members.Skip(1), (await server.Get<MemberQueries>().Of(channel, members[0], 50, CancellationToken.None)).Select(static m => $"{m.UserId}"));
        }

        foreach (var person in life.People)
            Assert.Equal(
                life.Channels.Where(c => IsMember(c, person)).ToHashSet(), (await server.Get<MemberQueries>().ChannelsOf(person, CancellationToken.None)).Channels);
    }

    [Fact]
    public async Task A_private_channel_is_listed_for_its_members_and_a_public_one_for_all_but_guests()
    {
        var workspace = log.Select(static e => e.Event).OfType<ChannelCreated>().First().WorkspaceId;
        foreach (var person in life.People)
            foreach (var isGuest in new[] { false, true })
            {
                var visible = await server.Get<ChannelQueries>().Visible(workspace, person, isGuest, true, ("", ""), 50, CancellationToken.None);
                Assert.Equal(
                    life.Channels.Where(c => IsMember(c, person) || (!isGuest && c != life.Channels[0])).Select(static c => $"{c}").Order(),
                    visible.Select(static v => v.Id).Order());
            }
    }

    [Fact]
    public async Task Every_index_serves_a_query()
    {
        await database.Run("""do $$ begin execute format('alter database %I set enable_seqscan = off', current_database()); end $$""");
        await using var source = database.Another();
        await using var another = await ServerNode.Start(source);
        var (workspace, person, none) = (log.Select(static e => e.Event).OfType<ChannelCreated>().First().WorkspaceId, life.People[0], CancellationToken.None);

        await server.StopProjecting();
        await another.Project();
        for (var attempt = 0; ; attempt++)
        {
            await life.Go(20);
            foreach (var somebody in life.People)
                await server.Commands.Handle(new SendMessage(life.Channels[1], "@here", Entities: [new(EntityKind.Here, 0, 5)]), new(somebody));
            await another.Get<NotificationQueries>().Rows(Position.Start, log[^1].Position, none);
            await another.Get<NotificationQueries>().Broadcasts(Position.Start, log[^1].Position, none);
            await another.Get<NotificationQueries>().Before(new(person, null, UnreadOnly: true, 0, []), long.MaxValue, 50, none);
            await another.Get<MemberQueries>().ChannelsOf(person, none);
            await another.Get<WorkspaceQueries>().Of(person, none);
            await another.Get<ChannelQueries>().Visible(workspace, person, false, false, ("", ""), 50, none);
            await another.Get<InviteQueries>().Open(workspace, "", DateTimeOffset.UnixEpoch, 50, none);
            await another.Get<TimelineQueries>().Replies(life.Channels[0], 1, 0, 50, none);
            await another.Get<ScheduledQueries>().Due(DateTimeOffset.MaxValue.AddDays(-1), 50, none);
            await another.Get<AuditQueries>().Before(workspace, person, new(Actor: person), long.MaxValue, 50, none);
            await another.Get<AuditQueries>().Before(workspace, person, new(Action: "channel.created"), long.MaxValue, 50, none);
            await another.Get<EmojiQueries>().Of(workspace, "", 50, none);
            await another.Get<MentionQueries>().Count(person, [(life.Channels[0], 0)], [MentionTarget.Of(person)], none);
            await another.Get<MentionQueries>().Newest(person, [MentionTarget.Of(person)], new(long.MaxValue), 50, none);
            await another.Get<ISearchIndex>().Search(new() { Channels = life.Channels, Clauses = [new(["hello"])] }, none);
            var idle = await database.Rows("""
                select indexrelname from pg_stat_user_indexes where schemaname = 'readmodels' and indexrelname not like 'pkey%' and idx_scan = 0 order by 1
                """);
            if (idle.Count == 0) return;
            Assert.True(attempt < 30, $"No query uses {string.Join(", ", idle)}.");
            await Task.Delay(500);
        }
    }

    /// <summary>Whatever became of the channel: there are some messages in it.</summary>
    private async Task Talk(ChannelId channel)
    {
        await server.Commands.Handle(new UnarchiveChannel(channel), Caller.System);
        await server.Commands.Handle(new AddMember(channel, life.People[0], IsInWorkspace: true), Caller.System);
        for (var i = 0; i < 5; i++) await server.Commands.Handle(new SendMessage(channel, "Hello"), new Caller(life.People[0]));
    }

    private List<RecordedEvent> Sent(ChannelId channel) => [.. log.Where(e => e.Stream == StreamName.For(channel) && e.Event is MessageSent)];

    /// <summary>The last of what the person marked and where they came in.</summary>
    private int MarkOf(ChannelId channel, UserId person) => log.Aggregate(0, (mark, e) => e.Event switch
    {
        MemberJoined joined when e.Stream == StreamName.For(channel) && joined.UserId == person => joined.After ?? 0,
        ChannelRead read when e.Stream == StreamName.ForInbox(person) && read.ChannelId == channel => read.Number,
        AllRead all when e.Stream == StreamName.ForInbox(person) => all.Channels.FirstOrDefault(c => c.ChannelId == channel)?.Number ?? mark,
        _ => mark,
    });

    /// <summary>Numbers of the messages that call a person as they stand now, counted from the log.</summary>
    private List<int> Calls(ChannelId channel, UserId person, int after) => [.. Sent(channel)
        .Where(e => Number(e) > after && e.Actor != person && !IsDeleted(channel, Number(e)))
        .Where(e => (log.LastOrDefault(x => x.Stream == e.Stream && x.Event is MessageEdited edit && edit.Number == Number(e))?.Event switch
        {
            MessageEdited edit => edit.Entities,
            _ => ((MessageSent)e.Event).Entities,
        })?.Any(x => x.UserId == person || x.Kind is EntityKind.Everyone or EntityKind.Here) == true)
        .Select(Number)];

    private bool IsReply(ChannelId channel, int number) => ((MessageSent)Sent(channel)[number - 1].Event).ThreadRoot is not null;

    private static int Number(RecordedEvent e) => ((MessageSent)e.Event).Number;

    private bool IsDeleted(ChannelId channel, int number) =>
        log.Exists(e => e.Stream == StreamName.For(channel) && e.Event is MessageDeleted deleted && deleted.Number == number);

    private bool IsMember(ChannelId channel, UserId person) => log.LastOrDefault(e => e.Stream == StreamName.For(channel)
        && (e.Event is MemberJoined joined ? joined.UserId : (e.Event as MemberLeft)?.UserId) == person)?.Event is MemberJoined;

    private static async Task<IEnumerable<int>> Numbers(Task<List<TimelineMessage>> page) => (await page).Select(static m => m.Number);
}
