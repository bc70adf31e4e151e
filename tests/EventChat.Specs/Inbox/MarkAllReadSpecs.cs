using EventChat.Commands.Inbox;
using EventChat.Events.Inbox;
using static EventChat.Specs.Support.Cast;
using static EventChat.Specs.Support.Spec;
using AnInbox = EventChat.Commands.Inbox.Inbox;

namespace EventChat.Specs.Inbox;

public class MarkAllReadSpecs
{
    [Fact]
    public void One_fact_names_all_that_was_unread() =>
        Given<AnInbox>()
            .When(new MarkAllRead(Home, Ada, [new(General, 3, 7), new(Cellar, 1, 4)], [new(General, 1, 3, 7)]), by: Ada)
            .Then(new AllRead(Home, [new(General, 3, 7), new(Cellar, 1, 4)], [new(General, 1, 3, 7)]));

    [Fact]
    public void Where_nothing_is_unread_nothing_happens() => Given<AnInbox>().When(new MarkAllRead(Home, Ada, [], []), by: Ada).ThenNothing();
}

public class HideDirectSpecs
{
    [Fact]
    public void A_direct_message_is_hidden_as_of_its_newest_message() =>
        Given<AnInbox>().When(new HideDirect(Lovers, Ada, LastNumber: 2), by: Ada).Then(new DirectHidden(Lovers, 2));

    [Fact]
    public void Hiding_it_twice_changes_nothing() =>
        Given<AnInbox>(new DirectHidden(Lovers, 2)).When(new HideDirect(Lovers, Ada, LastNumber: 2), by: Ada).ThenNothing();

    [Fact]
    public void Once_a_message_has_shown_it_again_it_is_hidden_anew() =>
        Given<AnInbox>(new DirectHidden(Lovers, 2)).When(new HideDirect(Lovers, Ada, LastNumber: 3), by: Ada).Then(new DirectHidden(Lovers, 3));

    [Fact]
    public void It_is_shown_on_demand() =>
        Given<AnInbox>(new DirectHidden(Lovers, 2)).When(new ShowDirect(Lovers, Ada), by: Ada).Then(new DirectShown(Lovers));

    [Fact]
    public void What_is_shown_stays_as_it_is()
    {
        Given<AnInbox>().When(new ShowDirect(Lovers, Ada), by: Ada).ThenNothing();
        Given<AnInbox>(new DirectHidden(Lovers, 2), new DirectShown(Lovers)).When(new ShowDirect(Lovers, Ada), by: Ada).ThenNothing();
    }
}
