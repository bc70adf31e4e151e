using EventChat.Commands.Apps;
using EventChat.Commands.Channels;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Apps;
using EventChat.Events.Workspaces;
using EventChat.Specs.Support;
using static EventChat.Specs.Support.Cast;
using static EventChat.Specs.Support.Histories;
using static EventChat.Specs.Support.Spec;

namespace EventChat.Specs.Apps;

public class AppSpecs
{
    private static readonly AppTokenId First = Id.Parse<AppTokenId>("B" + new string('0', 25) + "1"), Second = Id.Parse<AppTokenId>("B" + new string('0', 25) + "2");
    private static readonly AppCreated Made = new(Robot, RobotsBot, "Robot", ["messages:read", "messages:write"]);
    private static readonly WorkspaceMemberJoined Joined = new(RobotsBot, WorkspaceRole.Member);
    private static readonly AppTokenIssued Issued = new(Robot, First, "h1", ["messages:write"]);

    [Fact]
    public void An_admin_makes_an_app_whose_bot_is_a_member()
    {
        Home(WorkspaceRole.Admin).When(Create("messages:write", "messages:read"), by: Bob).Then(Made, Joined);
        Home(WorkspaceRole.Member).When(Create("messages:read"), by: Bob).ThenRefused(new AdminsOnly("manage apps"));
        Home(WorkspaceRole.Member).When(Create("messages:read"), by: Mallory).ThenRefused(new WorkspaceNotFound(Cast.Home));
    }

    [Fact]
    public void The_same_again_gives_the_first_answer() => Home(WorkspaceRole.Member, Made, Joined).When(Create("messages:read"), by: Ada).ThenRepeats(6);

    [Fact]
    public void An_app_has_at_least_one_scope_and_only_scopes_that_there_are()
    {
        Home(WorkspaceRole.Member).When(Create(), by: Ada).ThenRefused(new ScopesMissing());
        Home(WorkspaceRole.Member).When(Create("messages:read", "everything"), by: Ada).ThenRefused(new ScopeUnknown("everything"));
        Home(WorkspaceRole.Member).When(Create(null!, "everything"), by: Ada).ThenRefused(new ScopeUnknown("null"));
        Home(WorkspaceRole.Member, Made, Joined).When(Issue(Second, null!, "search:read"), by: Ada).ThenRefused(new ScopeUnknown("null"));
    }

    [Fact]
    public void A_workspace_has_a_hundred_apps_and_room_again_for_those_that_were_removed()
    {
        DomainEvent[] many = [.. Enumerable.Range(0, Commands.Apps.Apps.MaxApps).Select(static n => Made with { AppId = Nth(n), BotUserId = Id.Derive<UserId>('U', $"{n}") })];
        Home(WorkspaceRole.Member, many).When(Create("messages:read"), by: Ada).ThenRefused(new TooManyApps());
        Home(WorkspaceRole.Member, [.. many, new AppRemoved(Nth(7))]).When(Create("messages:read", "messages:write"), by: Ada).Then(Made, Joined);
    }

    [Fact]
    public void A_token_may_do_what_its_app_may_or_less()
    {
        Home(WorkspaceRole.Member, Made, Joined).When(Issue(Second), by: Ada).Then(new AppTokenIssued(Robot, Second, "h2", ["messages:read", "messages:write"]));
        Home(WorkspaceRole.Member, Made, Joined).When(Issue(Second, "messages:read"), by: Ada).Then(new AppTokenIssued(Robot, Second, "h2", ["messages:read"]));
        Home(WorkspaceRole.Member, Made, Joined).When(Issue(Second, "channels:read"), by: Ada).ThenRefused(new ScopeBeyondApp("channels:read"));
        Home(WorkspaceRole.Member, Made, Joined).When(Issue(Second, "everything"), by: Ada).ThenRefused(new ScopeUnknown("everything"));
        Home(WorkspaceRole.Member, Made, Joined).When(Issue(Second) with { Scopes = [] }, by: Ada).ThenRefused(new ScopesMissing());
        Home(WorkspaceRole.Member, Made, Joined).When(Issue(Second) with { ExpiresAt = Noon }, by: Ada).ThenRefused(new TokenLifeOver());
        Home(WorkspaceRole.Member, Made, Joined).When(Issue(Second), by: Bob).ThenRefused(new AdminsOnly("manage apps"));
        Home(WorkspaceRole.Member, Made, Joined).When(Issue(Second), by: Mallory).ThenRefused(new AppNotFound(Robot));
        Home(WorkspaceRole.Member).When(Issue(Second), by: Ada).ThenRefused(new AppNotFound(Robot));
    }

