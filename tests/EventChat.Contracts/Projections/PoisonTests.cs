using EventChat.Commands.Channels;
using EventChat.Commands.Messages;
using EventChat.Commands.Users;
using EventChat.Contracts.Support;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Store;
using EventChat.Events.Workspaces;
using EventChat.Projections.Timeline;
using EventChat.Projections.Users;
using static EventChat.Contracts.Support.Logs;

namespace EventChat.Contracts.Projections;

/// <summary>An event that cannot be taken stops its projections, says so, and nobody else.</summary>
public sealed class PoisonTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>, IAsyncLifetime
{
    private static readonly string[] OfChannels = ["channels", "inbox", "members", "notifications", "revisions", "search", "timeline"];
    private readonly ChannelId channel = ChannelId.New();
    private ServerNode server = null!;

    public async Task InitializeAsync()
    {
        await database.Run("drop table if exists events, log_head cascade; drop schema if exists readmodels cascade");
        server = await ServerNode.Start(database.Source);
        await server.Commands.Handle(new CreateChannel(channel, WorkspaceId.New(), "general", ChannelKind.Public, "", ""), new(Ada, Role: WorkspaceRole.Member));
        await server.Commands.Handle(new SendMessage(channel, "before"), new(Ada));
    }

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Theory]
    [InlineData("channel.exploded", "{}")]
    [InlineData("message.sent", "{\"number\":2,\"text\":")]
    [InlineData("message.sent", "{\"number\":2}")]
    [InlineData("message.sent@2", "{\"number\":2,\"text\":\"from the future\"}")]
    public async Task It_stops_the_projections_that_hear_it_and_names_itself(string type, string data)
    {
        await server.Project();
        await server.CaughtUp();
        var position = await Poison(type, data);
        await server.Commands.Handle(new RegisterUser(Ada, "ada", "Ada", "ada@example.org"), new(Ada));

        await Stopped(OfChannels);

        Assert.All(server.Progress.Failures.Values, failure => Assert.Contains($"{type} at position {position} (channel-{channel} version 4)", failure));
        Assert.True(await server.Progress.Reached(await Head(), ["users", "workspaces", "workspace-members"], CancellationToken.None));
        Assert.Equal("ada", (await server.Get<UserQueries>().Find(Ada, CancellationToken.None))?.Username);
        Assert.False(await server.Progress.Reached(position, ["timeline"], CancellationToken.None));
    }

    [Fact]
    public async Task What_came_before_it_on_the_same_page_is_stored_and_what_came_after_is_not()
    {
        var position = await Poison("channel.exploded", "{}");
        await database.Run($$"""
            insert into events select position + 1, stream, 5, gen_random_uuid(), 'message.sent', convert_to('{"number":2,"text":"after"}', 'UTF8'), actor,
                session, causation, correlation, recorded_at, hash from events where position = {{position}};
            update log_head set position = {{position.Value + 1}}
            """);

        await server.Project();
        await Stopped(OfChannels);

        Assert.Equal(["before"], (await Messages()).Select(static m => m.Text));
        Assert.Equal(OfChannels.Select(name => $"{name} {position.Value - 1}"), (await database.Checkpoints()).Where(static c => OfChannels.Any(c.StartsWith)));
    }

    [Fact]
    public async Task It_stays_stopped_over_restarts_and_goes_on_where_it_was_when_the_event_can_be_read()
    {
        var position = await Poison("channel.exploded", "{}");
        for (var restart = 0; restart < 2; restart++)
        {
            await server.Project();
            await Stopped(OfChannels);
            await server.DisposeAsync();
            server = await ServerNode.Start(database.Source);
        }

        await database.Run($$"""
            update events set type = 'message.sent', data = convert_to('{"number":2,"text":"read at last"}', 'UTF8') where position = {{position}}
            """);
        await server.Project();
        await server.CaughtUp();

        Assert.Empty(server.Progress.Failures);
        Assert.Equal(["before", "read at last"], (await Messages()).Select(static m => m.Text));
    }

    [Fact]
    public async Task An_event_that_the_database_will_not_store_stops_its_projection_too()
    {
        await server.Project();
        await server.CaughtUp();
        var admin = new Commands.Handling.Caller(Ada, Role: WorkspaceRole.Admin);
        await server.Commands.Handle(new DescribeChannel(channel, "Tea", "\0"), admin);
        var position = await Head();
        await server.Commands.Handle(new RegisterUser(Ada, "ada", "Ada", "ada@example.org"), new(Ada));

        await Stopped("audit", "channels");

        Assert.Contains($"position {position} ", server.Progress.Failures["channels"]);
        Assert.True(await server.Progress.Reached(await Head(), ["users", "timeline", "members"], CancellationToken.None));
        Assert.Equal(["Tea"], await database.Rows("select data ->> 'topic' from readmodels.mt_doc_channelview"));
    }

    [Fact]
    public async Task A_read_model_that_cannot_be_read_is_a_failure_that_is_told()
    {
        await server.Project();
        await server.CaughtUp();
        await database.Run("update readmodels.mt_doc_timelinemessage set data = data - 'author'");
        await server.Commands.Handle(new AddReaction(channel, 1, "👍"), new(Ada));

        await Stopped("timeline");
        Assert.Contains("author", server.Progress.Failures["timeline"]);
        await database.Run($$"""update readmodels.mt_doc_timelinemessage set data = data || '{"author": "{{Ada}}"}'""");
        await server.CaughtUp();

        Assert.Empty(server.Progress.Failures);
        Assert.Equal("👍", (await Messages())[0].Reactions!.Single().Emoji);
    }

    [Fact]
    public async Task What_the_server_itself_says_is_no_poison()
    {
        var system = Commands.Handling.Caller.System;
        await server.Commands.Handle(new JoinChannel(channel), system);
        await server.Commands.Handle(new SendMessage(channel, "The server restarts at noon"), system);
        await server.Project();
        await server.CaughtUp();
        await server.Commands.Handle(new AddReaction(channel, 2, "👍"), new(Ada));
        await server.Commands.Handle(new AddReaction(channel, 1, "👍"), system);
        await server.CaughtUp();

        var messages = await Messages();
        Assert.Equal(UserId.System, messages[1].Author);
        Assert.Equal([UserId.System], messages[0].Reactions!.Single().Users);
    }

    private Task<Position> Head() => server.Log.ReadHead(CancellationToken.None);

    private Task<List<TimelineMessage>> Messages() => server.Get<TimelineQueries>().After(channel, 0, 50, CancellationToken.None);

    private async Task Stopped(params string[] projections)
    {
        for (var i = 0; i < 200 && server.Progress.Failures.Count < projections.Length; i++) await Task.Delay(50);
        Assert.Equal(projections, server.Progress.Failures.Keys.Order());
    }

    /// <summary>Another version of the server has written what this one does not know; the chain is whole.</summary>
    private async Task<Position> Poison(string type, string data)
    {
        var last = (await server.Log.ReadBackwards(StreamName.For(channel)))[0];
        var position = (await Head()).Value + 1;
        var hash = HashChain.Next(last.Hash.Span, last.Stream, last.Version + 1, last.Id, type, System.Text.Encoding.UTF8.GetBytes(data), last.Context, last.RecordedAt);
        await database.Run($"""
            insert into events select {position}, stream, version + 1, id, '{type}', convert_to('{data}', 'UTF8'), actor, session, causation, correlation, recorded_at,
                '\x{Convert.ToHexString(hash)}' from events where position = {last.Position};
            update log_head set position = {position}
            """);
        return new(position);
    }
}
