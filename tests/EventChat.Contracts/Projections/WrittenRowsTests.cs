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
        await Gather(server, large.ChannelId, ada);

        var (toOne, toAll) = (await Cost(server, direct.ChannelId, ada), await Cost(server, large.ChannelId, ada));

        Assert.NotEmpty(toOne);
        Assert.Equal(toOne, toAll);
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

    /// <summary>Rows of each table that are there or are other than before, but for how far each projection has come what a stream's snapshot, due
    /// every so many events, is, when its author was last active, to the minute, and what those are told whom it names, answers or is written to.</summary>
    private async Task<List<string>> Cost(ServerNode server, ChannelId channel, UserId ada)
    {
        await server.CaughtUp();
        var before = (await database.Rows("select pg_snapshot_xmax(pg_current_snapshot())"))[0];
        await Do(server, new SendMessage(channel, "Hello"), ada);
        await server.CaughtUp();

        var tables = await database.Rows("""
            select schemaname || '.' || tablename from pg_tables
            where schemaname in ('public', 'readmodels') and tablename not in ('mt_doc_checkpoint', 'log_head', 'snapshots', 'mt_doc_notifyactivity', 'mt_doc_notificationview') order by 1
            """);
        List<string> cost = [];
        foreach (var table in tables)
        {
            var rows = (await database.Rows($"select count(*) from {table} where xmin::text::bigint >= {before}"))[0];
            if (rows != "0") cost.Add($"{table} {rows}");
        }

        return cost;
    }

    private static async Task Do<TState>(ServerNode server, ICommand<TState> command, UserId person) where TState : class, IState<TState>
    {
        var result = await server.Commands.Handle(command, new(person, Role: WorkspaceRole.Owner));
        Assert.Null(result.Refusal);
    }
}
