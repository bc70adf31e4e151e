using System.Globalization;
using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Messages;
using EventChat.Commands.Users;
using EventChat.Commands.Workspaces;
using EventChat.Contracts.Support;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Store;
using EventChat.Events.Workspaces;

namespace EventChat.Contracts.Projections;

/// <summary>What a message costs the database does not grow with the number of those who may read it.</summary>
public sealed class WrittenRowsTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>
{
    private const int Crowd = 10_000;
    private const string Feed = "readmodels.mt_doc_notificationview", Activity = "readmodels.mt_doc_notifyactivity";

    [Fact]
    public async Task A_message_to_ten_thousand_writes_what_a_direct_message_writes()
    {
        await using var server = await ServerNode.Start(database.Source);
        await server.Project();
        var (ada, bob, home) = (await Register(server, "ada"), await Register(server, "bob"), WorkspaceId.New());
        await Do(server, new CreateWorkspace(home, "Home", "home"), ada);
        await Do(server, new AddWorkspaceMember(home, bob, WorkspaceRole.Member, Exists: true), ada);
        var (direct, large) = (new OpenDirect(home, [ada, bob]), new CreateChannel(ChannelId.New(), home, "large", ChannelKind.Public, "", ""));
        await Do(server, direct, ada);
        await Do(server, large, ada);
        await Do(server, new JoinChannel(large.ChannelId), bob);
        await Gather(server, large.ChannelId, ada);

        var (toOne, toAll) = (await Cost(server, new(direct.ChannelId, "Hello"), ada), await Cost(server, new(large.ChannelId, "Hello"), ada));
        var named = await Cost(server, new(large.ChannelId, "Hello @bob", Entities: [new(EntityKind.User, 6, 4, UserId: bob)]), ada);
        var called = await Cost(server, new(large.ChannelId, "Hello @channel", Entities: [new(EntityKind.Everyone, 6, 8)]), ada);

        // Whom a direct message is for, or who is named, is told; a crowd is told as one.
        Assert.Equal(1, toOne[Feed]);
        Assert.DoesNotContain(Feed, toAll.Keys);
        Assert.Equal(1, named[Feed]);
        Assert.DoesNotContain(Feed, called.Keys);
        Assert.InRange(called.Values.Sum() - toAll.Values.Sum(), 1, 5);
        Assert.Equal(toOne.Where(static t => t.Key != Feed).OrderBy(static t => t.Key), toAll.OrderBy(static t => t.Key));
    }

    private static async Task<UserId> Register(ServerNode server, string name)
    {
        var user = UserId.New();
        await Do(server, new RegisterUser(user, name, name, $"{name}@example.org"), user);
        return user;
    }

    /// <summary>People who were there long before.</summary>
    private static async Task Gather(ServerNode server, ChannelId channel, UserId ada)
    {
        var context = new EventContext(ada, null, Guid.CreateVersion7(), Guid.CreateVersion7());
        var version = await server.Log.ReadVersion(StreamName.For(channel), CancellationToken.None);
        foreach (var some in Enumerable.Range(0, Crowd).Select(static _ => UserId.New()).Chunk(500))
            version += (await server.Log.Append(StreamName.For(channel), version, [.. some.Select(u => new NewEvent(Guid.CreateVersion7(), new MemberJoined(u), context, TimeProvider.System.GetUtcNow()))], CancellationToken.None)).Count;
    }

    /// <summary>
    /// Rows of each table that are there or are other than before, but for how far each projection has come, what a stream's snapshot, due every so many events, is, and the keys that
    /// an author's first words in a channel take.
    /// When the author was last active is written once a minute, so it may be a row or none.
    /// </summary>
    private async Task<Dictionary<string, long>> Cost(ServerNode server, SendMessage message, UserId ada)
    {
        await server.CaughtUp();
        var before = (await database.Rows("select pg_snapshot_xmax(pg_current_snapshot())"))[0];
        await Do(server, message, ada);
        await server.CaughtUp();

        var tables = await database.Rows("""
            select schemaname || '.' || tablename from pg_tables
            where schemaname in ('public', 'readmodels') and tablename not in ('mt_doc_checkpoint', 'log_head', 'snapshots', 'keyring')
            """);
        Dictionary<string, long> cost = [];
        foreach (var table in tables)
        {
            var rows = long.Parse((await database.Rows($"select count(*) from {table} where xmin::text::bigint >= {before}"))[0], CultureInfo.InvariantCulture);
            if (rows > 0) cost.Add(table, rows);
        }

        Assert.InRange(cost.GetValueOrDefault(Activity), 0, 1);
        cost.Remove(Activity);
        return cost;
    }

    private static async Task Do<TState>(ServerNode server, ICommand<TState> command, UserId person) where TState : class, IState<TState>
    {
        var result = await server.Commands.Handle(command, new(person, Role: WorkspaceRole.Owner));
        Assert.Null(result.Refusal);
    }
}
