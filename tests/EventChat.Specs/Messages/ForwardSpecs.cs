using EventChat.Commands.Channels;
using EventChat.Commands.Messages;
using EventChat.Events;
using EventChat.Events.Channels;
using static EventChat.Specs.Support.Cast;
using static EventChat.Specs.Support.Histories;
using static EventChat.Specs.Support.Spec;

namespace EventChat.Specs.Messages;

public class ForwardSpecs
{
    private static readonly ForwardedMessage Psst = new(Ada, "Psst", Noon, ChannelId: Cellar, Number: 1);
    private static readonly ForwardSource FromCellar = new(Psst, Home, IsPublic: false);
    private static readonly WorkspaceId Elsewhere = Id.Parse<WorkspaceId>("W00000000000000000E1SEWHERE");
    private static readonly ForwardedMessage FromSomewhere = Psst with { ChannelId = null, Number = null };

    [Fact]
    public void A_message_shows_another_with_words_of_its_own() =>
        Given<Channel>(AdaSaidHello)
            .When(new SendMessage(General, "Hear hear", Forwarded: FromCellar), by: Bob)
            .Then(new MessageSent(2, "Hear hear", Forwarded: FromSomewhere));

    [Fact]
    public void It_needs_no_words_of_its_own() =>
        Given<Channel>(AdaSaidHello)
            .When(new SendMessage(General, "", Forwarded: FromCellar), by: Bob)
            .Then(new MessageSent(2, "", Forwarded: FromSomewhere));

    [Fact]
    public void What_words_it_has_are_those_of_a_message() =>
        Given<Channel>(AdaSaidHello)
            .When(new SendMessage(General, " ", Forwarded: FromCellar), by: Bob)
            .ThenRefused(new MessageEmpty());

    [Fact]
    public void Only_who_may_write_shows_it() =>
        Given<Channel>(AdaSaidHello)
            .When(new SendMessage(General, "", Forwarded: FromCellar), by: Mallory)
            .ThenRefused(new NotAMember(General));

    [Fact]
    public void Where_it_was_said_is_told_where_all_may_know()
    {
        Assert.Equal(Psst, (FromCellar with { IsPublic = true }).In(General, Home));
        Assert.Equal(Psst, FromCellar.In(Cellar, Home));
        Assert.Equal(FromSomewhere, FromCellar.In(General, Home));
        Assert.Equal(FromSomewhere, (FromCellar with { IsPublic = true }).In(General, Elsewhere));
        Assert.Equal(FromSomewhere, new ForwardSource(FromSomewhere, Home, IsPublic: false).In(General, Home));
    }

    [Fact]
    public void What_it_mentions_is_told_where_all_may_know()
    {
        TextEntity cellar = new(EntityKind.Channel, 0, 7, ChannelId: Cellar), general = new(EntityKind.Channel, 8, 8, ChannelId: General);
        TextEntity bob = new(EntityKind.User, 17, 4, UserId: Bob), link = new(EntityKind.Link, 22, 14);
        var source = FromCellar with { Message = Psst with { Text = "#cellar #general @bob http://tea.org", Entities = [cellar, general, bob, link] } };

        Assert.Equal([cellar, general, bob, link], source.In(Cellar, Home).Entities);
        Assert.Equal([general, bob, link], source.In(General, Home).Entities);
        Assert.Equal([link], source.In(General, Elsewhere).Entities);
        var somewhere = source with { Message = source.In(General, Home) };
        Assert.Equal([general, bob, link], somewhere.In(General, Home).Entities);
        Assert.Equal([link], somewhere.In(General, Elsewhere).Entities);
        Assert.Null((FromCellar with { Message = Psst with { Entities = [cellar] } }).In(General, Home).Entities);
    }

    [Fact]
    public void A_repeat_is_the_first_one_whatever_the_source_says_by_now()
    {
        MessageSent first = new(2, "", ClientMessageId: "k", Forwarded: Psst);

        Assert.True(new SendMessage(General, "", ClientMessageId: "k", Forwarded: FromCellar with { Message = Psst with { Text = "Edited" } }).Repeats(first));
        Assert.False(new SendMessage(General, "Hear", ClientMessageId: "k", Forwarded: FromCellar).Repeats(first));
        Assert.False(new SendMessage(General, "", ClientMessageId: "k").Repeats(first));
    }
}
