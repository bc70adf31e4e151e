using EventChat.Acceptance.Support;
using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Workspaces;

namespace EventChat.Acceptance.Workspaces;

/// <summary>A server died between a fact and what has to follow from it: another finishes it, without being asked.</summary>
public sealed class HalfDoneTests(App app) : IClassFixture<App>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Who_was_removed_from_the_workspace_leaves_its_channels()
    {
        var team = await app.Team();
        var cellar = await team.Ada.CreateChannel(team.Workspace, kind: "private");
        await team.Add(team.Bob, cellar);

        await Do(new RemoveWorkspaceMember(Home(team), User(team.Bob)), team.Ada);

        await team.Bob.Get($"channels/{cellar}").Ok();
        await Gone(team.Bob, cellar);
        await Gone(team.Bob, team.General);
    }

    [Fact]
    public async Task Who_is_back_by_then_keeps_what_was_joined_since()
    {
        var team = await app.Team();
        await team.Ada.Delete($"workspaces/{team.Workspace}/members/{team.Bob.Id}").Ok(204);
        await team.Hire(team.Bob, "member");
        await team.Bob.Post($"channels/{team.General}/join").Ok();

        await Do(new RemoveWorkspaceMember(Home(team), User(team.Mallory)), team.Ada);
        await Task.Delay(TimeSpan.FromSeconds(7));

        await team.Bob.Say(team.General, "Still here");
    }

    [Theory]
    [InlineData("invited")]
    [InlineData("added")]
    public async Task Who_comes_back_before_it_was_finished_is_in_none_of_the_old_channels(string how)
    {
        var team = await app.Team();
        var cellar = await team.Ada.CreateChannel(team.Workspace, kind: "private");
        await team.Add(team.Bob, cellar);
        var dm = (await team.Ada.Post($"workspaces/{team.Workspace}/dms", new { userIds = new[] { team.Bob.Id } }).Ok(201)).Id;
        var invite = await team.Ada.Post($"workspaces/{team.Workspace}/invites", new { channelIds = new[] { team.General } }).Ok(201);
        await Do(new RemoveWorkspaceMember(Home(team), User(team.Bob)), team.Ada);

        if (how == "added") await team.Hire(team.Bob, "member");
        else await team.Bob.Post($"invites/{invite.Body.Text("code")}/accept").Ok();

        foreach (var channel in (string[])[cellar, dm]) await team.Bob.Get($"channels/{channel}").Refused(404, "channel.not-found");
        if (how == "invited") await team.Bob.Say(team.General, "Back again");
    }

    [Fact]
    public async Task A_join_that_was_not_taken_back_is_found_at_the_next_start()
    {
        var team = await app.Team();
        await Do(new AddMember(Id.Parse<ChannelId>(team.General), User(team.Mallory), IsInWorkspace: true), team.Ada);
        await team.Mallory.Get($"channels/{team.General}").Ok();

        await app.Another();

        await Gone(team.Mallory, team.General);
    }

    [Fact]
    public async Task A_workspace_that_is_to_be_deleted_freezes_its_channels_and_thaws_them()
    {
        var team = await app.Team();

        await Do(new ScheduleDeletion(Home(team), TimeSpan.FromDays(1)), team.Ada);
        await Eventually.True(async () => (await Say(team)).Code == "workspace.being-deleted", Patience, static () => "still written in");
        await Do(new RestoreWorkspace(Home(team)), team.Ada);
        await Eventually.True(async () => (await Say(team)).Status == 201, Patience, static () => "still frozen");
    }

    private async Task Do<TState>(ICommand<TState> command, Person person) where TState : class, IState<TState> =>
        Assert.Null((await app.Server.Get<CommandHandler>().Handle(command, new(User(person), Role: WorkspaceRole.Owner))).Refusal);

    private static Task Gone(Person person, string channel) => Eventually.True(
        async () => (await person.Get($"channels/{channel}")).Status == 404, Patience, () => $"{person.Name} is in {channel}");

    private static Task<Answer> Say(Team team) => team.Ada.Post($"channels/{team.General}/messages", new { text = "Hello" });

    private static WorkspaceId Home(Team team) => Id.Parse<WorkspaceId>(team.Workspace);

    private static UserId User(Person person) => Id.Parse<UserId>(person.Id);
}
