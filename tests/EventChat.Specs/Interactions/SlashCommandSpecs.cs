using EventChat.Commands.Apps;
using EventChat.Commands.Channels;
using EventChat.Commands.Interactions;
using EventChat.Commands.Messages;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Apps;
using EventChat.Events.Interactions;
using EventChat.Events.Workspaces;
using EventChat.Specs.Support;
using static EventChat.Specs.Support.Cast;
using static EventChat.Specs.Support.Histories;
using static EventChat.Specs.Support.Spec;

namespace EventChat.Specs.Interactions;

public class SlashCommandSpecs
{
    private const string Url = "https://robot.example.org/deploy";
    private static readonly AppCreated Made = new(Robot, RobotsBot, "Robot", ["messages:read"]);
    private static readonly WorkspaceMemberJoined Joined = new(RobotsBot, WorkspaceRole.Member);
    private static readonly SlashCommandSet Deploys = new(Robot, "deploy", Url, "Deploys");

    [Fact]
    public void Admins_and_the_app_itself_say_what_it_answers_to()
    {
        Home(WorkspaceRole.Member, Made, Joined).When(Set(), by: Ada).Then(Deploys);
        Home(WorkspaceRole.Member, Made, Joined).When(Set(), by: RobotsBot).Then(Deploys);
        Home(WorkspaceRole.Member, Made, Joined).When(Set(), by: Bob).ThenRefused(new AdminsOnly("manage apps"));
        Home(WorkspaceRole.Member, Made, Joined).When(Set(), by: Mallory).ThenRefused(new AppNotFound(Robot));
        Home(WorkspaceRole.Member).When(Set(), by: Ada).ThenRefused(new AppNotFound(Robot));
    }

    [Fact]
    public void The_same_again_changes_nothing_and_another_way_replaces_it()
    {
        Home(WorkspaceRole.Member, Made, Joined, Deploys).When(Set(), by: Ada).ThenNothing();
        Home(WorkspaceRole.Member, Made, Joined, Deploys).When(Set() with { Usage = "[where]" }, by: Ada).Then(Deploys with { Usage = "[where]" });
    }

    [Fact]
    public void One_app_answers_to_a_command_until_it_does_no_more()
    {
        var other = Id.Derive<AppId>('A', "other");
        var second = Made with { AppId = other, BotUserId = Id.Derive<UserId>('U', "other") };
        Home(WorkspaceRole.Member, Made, Joined, second, Deploys).When(Set() with { AppId = other }, by: Ada).ThenRefused(new SlashCommandTaken("deploy"));
        Home(WorkspaceRole.Member, Made, Joined, second, Deploys).When(new RemoveSlashCommand(Cast.Home, other, "deploy"), by: Ada).ThenNothing();
        Home(WorkspaceRole.Member, Made, Joined, second, Deploys).When(new RemoveSlashCommand(Cast.Home, Robot, "deploy"), by: Ada).Then(new SlashCommandRemoved(Robot, "deploy"));
        Home(WorkspaceRole.Member, Made, Joined, second, Deploys, new SlashCommandRemoved(Robot, "deploy")).When(Set() with { AppId = other }, by: Ada).Then(Deploys with { AppId = other });
        Home(WorkspaceRole.Member, Made, Joined, Deploys).When(new RemoveApp(Cast.Home, Robot), by: Ada)
            .Then(new AppRemoved(Robot), new WorkspaceMemberRemoved(RobotsBot), new SlashCommandRemoved(Robot, "deploy"));
    }

    [Fact]
    public void A_workspace_has_two_hundred()
    {
        DomainEvent[] many = [.. Enumerable.Range(0, SlashCommands.Most).Select(static n => Deploys with { Name = $"c{n}" })];
        Home(WorkspaceRole.Member, [Made, Joined, .. many]).When(Set(), by: Ada).ThenRefused(new TooManySlashCommands());
        Home(WorkspaceRole.Member, [Made, Joined, .. many]).When(Set() with { Name = "c7", Description = "Else" }, by: Ada).Then(Deploys with { Name = "c7", Description = "Else" });
    }

    [Fact]
    public void An_app_tells_one_person_what_a_message_could_say()
    {
        var id = Guid.CreateVersion7();
        var tell = new TellOne(Bob, id, RobotsBot, General, "Deployed", 1);
        Given<Commands.Inbox.Inbox>().When(tell, by: RobotsBot).Then(new AppAnswered(id, RobotsBot, General, "Deployed", 1));
        Given<Commands.Inbox.Inbox>().When(tell with { Text = new('x', 16_001) }, by: RobotsBot).ThenRefused(new MessageTooLong(16_001));
    }

    private static Given<Workspace> Home(WorkspaceRole role, params DomainEvent[] then) => Given<Workspace>(HomeWithBob(role, then));

    private static SetSlashCommand Set() => new(Cast.Home, Robot, "deploy", Url, "Deploys", null);
}
