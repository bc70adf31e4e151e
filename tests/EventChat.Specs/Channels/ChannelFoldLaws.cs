using CsCheck;
using EventChat.Events;
using EventChat.Projections.Channels;
using EventChat.Projections.Members;
using EventChat.Specs.Support;
using static EventChat.Specs.Support.Cast;

namespace EventChat.Specs.Channels;

/// <summary>What is read of a channel is what decisions about it know.</summary>
public class ChannelFoldLaws
{
    private static readonly UserId[] Everybody = [Ada, Bob, Mallory];

    [Fact]
    public void The_list_of_channels_says_what_decisions_know() =>
        Ask.Many(80).Sample(static asks =>
        {
            var world = new World(asks);
            var (state, view) = (world.Channel, Assert.Single(Folds.Of<ChannelProjection, ChannelView>(world.History)).Value);

            Assert.Equal(
                (state.WorkspaceId, state.Name, state.Kind, state.Topic, state.Purpose, state.IsArchived, state.MemberCount),
                (view.WorkspaceId, view.Name, view.Kind, view.Topic, view.Purpose, view.IsArchived, view.MemberCount));
            Assert.Equal((General.ToString(), Ada, Noon), (view.Id, view.CreatedBy, view.CreatedAt));
        });

    [Fact]
    public void The_list_of_members_says_what_decisions_know() =>
        Ask.Many(80).Sample(static asks =>
        {
            var world = new World(asks);
            var views = Folds.Of<MembershipProjection, MembershipView>(world.History).Values;

            Assert.Equal(Everybody.Where(world.Channel.IsMember).ToHashSet(), views.Select(static v => v.UserId).ToHashSet());
            Assert.All(views, v => Assert.Equal(world.History[(int)v.JoinedVersion - 1].RecordedAt, v.JoinedAt));
        });
}
