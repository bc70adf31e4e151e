using EventChat.Commands.Audit;
using EventChat.Commands.Workspaces;
using EventChat.Events.Audit;
using EventChat.Events.Workspaces;
using EventChat.Specs.Support;
using static EventChat.Specs.Support.Cast;
using static EventChat.Specs.Support.Spec;

namespace EventChat.Specs.Audit;

public class RefusedAccessSpecs
{
    private const string Action = "PATCH workspaces/{workspaceId}";

    private static readonly IReadOnlyList<Past> BobIsMember =
        [new WorkspaceCreated("Home", "home"), new WorkspaceMemberJoined(Ada, WorkspaceRole.Owner), new WorkspaceMemberJoined(Bob, WorkspaceRole.Member)];

    [Fact]
    public void What_a_member_may_not_is_recorded() =>
        Given<Workspace>(BobIsMember).When(new RecordRefusedAccess(Home, Action), by: Bob).Then(new WorkspaceAccessRefused(Action));

    [Fact]
    public void Strangers_leave_no_trace() => Given<Workspace>(BobIsMember).When(new RecordRefusedAccess(Home, Action), by: Mallory).ThenNothing();

    [Fact]
    public void Once_a_minute_for_each_actor_and_action()
    {
        var once = Given<Workspace>([.. BobIsMember, By(Bob, new WorkspaceAccessRefused(Action))]);

        once.When(new RecordRefusedAccess(Home, Action), by: Bob, at: Noon.AddSeconds(59)).ThenNothing();
        once.When(new RecordRefusedAccess(Home, Action), by: Bob, at: Noon.AddSeconds(60)).Then(new WorkspaceAccessRefused(Action));
        once.When(new RecordRefusedAccess(Home, "other"), by: Bob).Then(new WorkspaceAccessRefused("other"));
        once.When(new RecordRefusedAccess(Home, Action), by: Ada).Then(new WorkspaceAccessRefused(Action));
    }

    [Fact]
    public void A_thousand_a_day()
    {
        var full = Given<Workspace>([.. BobIsMember, .. Enumerable.Range(0, AccessRefusals.MostPerDay).Select(static n => By(Bob, new WorkspaceAccessRefused($"{n}")))]);

        full.When(new RecordRefusedAccess(Home, Action), by: Bob, at: Noon.AddHours(11)).ThenNothing();
        full.When(new RecordRefusedAccess(Home, Action), by: Bob, at: Noon.AddHours(12)).Then(new WorkspaceAccessRefused(Action));
    }

    [Fact]
    public void Midnight_does_not_make_the_minute_shorter() =>
        Given<Workspace>([.. BobIsMember, At(Noon.AddHours(12).AddSeconds(-5), Bob, new WorkspaceAccessRefused(Action)), At(Noon.AddHours(12), Bob, new WorkspaceAccessRefused("other"))])
            .When(new RecordRefusedAccess(Home, Action), by: Bob, at: Noon.AddHours(12).AddSeconds(5))
            .ThenNothing();
}
