using EventChat.Commands.Compliance;
using EventChat.Commands.Workspaces;
using EventChat.Events.Apps;
using EventChat.Events.Compliance;
using EventChat.Events.Workspaces;
using EventChat.Specs.Support;
using static EventChat.Specs.Support.Cast;
using static EventChat.Specs.Support.Spec;

namespace EventChat.Specs.Compliance;

public class OfficerSpecs
{
    private static readonly Past[] Founded =
    [
        new WorkspaceCreated("Home", "home"), new WorkspaceMemberJoined(Ada, WorkspaceRole.Owner), new WorkspaceMemberJoined(Bob, WorkspaceRole.Member),
    ];

    [Fact]
    public void No_role_opens_what_the_grant_opens()
    {
        foreach (var role in Enum.GetValues<WorkspaceRole>()) Assert.Equal(new OfficersOnly(), Given<Workspace>([.. Founded, new WorkspaceRoleChanged(Bob, role)]).State.RefusesOthersThanOfficers(Home, Bob));
        Assert.Null(Given<Workspace>([.. Founded, new ComplianceOfficerGranted(Bob, "Audit")]).State.RefusesOthersThanOfficers(Home, Bob));
        Assert.Equal(new WorkspaceNotFound(Home), Given<Workspace>(Founded).State.RefusesOthersThanOfficers(Home, Mallory));
    }

    [Fact]
    public void It_ends_with_the_grant_and_with_the_membership()
    {
        Past granted = new ComplianceOfficerGranted(Bob, "Audit");
        Assert.Equal(new OfficersOnly(), Given<Workspace>([.. Founded, granted, new ComplianceOfficerRevoked(Bob)]).State.RefusesOthersThanOfficers(Home, Bob));
        Assert.Equal(new WorkspaceNotFound(Home), Given<Workspace>([.. Founded, granted, new WorkspaceMemberRemoved(Bob)]).State.RefusesOthersThanOfficers(Home, Bob));
        Assert.Equal(
            new OfficersOnly(),
            Given<Workspace>([.. Founded, granted, new WorkspaceMemberRemoved(Bob), new WorkspaceMemberJoined(Bob, WorkspaceRole.Owner)]).State.RefusesOthersThanOfficers(Home, Bob));
    }

    [Fact]
    public void A_bot_is_no_officer_whatever_the_log_says() =>
        Assert.Equal(
            new OfficersOnly(),
            Given<Workspace>([.. Founded, new AppCreated(Robot, RobotsBot, "Robot", []), new WorkspaceMemberJoined(RobotsBot, WorkspaceRole.Member), new ComplianceOfficerGranted(RobotsBot, "Audit")])
                .State.RefusesOthersThanOfficers(Home, RobotsBot));

    [Fact]
    public void Owners_see_what_officers_did_and_admins_do_not()
    {
        var workspace = Given<Workspace>([.. Founded, new WorkspaceRoleChanged(Bob, WorkspaceRole.Admin)]).State;
        Assert.Null(workspace.RefusesOthersThanOfficersAndOwners(Home, Ada));
        Assert.Equal(new OfficersOnly(), workspace.RefusesOthersThanOfficersAndOwners(Home, Bob));
        Assert.Equal(new WorkspaceNotFound(Home), workspace.RefusesOthersThanOfficersAndOwners(Home, Mallory));
    }

    [Fact]
    public void What_is_shown_a_second_time_is_recorded_a_second_time()
    {
        var asked = new Asked(General, Position: 7);
        Given<Governance>(new Shown("replay", asked, "Case 7")).When(new RecordShown(Home, "replay", asked, "Case 7"), by: Bob).Then(new Shown("replay", asked, "Case 7"));
    }
}
