using EventChat.Commands.Channels;
using EventChat.Events.Channels;
using EventChat.Events.Workspaces;
using static EventChat.Specs.Support.Cast;
using static EventChat.Specs.Support.Histories;
using static EventChat.Specs.Support.Spec;

namespace EventChat.Specs.Channels;

public class ArchiveChannelSpecs
{
    [Fact]
    public void An_admin_archives() =>
        Given<Channel>(GeneralIsThere)
            .When(new ArchiveChannel(General), by: Ada, WorkspaceRole.Admin)
            .Then(new ChannelArchived());

    [Fact]
    public void Archiving_twice_changes_nothing() =>
        Given<Channel>(GeneralIsArchived)
            .When(new ArchiveChannel(General), by: Ada, WorkspaceRole.Admin)
            .ThenNothing();

    [Fact]
    public void A_member_does_not_archive() =>
        Given<Channel>(GeneralIsThere)
            .When(new ArchiveChannel(General), by: Bob)
            .ThenRefused(new AdminsOnly("archive channels"));

    [Fact]
    public void A_stranger_cannot_archive_what_is_hidden() =>
        Given<Channel>(CellarIsThere)
            .When(new ArchiveChannel(Cellar), by: Mallory, WorkspaceRole.Admin)
            .ThenRefused(new ChannelNotFound(Cellar));

    [Fact]
    public void An_admin_brings_it_back() =>
        Given<Channel>(GeneralIsArchived)
            .When(new UnarchiveChannel(General), by: Ada, WorkspaceRole.Admin)
            .Then(new ChannelUnarchived());

    [Fact]
    public void Bringing_back_what_is_not_archived_changes_nothing() =>
        Given<Channel>([.. GeneralIsArchived, new ChannelUnarchived()])
            .When(new UnarchiveChannel(General), by: Ada, WorkspaceRole.Admin)
            .ThenNothing();

    [Fact]
    public void A_member_does_not_bring_it_back() =>
        Given<Channel>(GeneralIsArchived)
            .When(new UnarchiveChannel(General), by: Bob)
            .ThenRefused(new AdminsOnly("bring channels back"));

    [Fact]
    public void A_stranger_cannot_bring_back_what_is_hidden() =>
        Given<Channel>([.. CellarIsThere, new ChannelArchived()])
            .When(new UnarchiveChannel(Cellar), by: Mallory, WorkspaceRole.Owner)
            .ThenRefused(new ChannelNotFound(Cellar));
}