    [Fact]
    public void A_token_takes_the_place_of_another_with_an_overlap()
    {
        var rotate = Issue(Second, "messages:write") with { Replaces = First, Overlap = TimeSpan.FromHours(1) };
        var fresh = new AppTokenIssued(Robot, Second, "h2", ["messages:write"], Replaces: First);
        Home(WorkspaceRole.Member, Made, Joined, Issued).When(rotate, by: Ada).Then(fresh, new AppTokenReplaced(Robot, First, Noon.AddHours(1)));
        Home(WorkspaceRole.Member, Made, Joined, Issued with { ExpiresAt = Noon.AddMinutes(5) }).When(rotate, by: Ada).Then(fresh);
        Home(WorkspaceRole.Member, Made, Joined).When(rotate, by: Ada).ThenRefused(new TokenNotFound(First));
        Home(WorkspaceRole.Member, Made, Joined, Issued, fresh).When(rotate, by: Ada).ThenRepeats(9);
    }

    [Fact]
    public void A_token_counts_from_when_it_is_issued_until_it_ends_is_revoked_or_its_app_goes()
    {
        Assert.Equal(Robot, Found([Issued], Noon)?.App.Id);
        Assert.Null(Found([], Noon));
        Assert.Null(Found([Issued, new AppTokenRevoked(Robot, First)], Noon));
        Assert.Null(Found([Issued, new AppRemoved(Robot)], Noon));
        Assert.NotNull(Found([Issued, new AppTokenReplaced(Robot, First, Noon.AddHours(1))], Noon.AddMinutes(59)));
        Assert.Null(Found([Issued, new AppTokenReplaced(Robot, First, Noon.AddHours(1))], Noon.AddHours(1)));
        Assert.Null(Found([Issued with { ExpiresAt = Noon }], Noon));

        static AppToken? Found(DomainEvent[] then, DateTimeOffset at) => Home(WorkspaceRole.Member, [Made, Joined, .. then]).State.Apps.Find("h1", at);
    }

    [Fact]
    public void Ten_tokens_of_an_app_count_at_a_time()
    {
        DomainEvent[] ten = [.. Enumerable.Range(0, Commands.Apps.Apps.MaxTokens).Select(static n => Issued with { TokenId = Id.Derive<AppTokenId>('B', $"{n}"), TokenHash = $"{n}" })];
        Home(WorkspaceRole.Member, [Made, Joined, .. ten]).When(Issue(Second), by: Ada).ThenRefused(new TooManyTokens());
        Home(WorkspaceRole.Member, [Made, Joined, .. ten, new AppTokenReplaced(Robot, Id.Derive<AppTokenId>('B', "3"), Noon)]).When(Issue(Second, "messages:read"), by: Ada)
            .Then(new AppTokenIssued(Robot, Second, "h2", ["messages:read"]));
    }

    [Fact]
    public void The_place_of_one_of_ten_is_taken_at_once()
    {
        DomainEvent[] ten = [Issued, .. Enumerable.Range(1, Commands.Apps.Apps.MaxTokens - 1).Select(static n => Issued with { TokenId = Id.Derive<AppTokenId>('B', $"{n}"), TokenHash = $"{n}" })];
        var rotate = Issue(Second, "messages:write") with { Replaces = First };
        Home(WorkspaceRole.Member, [Made, Joined, .. ten]).When(rotate, by: Ada).Then(
            new AppTokenIssued(Robot, Second, "h2", ["messages:write"], Replaces: First), new AppTokenReplaced(Robot, First, Noon));
        Home(WorkspaceRole.Member, [Made, Joined, .. ten]).When(rotate with { Overlap = TimeSpan.FromHours(1) }, by: Ada).ThenRefused(new TooManyTokens());
    }

    [Fact]
    public void A_token_that_ended_long_ago_is_forgotten_when_another_is_issued()
    {
        Past later = At(Noon.AddDays(31), Ada, new AppTokenIssued(Robot, Second, "h2", ["messages:read"]));
        var app = Given<Workspace>([.. HomeWithBob(WorkspaceRole.Member, Made, Joined, Issued with { ExpiresAt = Noon.AddMinutes(1) }), later]).State.Apps.Find(Robot)!;
        Assert.Equal(Second, Assert.Single(app.Tokens).Id);
    }

