using EventChat.Commands.Names;
using EventChat.Events.Names;
using EventChat.Events.Store;
using static EventChat.Specs.Support.Cast;
using static EventChat.Specs.Support.Spec;

namespace EventChat.Specs.Names;

public class TakeNameSpecs
{
    private static readonly StreamName Stream = NameReservation.StreamOf("username", "ada");

    [Fact]
    public void A_free_name_is_taken() =>
        Given<NameReservation>()
            .When(new TakeName(Stream, "first"), by: Ada)
            .Then(new NameTaken("first"));

    [Fact]
    public void A_taken_name_is_refused_and_says_since_when() =>
        Given<NameReservation>(new NameTaken("first"))
            .When(new TakeName(Stream, "second"), by: Bob)
            .ThenRefused(new NameIsTaken("first", Noon));

    [Fact]
    public void Taking_ones_own_name_changes_nothing() =>
        Given<NameReservation>(new NameTaken("first"))
            .When(new TakeName(Stream, "first"), by: Ada)
            .ThenNothing();

    [Fact]
    public void A_name_that_was_let_go_is_free() =>
        Given<NameReservation>(new NameTaken("first"), new NameReleased("first"))
            .When(new TakeName(Stream, "second"), by: Bob)
            .Then(new NameTaken("second"));

    [Fact]
    public void A_name_whose_owner_never_came_to_be_is_free() =>
        Given<NameReservation>(new NameTaken("first"))
            .When(new TakeName(Stream, "second", AbandonedBy: "first"), by: Bob)
            .Then(new NameTaken("second"));

    [Fact]
    public void Only_the_owner_that_was_looked_for_counts_as_gone() =>
        Given<NameReservation>(new NameTaken("first"), new NameTaken("third"))
            .When(new TakeName(Stream, "second", AbandonedBy: "first"), by: Bob)
            .ThenRefused(new NameIsTaken("third", Noon));

    [Fact]
    public void The_owner_lets_it_go() =>
        Given<NameReservation>(new NameTaken("first"))
            .When(new ReleaseName(Stream, "first"), by: Ada)
            .Then(new NameReleased("first"));

    [Theory]
    [InlineData("second")]
    [InlineData("")]
    public void Letting_go_what_one_does_not_have_changes_nothing(string owner) =>
        Given<NameReservation>(new NameTaken("first"))
            .When(new ReleaseName(Stream, owner), by: Bob)
            .ThenNothing();

    [Fact]
    public void Case_makes_no_other_name_and_kind_does()
    {
        Assert.Equal(Stream, NameReservation.StreamOf("username", "ADA"));
        Assert.NotEqual(Stream, NameReservation.StreamOf("slug", "ada"));
        Assert.NotEqual(NameReservation.StreamOf("a", "b"), NameReservation.StreamOf("", "a\nb"));
    }
}
