using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Invites;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Invites;
using EventChat.Events.Workspaces;
using EventChat.Specs.Support;
using static EventChat.Specs.Support.Cast;
using static EventChat.Specs.Support.Spec;

namespace EventChat.Specs.Invites;

public class CreateInviteSpecs
{
    private static readonly IReadOnlyList<Past> BobIsAdmin =
    [
        new WorkspaceCreated("Home", "home"), new WorkspaceMemberJoined(Ada, WorkspaceRole.Owner), new WorkspaceMemberJoined(Bob, WorkspaceRole.Admin),
    ];

    [Theory]
    [InlineData(WorkspaceRole.Member)]
    [InlineData(WorkspaceRole.Admin)]
    [InlineData(WorkspaceRole.Owner)]
    public void An_owner_invites_to_any_role_for_a_week(WorkspaceRole role) =>
        Given<Workspace>(BobIsAdmin).When(Invite(role), by: Ada).Then(new InviteCreated(Welcome, "h", role, Noon.AddDays(7), []));

    [Fact]
    public void An_admin_invites_to_no_role_above_their_own() =>
        Given<Workspace>(BobIsAdmin).When(Invite(WorkspaceRole.Owner), by: Bob).ThenRefused(new RoleAboveOwn(WorkspaceRole.Owner));

    [Theory]
    [InlineData(WorkspaceRole.Guest)]
    [InlineData(WorkspaceRole.Member)]
    public void Others_invite_nobody(WorkspaceRole role) =>
        Given<Workspace>([.. BobIsAdmin, new WorkspaceMemberJoined(Mallory, role)])
            .When(Invite(WorkspaceRole.Member), by: Mallory)
            .ThenRefused(new AdminsOnly("invite people"));

    [Fact]
    public void The_workspace_is_not_there_for_strangers() =>
        Given<Workspace>(BobIsAdmin).When(Invite(WorkspaceRole.Member), by: Mallory).ThenRefused(new WorkspaceNotFound(Home));

    [Fact]
    public void Nobody_is_invited_to_what_is_about_to_be_deleted()
    {
        IReadOnlyList<Past> closing = [.. BobIsAdmin, new WorkspaceDeletionScheduled(Noon.AddDays(30))];

        Given<Workspace>(closing).When(Invite(WorkspaceRole.Member), by: Ada).ThenRefused(new WorkspaceBeingDeleted(Home));
        Given<Workspace>(closing).When(Invite(WorkspaceRole.Member), by: Mallory).ThenRefused(new WorkspaceNotFound(Home));
    }

    [Fact]
    public void A_guest_is_invited_to_channels()
    {
        var home = Given<Workspace>(BobIsAdmin);

        home.When(Invite(WorkspaceRole.Guest), by: Bob).ThenRefused(new GuestsNeedChannels());
        home.When(Invite(WorkspaceRole.Guest) with { ChannelIds = [General] }, by: Bob)
            .Then(new InviteCreated(Welcome, "h", WorkspaceRole.Guest, Noon.AddDays(7), [General]));
    }

    [Fact]
    public void An_address_is_kept_in_lower_case() =>
        Given<Workspace>(BobIsAdmin)
            .When(Invite(WorkspaceRole.Member) with { Email = "Bob@Example.ORG", MaxUses = 1 }, by: Ada)
            .Then(new InviteCreated(Welcome, "h", WorkspaceRole.Member, Noon.AddDays(7), [], 1, "bob@example.org"));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(365.001)]
    public void It_lives_between_now_and_a_year(double days) =>
        Given<Workspace>(BobIsAdmin)
            .When(Invite(WorkspaceRole.Member) with { ExpiresAt = Noon.AddDays(days) }, by: Ada)
            .ThenRefused(new InviteLifeOutOfRange());

    [Fact]
    public void A_thousand_are_open_at_a_time_and_what_is_over_does_not_count()
    {
        Past[] open = [.. Enumerable.Range(0, Commands.Invites.Invites.MaxOpen).Select(n =>
            (Past)new InviteCreated(Id.Derive<InviteId>('I', $"{n}"), $"{n}", WorkspaceRole.Member, Noon.AddDays(1), []))];
        var full = Given<Workspace>([.. BobIsAdmin, .. open]);

        full.When(Invite(WorkspaceRole.Member), by: Ada).ThenRefused(new TooManyInvites());
        full.When(Invite(WorkspaceRole.Member), by: Ada, at: Noon.AddDays(1)).Then(new InviteCreated(Welcome, "h", WorkspaceRole.Member, Noon.AddDays(8), []));
        Given<Workspace>([.. BobIsAdmin, .. open, new InviteRevoked(Id.Derive<InviteId>('I', "7"))])
            .When(Invite(WorkspaceRole.Member), by: Ada)
            .Then(new InviteCreated(Welcome, "h", WorkspaceRole.Member, Noon.AddDays(7), []));
    }

    [Fact]
    public void A_repeat_gets_the_first_answer()
    {
        var made = new InviteCreated(Welcome, "h", WorkspaceRole.Member, Noon.AddDays(7), []);
        Given<Workspace>([.. BobIsAdmin, made]).When(Invite(WorkspaceRole.Member), by: Ada, at: Noon.AddHours(30)).ThenRepeats(4);

        ICommand<Workspace> again = Invite(WorkspaceRole.Member), other = Invite(WorkspaceRole.Admin);
        Assert.True(again.Repeats(made));
        Assert.False(other.Repeats(made));
    }

    [Fact]
    public void A_code_says_where_to_ask_and_what_is_none_asks_nowhere()
    {
        var code = WorkspaceCode.Of(Home, Enumerable.Repeat((byte)255, 16).ToArray());

        Assert.Matches("^[A-Za-z0-9_-]{43}$", code);
        Assert.Equal((Home, WorkspaceCode.Hash(code)), WorkspaceCode.Read(code));
        foreach (var none in (string[])["", "x", code[1..], code + "A", code[..42] + "!", new('漢', 43)]) Assert.Equal(default, WorkspaceCode.Read(none).Workspace);
    }

    private static CreateInvite Invite(WorkspaceRole role) => new(Home, Welcome, "h", role, []);
}
