using EventChat.Commands.Channels;
using EventChat.Commands.Invites;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Invites;
using EventChat.Events.Workspaces;
using EventChat.Specs.Support;
using static EventChat.Specs.Support.Cast;
using static EventChat.Specs.Support.Spec;

namespace EventChat.Specs.Invites;

public class AcceptInviteSpecs
{
    private static readonly InviteCreated Terms = new(Welcome, "h", WorkspaceRole.Member, Noon.AddDays(7), [], MaxUses: 1);
    private static readonly AcceptInvite Accept = new(Home, "h", "mallory@example.org");

    [Fact]
    public void Whoever_brings_the_code_is_let_in_once()
    {
        Given<Workspace>(With(Terms)).When(Accept, by: Mallory).Then(new InviteAccepted(Welcome), new WorkspaceMemberJoined(Mallory, WorkspaceRole.Member));
        Given<Workspace>([.. With(Terms), .. MalloryCame]).When(Accept, by: Mallory).ThenNothing();
    }

    [Fact]
    public void Who_is_in_already_uses_nothing_up() => Given<Workspace>(With(Terms)).When(Accept, by: Bob).ThenNothing();

    [Fact]
    public void All_that_does_not_count_is_not_found()
    {
        var home = Given<Workspace>(With(Terms with { Email = "bob@example.org" }));

        home.When(Accept, by: Mallory).ThenRefused(new InviteNotFound());
        home.When(Accept with { CodeHash = "other" }, by: Mallory).ThenRefused(new InviteNotFound());
        Given<Workspace>(With(Terms)).When(Accept, by: Mallory, at: Noon.AddDays(7)).ThenRefused(new InviteNotFound());
        Given<Workspace>([.. With(Terms), new InviteRevoked(Welcome)]).When(Accept, by: Mallory).ThenRefused(new InviteNotFound());
        Given<Workspace>([.. With(Terms), By(Bob, new InviteAccepted(Welcome))]).When(Accept, by: Mallory).ThenRefused(new InviteNotFound());
        Given<Workspace>().When(Accept, by: Mallory).ThenRefused(new InviteNotFound());
    }

    [Fact]
    public void Nobody_comes_into_what_is_about_to_be_deleted_until_it_is_restored()
    {
        IReadOnlyList<Past> closing = [.. With(Terms), new WorkspaceDeletionScheduled(Noon.AddDays(30))];

        Given<Workspace>(closing).When(Accept, by: Mallory).ThenRefused(new InviteNotFound());
        Given<Workspace>(closing).When(Accept, by: Bob).ThenRefused(new InviteNotFound());
        Given<Workspace>([.. closing, new WorkspaceRestored()])
            .When(Accept, by: Mallory)
            .Then(new InviteAccepted(Welcome), new WorkspaceMemberJoined(Mallory, WorkspaceRole.Member));
    }

    [Fact]
    public void The_address_counts_in_whatever_case_it_is_written() =>
        Given<Workspace>(With(Terms with { Email = "mallory@example.org" }))
            .When(Accept with { Email = "Mallory@Example.org" }, by: Mallory)
            .Then(new InviteAccepted(Welcome), new WorkspaceMemberJoined(Mallory, WorkspaceRole.Member));

    [Fact]
    public void It_counts_as_long_as_its_maker_could_make_it() =>
        Given<Workspace>([.. With(Terms), new WorkspaceMemberJoined(Ada, WorkspaceRole.Member)]).When(Accept, by: Mallory).ThenRefused(new InviteNotFound());

    [Fact]
    public void Admins_revoke_it_and_once_is_enough()
    {
        var revoke = new RevokeInvite(Home, Welcome);

        Given<Workspace>(With(Terms)).When(revoke, by: Ada).Then(new InviteRevoked(Welcome));
        Given<Workspace>([.. With(Terms), new InviteRevoked(Welcome)]).When(revoke, by: Ada).ThenNothing();
        Given<Workspace>(With(Terms)).When(revoke, by: Bob).ThenRefused(new AdminsOnly("revoke invites"));
        Given<Workspace>(With(Terms)).When(revoke, by: Mallory).ThenRefused(new InviteNotFound());
        Given<Workspace>(With(Terms)).When(revoke with { InviteId = InviteId.New() }, by: Ada).ThenRefused(new InviteNotFound());
    }

    [Fact]
    public void It_opens_the_channels_that_are_still_there()
    {
        var join = new JoinByInvite(Cellar, Home, IsRepeat: false);

        Given<Channel>(Histories.CellarIsThere).When(join, by: Mallory).Then(new MemberJoined(Mallory));
        Given<Channel>(Histories.CellarIsThere).When(join, by: Bob).ThenNothing();
        Given<Channel>([.. Histories.CellarIsThere, new ChannelArchived()]).When(join, by: Mallory).ThenNothing();
        Given<Channel>([.. Histories.CellarIsThere, new ChannelFrozen()]).When(join, by: Mallory).ThenNothing();
        Given<Channel>(Histories.CellarIsThere).When(join with { WorkspaceId = WorkspaceId.New() }, by: Mallory).ThenNothing();
        Given<Channel>().When(join, by: Mallory).ThenNothing();
    }

    [Fact]
    public void A_repeat_does_not_bring_back_who_was_removed_from_a_channel()
    {
        IReadOnlyList<Past> removed = [.. Histories.CellarIsThere, new MemberLeft(Bob)];

        Given<Channel>(removed).When(new JoinByInvite(Cellar, Home, IsRepeat: true), by: Bob).ThenNothing();
        Given<Channel>(removed).When(new JoinByInvite(Cellar, Home, IsRepeat: false), by: Bob).Then(new MemberJoined(Bob));
        Given<Channel>(removed).When(new JoinByInvite(Cellar, Home, IsRepeat: true), by: Mallory).Then(new MemberJoined(Mallory));
    }

    private static IReadOnlyList<Past> MalloryCame => [By(Mallory, new InviteAccepted(Welcome)), By(Mallory, new WorkspaceMemberJoined(Mallory, WorkspaceRole.Member))];

    private static IReadOnlyList<Past> With(InviteCreated invite) =>
    [
        new WorkspaceCreated("Home", "home"), new WorkspaceMemberJoined(Ada, WorkspaceRole.Owner), new WorkspaceMemberJoined(Bob, WorkspaceRole.Member), invite,
    ];
}
