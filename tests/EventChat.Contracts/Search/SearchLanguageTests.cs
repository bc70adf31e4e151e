using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Messages;
using EventChat.Commands.Users;
using EventChat.Commands.Workspaces;
using EventChat.Contracts.Support;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Workspaces;
using EventChat.Projections.Running;

namespace EventChat.Contracts.Search;

/// <summary>In which language messages are indexed: that of their workspace.</summary>
public sealed class SearchLanguageTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>
{
    private readonly UserId ada = UserId.New();
    private readonly WorkspaceId home = WorkspaceId.New(), other = WorkspaceId.New();

    [Fact]
    public async Task What_is_sent_after_a_change_is_in_the_new_language_whoever_leads_and_a_rebuild_puts_everything_into_it()
    {
        await using var server = await ServerNode.Start(database.Source);
        await server.Project();
        await Do(server, new RegisterUser(ada, "ada", "Ada", "ada@example.org"));
        var (general, elsewhere) = (await Channel(server, home), await Channel(server, other));
        await Say(server, general, elsewhere);

        await Do(server, new ChangeWorkspace(home, Language: "german"));
        await Say(server, general, elsewhere, await Channel(server, home));
        await server.StopProjecting();
        await Do(server, new ChangeWorkspace(home, Language: "french"));
        await server.Project();
        await Say(server, general);
        await Do(server, new EditMessage(general, 1, "une maison"));
        await server.CaughtUp();

        Assert.Equal(["english", "english", "french", "french", "german", "german"], (await Languages()).Order());
        await server.StopProjecting();
        await server.Get<Rebuild>().Run("search", null, CancellationToken.None);
        Assert.Equal(["english", "english", "french", "french", "french", "french"], (await Languages()).Order());
    }

    private Task<List<string>> Languages() => database.Rows("select language from readmodels.search_messages");

    private async Task<ChannelId> Channel(ServerNode server, WorkspaceId workspace)
    {
        await Do(server, new CreateWorkspace(workspace, "Home", $"{workspace}"));
        var channel = ChannelId.New();
        await Do(server, new CreateChannel(channel, workspace, "general", ChannelKind.Public, "", ""));
        return channel;
    }

    /// <summary>One message each, all of which are indexed by then.</summary>
    private async Task Say(ServerNode server, params ChannelId[] channels)
    {
        foreach (var channel in channels) await Do(server, new SendMessage(channel, "Häuser"));
        await server.CaughtUp();
    }

    private async Task Do<TState>(ServerNode server, ICommand<TState> command) where TState : class, IState<TState> =>
        Assert.Null((await server.Commands.Handle(command, new(ada, Role: WorkspaceRole.Owner))).Refusal);
}
