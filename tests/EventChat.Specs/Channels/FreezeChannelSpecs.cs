using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Messages;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Workspaces;
using EventChat.Specs.Support;
using static EventChat.Specs.Support.Cast;
using static EventChat.Specs.Support.Spec;

namespace EventChat.Specs.Channels;

/// <summary>While a workspace is about to be deleted, its channels know it.</summary>
public class FreezeChannelSpecs
{
    private static readonly IReadOnlyList<Past> GeneralIsFrozen = [.. Histories.BobAnswered, By(UserId.System, new ChannelFrozen())];

    public static TheoryData<ICommand<Channel>> Writes =>
    [
        new SendMessage(General, "Hello"), new EditMessage(General, 1, "Hullo"), new DeleteMessage(General, 1), new AddReaction(General, 1, "👋"),
        new RemoveReaction(General, 1, "👋"), new RenameChannel(General, "lobby"), new DescribeChannel(General, "Tea", null), new ArchiveChannel(General),
        new UnarchiveChannel(General), new JoinChannel(General), new LeaveChannel(General), new AddMember(General, Mallory, IsInWorkspace: true),
        new RemoveMember(General, Bob),
    ];

    [Theory, MemberData(nameof(Writes))]
    public void Nothing_is_written_in_a_frozen_channel(ICommand<Channel> command) =>
        Given<Channel>(GeneralIsFrozen).When(command, by: Ada, role: WorkspaceRole.Owner).ThenRefused(new WorkspaceBeingDeleted(Home));

    [Fact]
    public void Its_existence_stays_hidden_from_those_it_was_hidden_from() =>
        Given<Channel>([.. Histories.CellarIsThere, new ChannelFrozen()]).When(new JoinChannel(General), by: Mallory).ThenRefused(new ChannelNotFound(General));

    [Fact]
    public void The_server_still_takes_people_out() =>
        Given<Channel>(GeneralIsFrozen).When(new RemoveMember(General, Bob), by: UserId.System, role: WorkspaceRole.Owner).Then(new MemberLeft(Bob));

    [Fact]
    public void The_server_takes_people_out_of_private_channels_too() =>
        Given<Channel>(Histories.CellarIsThere).When(new RemoveMember(Cellar, Bob), by: UserId.System, role: WorkspaceRole.Owner).Then(new MemberLeft(Bob));

    [Fact]
    public void Freezing_and_thawing_twice_changes_nothing()
    {
        Given<Channel>(Histories.BobAnswered).When(new FreezeChannel(General), by: UserId.System).Then(new ChannelFrozen());
        Given<Channel>(GeneralIsFrozen).When(new FreezeChannel(General), by: UserId.System).ThenNothing();
        Given<Channel>(GeneralIsFrozen).When(new ThawChannel(General), by: UserId.System).Then(new ChannelThawed());
        Given<Channel>(Histories.BobAnswered).When(new ThawChannel(General), by: UserId.System).ThenNothing();
    }

    [Fact]
    public void Only_the_server_does_either()
    {
        Given<Channel>(Histories.BobAnswered).When(new FreezeChannel(General), by: Ada, role: WorkspaceRole.Owner).ThenRefused(new ChannelNotFound(General));
        Given<Channel>(GeneralIsFrozen).When(new ThawChannel(General), by: Ada, role: WorkspaceRole.Owner).ThenRefused(new ChannelNotFound(General));
        Given<Channel>().When(new FreezeChannel(General), by: UserId.System).ThenRefused(new ChannelNotFound(General));
        Given<Channel>().When(new ThawChannel(General), by: UserId.System).ThenRefused(new ChannelNotFound(General));
    }

    [Fact]
    public void What_was_archived_before_is_archived_after() =>
        Given<Channel>([.. Histories.GeneralIsArchived, new ChannelFrozen(), new ChannelThawed()])
            .When(new SendMessage(General, "Hello"), by: Ada)
            .ThenRefused(new ChannelIsArchived(General));
}
