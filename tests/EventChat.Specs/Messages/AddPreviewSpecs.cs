using EventChat.Commands.Channels;
using EventChat.Commands.Previews;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Specs.Support;
using static EventChat.Specs.Support.Cast;
using static EventChat.Specs.Support.Histories;
using static EventChat.Specs.Support.Spec;

namespace EventChat.Specs.Messages;

public class AddPreviewSpecs
{
    private const string Tea = "https://example.org/tea", Cake = "https://example.org/cake";
    private static readonly MessageSent Linking = new(1, $"{Tea} and {Cake}", Entities: [new(EntityKind.Link, 0, Tea.Length), new(EntityKind.Link, Tea.Length + 5, Cake.Length)]);
    private static readonly MessagePreviewAdded OfTea = new(1, Tea, "Tea", "Hot", Author: Ada), OfCake = new(1, Cake, "Cake", Author: Ada);
    private static readonly AddPreview AddTea = new(General, 1, Linking.Text, Tea, new("Tea", "Hot"));

    [Fact]
    public void The_server_says_what_a_page_says() => Given<Channel>(Said()).When(AddTea, by: UserId.System).Then(OfTea);

    [Fact]
    public void Each_link_once()
    {
        Given<Channel>(Said(OfTea)).When(AddTea, by: UserId.System).ThenNothing();
        Given<Channel>(Said(OfTea)).When(AddTea with { Url = Cake, Preview = new("Cake") }, by: UserId.System).Then(OfCake);
    }

    [Fact]
    public void Nobody_else_says_it() => Given<Channel>(Said()).When(AddTea, by: Ada).ThenNothing();

    [Fact]
    public void A_message_that_is_gone_or_says_something_else_gets_none()
    {
        Given<Channel>(Said(new MessageDeleted(1, Ada))).When(AddTea, by: UserId.System).ThenNothing();
        Given<Channel>(Said(new MessageEdited(1, "Water"))).When(AddTea, by: UserId.System).ThenNothing();
        Given<Channel>(Said()).When(AddTea with { Number = 2 }, by: UserId.System).ThenNothing();
        Given<Channel>(Said(new ChannelArchived())).When(AddTea, by: UserId.System).ThenNothing();
        Given<Channel>(Said(new ChannelFrozen())).When(AddTea, by: UserId.System).ThenNothing();
    }

    [Fact]
    public void A_link_that_was_edited_away_and_comes_back_is_looked_at_again()
    {
        MessageEdited without = new(1, Cake, [new(EntityKind.Link, 0, Cake.Length)]), again = new(1, Linking.Text, Linking.Entities);

        Given<Channel>(Said(OfTea, OfCake, without, again)).When(AddTea, by: UserId.System).Then(OfTea);
        Given<Channel>(Said(OfTea, OfCake, without, again)).When(AddTea with { Url = Cake, Preview = new("Cake") }, by: UserId.System).ThenNothing();
    }

    [Fact]
    public void Three_links_of_a_message_are_looked_at_each_once()
    {
        var text = string.Join(' ', Enumerable.Range(0, 5).Select(static n => $"{Tea}{n % 4}"));
        TextEntities entities = [.. Enumerable.Range(0, 5).Select(static n => new TextEntity(EntityKind.Link, n * (Tea.Length + 2), Tea.Length + 1)), new(EntityKind.Link, 9_999, 1)];

        Assert.Equal([$"{Tea}0", $"{Tea}1", $"{Tea}2"], MessageLinks.In(text, entities));
        Assert.Empty(MessageLinks.In(text, null));
        Assert.Empty(MessageLinks.In("@ada", [new(EntityKind.User, 0, 4, Ada)]));
    }

    private static IReadOnlyList<Past> Said(params IEnumerable<DomainEvent> then) => [.. GeneralIsThere, Linking, .. then.Select(static e => (Past)e)];
}
