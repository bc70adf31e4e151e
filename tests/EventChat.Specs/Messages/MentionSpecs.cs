using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Messages;
using EventChat.Events.Channels;
using EventChat.Specs.Support;
using static EventChat.Specs.Support.Cast;
using static EventChat.Specs.Support.Histories;
using static EventChat.Specs.Support.Spec;

namespace EventChat.Specs.Messages;

public class MentionSpecs
{
    private static readonly TextEntities BobNamed = [new(EntityKind.User, 0, 4, UserId: Bob)];

    [Fact]
    public void What_a_message_mentions_is_part_of_the_fact() =>
        Given<Channel>(GeneralIsThere).When(new SendMessage(General, "@bob", Entities: BobNamed), by: Ada).Then(new MessageSent(1, "@bob", Entities: BobNamed));

    [Fact]
    public void An_edit_says_what_is_mentioned_now_and_which_thread_it_is_in() =>
        Given<Channel>(BobAnswered).When(new EditMessage(General, 2, "@bob", BobNamed), by: Bob).Then(new MessageEdited(2, "@bob", BobNamed, ThreadRoot: 1));

    [Fact]
    public void A_message_mentions_fifty_people_and_no_more()
    {
        Given<Channel>(GeneralIsThere).When(new SendMessage(General, "@…", Entities: People(50)), by: Ada).Then(new MessageSent(1, "@…", Entities: People(50)));
        Given<Channel>(GeneralIsThere).When(new SendMessage(General, "@…", Entities: People(51)), by: Ada).ThenRefused(new TooManyMentions(51));
        Given<Channel>(AdaSaidHello).When(new EditMessage(General, 1, "@…", People(51)), by: Ada).ThenRefused(new TooManyMentions(51));
    }

    [Fact]
    public void Who_may_not_write_here_is_not_told_how_many_they_mention() =>
        Given<Channel>(CellarIsThere).When(new SendMessage(Cellar, "@…", Entities: People(51)), by: Mallory).ThenRefused(new ChannelNotFound(Cellar));

    [Fact]
    public async Task A_repeat_gets_the_first_answer_though_the_names_mean_something_else_now()
    {
        using var node = await new Node(Node.NewLog()).WithGeneral();
        var first = await node.Do(new SendMessage(General, "@bob", ClientMessageId: "k1", Entities: BobNamed), Ada);

        var second = await node.Do(new SendMessage(General, "@bob", ClientMessageId: "k1"), Ada);

        Assert.Equal(first.Last!.Id, second.Last!.Id);
        Assert.Equal(new IdempotencyKeyReused(), (await node.Do(new SendMessage(General, "@bob!", ClientMessageId: "k1", Entities: BobNamed), Ada)).Refusal);
    }

    private static TextEntities People(int count) => [.. Enumerable.Range(0, count).Select(static n => new TextEntity(EntityKind.User, n, 1, UserId: new(new Ulid(new Guid(n, 0, 0, new byte[8])))))];
}
