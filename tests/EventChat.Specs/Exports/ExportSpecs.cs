using EventChat.Commands.Compliance;
using EventChat.Commands.Exports;
using EventChat.Events;
using EventChat.Events.Exports;
using static EventChat.Specs.Support.Cast;
using static EventChat.Specs.Support.Spec;

namespace EventChat.Specs.Exports;

public class ExportSpecs
{
    private static readonly ExportId Case7 = Id.Derive<ExportId>('X', "case 7"), Another = Id.Derive<ExportId>('X', "another");
    private static readonly ExportRequested OfBob = new(Case7, "Case 7", [Bob], []);

    [Fact]
    public void An_export_is_requested_once_and_cancelled_once()
    {
        Given<Governance>().When(Request(new("Case 7", [Bob, Bob], [])), by: Ada).Then(OfBob);
        Given<Governance>(OfBob).When(Request(OfBob.Case), by: Ada).ThenRepeats(1);
        Given<Governance>(OfBob).When(new CancelExport(Home, Case7, "Settled"), by: Ada).Then(new ExportCancelled(Case7, "Settled"));
        Given<Governance>(OfBob, new ExportCancelled(Case7)).When(new CancelExport(Home, Case7), by: Ada).ThenNothing();
        Given<Governance>(OfBob).When(new CancelExport(Home, Another), by: Ada).ThenRefused(new ExportNotFound(Another));
    }

    [Fact]
    public void The_same_key_with_another_body_is_no_repeat()
    {
        Assert.True(Request(new("Case 7", [Bob], [])).Repeats(OfBob));
        Assert.False(Request(new("Case 8", [Bob], [])).Repeats(OfBob));
        Assert.False(Request(new("Case 7", [Ada], [])).Repeats(OfBob));
    }

    [Fact]
    public void A_case_is_of_somebody_or_of_somewhere_and_of_a_time_that_was()
    {
        Refused(new("Nobody", [], []), new NothingToExport());
        Refused(new("Words alone", [], [], Query: "tea"), new NothingToExport());
        Refused(new("No time", [Bob], [], Noon, Noon), new ExportEndsBeforeItBegins());
        Refused(new("Backwards", [], [General], Noon, Noon.AddDays(-1)), new ExportEndsBeforeItBegins());
        Refused(new("Before all", [Bob], [], To: Noon), new ExportBeforeFirstEvent(Noon));
        var crowd = Enumerable.Range(0, RequestExport.MaxNamed + 1).ToList();
        Refused(new("A crowd", [.. crowd.Select(static _ => UserId.New())], []), new ExportTooWide("custodianIds"));
        Refused(new("All over", [], [.. crowd.Select(static _ => ChannelId.New())]), new ExportTooWide("channelIds"));
        Given<Governance>().When(Request(new("From long ago", [Bob], [], Noon.AddYears(-9), Noon.AddDays(1))), by: Ada).Then(new ExportRequested(Case7, "From long ago", [Bob], [], Noon.AddYears(-9), Noon.AddDays(1)));
    }

    private static void Refused(ExportCase wanted, Commands.Handling.Refusal why) => Given<Governance>().When(Request(wanted), by: Ada).ThenRefused(why);

    private static RequestExport Request(ExportCase wanted) => new(Home, Case7, wanted, null, Noon);
}
