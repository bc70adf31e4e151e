using EventChat.Commands.Apps;
using EventChat.Commands.Channels;
using EventChat.Commands.Hooks;
using EventChat.Commands.Messages;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Hooks;
using EventChat.Events.Workspaces;
using EventChat.Specs.Support;
using static EventChat.Specs.Support.Cast;
using static EventChat.Specs.Support.Histories;
using static EventChat.Specs.Support.Spec;

namespace EventChat.Specs.Hooks;

public class HookSpecs
{
    private static readonly HookCreated Made = new(Alerts, General, AlertsBot, "Alerts", "h1");
    private static readonly WorkspaceMemberJoined Joined = new(AlertsBot, WorkspaceRole.Member);

    [Fact]
    public void An_admin_makes_a_hook_whose_bot_is_a_member()
    {
        Home(WorkspaceRole.Admin).When(Create, by: Bob).Then(Made, Joined);
        Home(WorkspaceRole.Admin).When(Create with { AnyChannel = true }, by: Bob).Then(Made with { AnyChannel = true }, Joined);
        Home(WorkspaceRole.Member).When(Create, by: Bob).ThenRefused(new AdminsOnly("manage webhooks"));
        Home(WorkspaceRole.Member).When(Create, by: Mallory).ThenRefused(new WorkspaceNotFound(Cast.Home));
        Home(WorkspaceRole.Member, new WorkspaceDeletionScheduled(Noon)).When(Create, by: Ada).ThenRefused(new WorkspaceBeingDeleted(Cast.Home));
    }

    [Fact]
    public void The_same_again_gives_the_first_answer_also_when_it_is_gone()
    {
        Home(WorkspaceRole.Member, Made, Joined).When(Create, by: Ada).ThenRepeats(6);
        Home(WorkspaceRole.Member, Made, Joined, new HookRemoved(Alerts)).When(Create, by: Ada).ThenRepeats(6);
        Assert.True(Create.Repeats(Made));
        Assert.False(Create.Repeats(Made with { Name = "Other" }));
        Assert.False((Create with { AnyChannel = true }).Repeats(Made));
    }

    [Fact]
    public void A_workspace_has_so_many_hooks_and_room_again_for_those_that_were_removed()
    {
        DomainEvent[] many = [.. Enumerable.Range(0, Commands.Hooks.Hooks.MaxHooks).Select(static n => Made with { HookId = Nth(n), BotUserId = Id.Derive<UserId>('U', $"{n}") })];
        Home(WorkspaceRole.Member, many).When(Create, by: Ada).ThenRefused(new TooManyHooks());
        Home(WorkspaceRole.Member, [.. many, new HookRemoved(Nth(7)), new HookRemoved(Nth(7))]).When(Create, by: Ada).Then(Made, Joined);
        Home(WorkspaceRole.Member, [.. many, new HookRemoved(Nth(7)), Made]).When(Create with { HookId = Nth(-1) }, by: Ada).ThenRefused(new TooManyHooks());
    }

    [Fact]
    public void An_admin_removes_a_hook_and_its_bot_leaves_with_it()
    {
        Home(WorkspaceRole.Admin, Made, Joined).When(Remove, by: Bob).Then(new HookRemoved(Alerts), new WorkspaceMemberRemoved(AlertsBot));
        Home(WorkspaceRole.Admin, Made, Joined, new HookRemoved(Alerts)).When(Remove, by: Bob).ThenNothing();
        Home(WorkspaceRole.Member, Made, Joined).When(Remove, by: Bob).ThenRefused(new AdminsOnly("manage webhooks"));
        Home(WorkspaceRole.Member, Made, Joined).When(Remove with { ChannelId = Cellar }, by: Ada).ThenRefused(new HookNotFound(Alerts));
        Home(WorkspaceRole.Member).When(Remove, by: Ada).ThenRefused(new HookNotFound(Alerts));
    }

    [Fact]
    public void A_hook_that_is_removed_is_found_no_more()
    {
        Assert.Equal("h1", Home(WorkspaceRole.Member, Made, Joined).State.Hooks.Find(Alerts)?.TokenHash);
        Assert.Single(Home(WorkspaceRole.Member, Made, Joined).State.Hooks.Of(General));
        Assert.Empty(Home(WorkspaceRole.Member, Made, Joined).State.Hooks.Of(Cellar));
        Assert.Null(Home(WorkspaceRole.Member, Made, Joined, new HookRemoved(Alerts)).State.Hooks.Find(Alerts));
        Assert.Empty(Home(WorkspaceRole.Member, Made, Joined, new HookRemoved(Alerts)).State.Hooks.Of(General));
    }

    [Fact]
    public void The_bot_of_a_hook_is_nobody_who_could_be_promoted_or_put_out()
    {
        Home(WorkspaceRole.Member, Made, Joined).When(new ChangeRole(Cast.Home, AlertsBot, WorkspaceRole.Admin), by: Ada).ThenRefused(new BotOfAnApp(AlertsBot));
        Home(WorkspaceRole.Member, Made, Joined).When(new RemoveWorkspaceMember(Cast.Home, AlertsBot), by: Ada).ThenRefused(new BotOfAnApp(AlertsBot));
        Home(WorkspaceRole.Member, Made, Joined).When(new GrantComplianceOfficer(Cast.Home, AlertsBot, "Because"), by: Ada).ThenRefused(new BotOfAnApp(AlertsBot));
    }

    [Fact]
    public void A_message_may_be_shown_under_another_name_and_picture()
    {
        var shown = new DisplayAs("Robot 🤖", "https://example.org/robot.png", ":robot:");
        Given<Channel>([.. GeneralIsThere]).When(new SendMessage(General, "Beep", DisplayAs: shown), by: Bob).Then(new MessageSent(1, "Beep", DisplayAs: shown));
        var same = new SendMessage(General, "Beep", ClientMessageId: "k1", DisplayAs: shown);
        Assert.True(same.Repeats(new MessageSent(1, "Beep", ClientMessageId: "k1", DisplayAs: shown)));
        Assert.False(same.Repeats(new MessageSent(1, "Beep", ClientMessageId: "k1")));
    }

    public static TheoryData<string?, string?, string?> Unfit => new()
    {
        { null, null, null }, { "", null, null }, { "two\nlines", null, null }, { "\u200b", null, null }, { new('x', 81), null, null }, { "bell\u0007", null, null },
        { null, "http://example.org/a.png", null }, { null, "javascript:alert(1)", null }, { null, "https://user:pass@example.org/", null }, { null, "https://example.org/" + new string('x', 2_048), null },
        { null, null, "no emoji" }, { null, null, "" },
    };

    [Theory, MemberData(nameof(Unfit))]
    public void What_cannot_be_shown_is_refused(string? name, string? url, string? emoji)
    {
        var decision = new SendMessage(General, "Beep", DisplayAs: new(name, url, emoji)).Decide(Given<Channel>([.. GeneralIsThere]).State, new(As(Bob, WorkspaceRole.Member), Noon));
        Assert.IsType<DisplayInvalid>(decision.Refusal);
    }

    private static CreateHook Create => new(Cast.Home, Alerts, General, AlertsBot, "Alerts", "h1");

    private static RemoveHook Remove => new(Cast.Home, General, Alerts);

    private static HookId Nth(int n) => Id.Derive<HookId>('N', $"{n}");

    private static Given<Workspace> Home(WorkspaceRole bob, params DomainEvent[] then) => Given<Workspace>(HomeWithBob(bob, then));
}