    [Fact]
    public void A_bot_is_in_the_workspace_of_its_app_alone_and_not_after_it()
    {
        Home(WorkspaceRole.Member).When(new AddWorkspaceMember(Cast.Home, RobotsBot, WorkspaceRole.Admin, Exists: true, IsBot: true), by: Ada).ThenRefused(new BotOfAnApp(RobotsBot));
        Home(WorkspaceRole.Member, Made, Joined, new AppRemoved(Robot), new WorkspaceMemberRemoved(RobotsBot))
            .When(new AddWorkspaceMember(Cast.Home, RobotsBot, WorkspaceRole.Member, Exists: true, IsBot: true), by: Ada).ThenRefused(new BotOfAnApp(RobotsBot));
    }

    [Fact]
    public void Revoking_twice_changes_nothing()
    {
        var revoke = new RevokeAppToken(Cast.Home, Robot, First);
        Home(WorkspaceRole.Member, Made, Joined, Issued).When(revoke, by: Ada).Then(new AppTokenRevoked(Robot, First));
        Home(WorkspaceRole.Member, Made, Joined, Issued, new AppTokenRevoked(Robot, First)).When(revoke, by: Ada).ThenNothing();
        Home(WorkspaceRole.Member, Made, Joined).When(revoke, by: Ada).ThenRefused(new TokenNotFound(First));
        var other = Made with { AppId = Id.Derive<AppId>('A', "other"), BotUserId = Id.Derive<UserId>('U', "other") };
        Home(WorkspaceRole.Member, Made, Joined, Issued, other).When(revoke with { AppId = other.AppId }, by: Ada).ThenRefused(new TokenNotFound(First));
        Home(WorkspaceRole.Member, Made, Joined, Issued).When(revoke, by: Bob).ThenRefused(new AdminsOnly("manage apps"));
    }

    [Fact]
    public void An_app_that_is_removed_takes_its_bot_along_and_nobody_else_does()
    {
        var remove = new RemoveApp(Cast.Home, Robot);
        Home(WorkspaceRole.Member, Made, Joined).When(remove, by: Ada).Then(new AppRemoved(Robot), new WorkspaceMemberRemoved(RobotsBot));
        Home(WorkspaceRole.Member, Made, Joined, new AppRemoved(Robot)).When(remove, by: Ada).ThenNothing();
        Home(WorkspaceRole.Member).When(remove, by: Ada).ThenRefused(new AppNotFound(Robot));
        Home(WorkspaceRole.Member, Made, Joined).When(remove, by: Mallory).ThenRefused(new AppNotFound(Robot));
        Home(WorkspaceRole.Member, Made, Joined).When(new RemoveWorkspaceMember(Cast.Home, RobotsBot), by: Ada).ThenRefused(new BotOfAnApp(RobotsBot));
    }

    [Fact]
    public void A_bot_becomes_neither_admin_nor_owner_nor_officer()
    {
        Home(WorkspaceRole.Member, Made, Joined).When(new ChangeRole(Cast.Home, RobotsBot, WorkspaceRole.Admin), by: Ada).ThenRefused(new BotOfAnApp(RobotsBot));
        Home(WorkspaceRole.Member, Made, Joined).When(new TransferOwnership(Cast.Home, RobotsBot), by: Ada).ThenRefused(new BotOfAnApp(RobotsBot));
        Home(WorkspaceRole.Member, Made, Joined).When(new GrantComplianceOfficer(Cast.Home, RobotsBot, "Because"), by: Ada).ThenRefused(new BotOfAnApp(RobotsBot));
    }

    private static Given<Workspace> Home(WorkspaceRole role, params DomainEvent[] then) => Given<Workspace>(HomeWithBob(role, then));

    private static CreateApp Create(params string[] scopes) => new(Cast.Home, Robot, RobotsBot, "Robot", scopes);

    private static IssueAppToken Issue(AppTokenId id, params string[] scopes) => new(Cast.Home, Robot, id, "h2", scopes.Length == 0 ? null : scopes);

    private static AppId Nth(int n) => Id.Derive<AppId>('A', $"{n}");
}
