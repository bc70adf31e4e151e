using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Events.Channels;
using EventChat.Events.Workspaces;
using static EventChat.Specs.Support.Cast;
using static EventChat.Specs.Support.Histories;
using static EventChat.Specs.Support.Spec;

namespace EventChat.Specs.Channels;

public class CreateChannelSpecs
{
    private static readonly CreateChannel TheCellar = new(Cellar, Home, "cellar", ChannelKind.Private, "Wine", "To drink");

    [Theory]
    [InlineData(WorkspaceRole.Member)]
    [InlineData(WorkspaceRole.Admin)]
    [InlineData(WorkspaceRole.Owner)]
    public void Whoever_creates_a_channel_is_its_first_member(WorkspaceRole role) =>
        Given<Channel>()
            .When(TheCellar, by: Bob, role)
            .Then(new ChannelCreated(Home, "cellar", ChannelKind.Private, "Wine", "To drink"), new MemberJoined(Bob));

    [Fact]
    public void A_guest_is_refused() =>
        Given<Channel>()
            .When(TheCellar, by: Bob, WorkspaceRole.Guest)
            .ThenRefused(new GuestsMayNot("create channels"));

    [Fact]
    public void Somebody_outside_the_workspace_is_refused() =>
        Given<Channel>()
            .When(TheCellar, by: Mallory, role: null)
            .ThenRefused(new GuestsMayNot("create channels"));

    [Fact]
    public void A_repeat_gets_the_answer_of_the_first() =>
        Given<Channel>(CellarIsThere)
            .When(TheCellar, by: Ada)
            .ThenRepeats(version: 1);

    [Fact]
    public void It_repeats_only_what_has_the_same_body()
    {
        ICommand<Channel> command = TheCellar;

        Assert.True(command.Repeats(new ChannelCreated(Home, "cellar", ChannelKind.Private, "Wine", "To drink")));
        Assert.False(command.Repeats(new ChannelCreated(Home, "attic", ChannelKind.Private, "Wine", "To drink")));
        Assert.False(command.Repeats(new ChannelCreated(Home, "cellar", ChannelKind.Public, "Wine", "To drink")));
        Assert.False(command.Repeats(new ChannelCreated(Home, "cellar", ChannelKind.Private, "Beer", "To drink")));
    }
}
