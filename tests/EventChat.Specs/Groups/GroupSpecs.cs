using EventChat.Commands.Channels;
using EventChat.Commands.Groups;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Groups;
using EventChat.Events.Workspaces;
using EventChat.Specs.Support;
using static EventChat.Specs.Support.Cast;
using static EventChat.Specs.Support.Spec;

namespace EventChat.Specs.Groups;

public class GroupSpecs
{
    private static readonly GroupId Other = Id.Parse<GroupId>("G" + new string('0', 24) + "TW");
    private static readonly DomainEvent CrewIsThere = new GroupCreated(Crew, "crew", "The crew");

    [Fact]
    public void An_admin_makes_a_group() =>
        Home().When(new CreateGroup(Cast.Home, Crew, "crew", "The crew"), by: Ada).Then(CrewIsThere);

    [Fact]
    public void Making_it_again_gives_the_first_answer_even_when_it_is_deleted()
    {
        Home(CrewIsThere).When(new CreateGroup(Cast.Home, Crew, "crew", "The crew"), by: Ada).ThenRepeats(6);
        Home(CrewIsThere, new GroupDeleted(Crew)).When(new CreateGroup(Cast.Home, Crew, "crew", "The crew"), by: Ada).ThenRepeats(6);
    }

    [Theory]
    [InlineData("crew")]
    [InlineData("CREW")]
    [InlineData("Everyone")]
    [InlineData("here")]
    public void A_handle_means_one_thing(string handle) =>
        Home(CrewIsThere).When(new CreateGroup(Cast.Home, Other, handle, "Other"), by: Ada).ThenRefused(new HandleTaken(handle));

    [Fact]
    public void A_handle_is_nobodys_username() =>
        Home().When(new CreateGroup(Cast.Home, Crew, "bob", "Bobs", IsSomebody: true), by: Ada).ThenRefused(new HandleTaken("bob"));

    [Fact]
    public void A_handle_is_free_again_once_the_group_has_another_or_is_deleted()
    {
        Home(CrewIsThere, new GroupChanged(Crew, "team")).When(new CreateGroup(Cast.Home, Other, "crew", "Other"), by: Ada).Then(new GroupCreated(Other, "crew", "Other"));
        Home(CrewIsThere, new GroupDeleted(Crew)).When(new CreateGroup(Cast.Home, Other, "crew", "Other"), by: Ada).Then(new GroupCreated(Other, "crew", "Other"));
    }

    [Fact]
    public void A_workspace_has_five_hundred_groups() =>
        Home([.. Enumerable.Range(0, Commands.Groups.Groups.MaxGroups).Select(static n => new GroupCreated(GroupId.New(), $"group{n}-x", "Group"))])
            .When(new CreateGroup(Cast.Home, Crew, "crew", "The crew"), by: Ada).ThenRefused(new TooManyGroups());

    [Fact]
    public void What_is_different_changes()
    {
        Home(CrewIsThere).When(new ChangeGroup(Cast.Home, Crew, "team", "The crew"), by: Ada).Then(new GroupChanged(Crew, "team"));
        Home(CrewIsThere).When(new ChangeGroup(Cast.Home, Crew, "Crew", "A crew"), by: Ada).Then(new GroupChanged(Crew, "Crew", "A crew"));
        Home(CrewIsThere).When(new ChangeGroup(Cast.Home, Crew, "crew"), by: Ada).ThenNothing();
        Home(CrewIsThere).When(new ChangeGroup(Cast.Home, Crew, "all"), by: Ada).ThenRefused(new HandleTaken("all"));
        Home().When(new ChangeGroup(Cast.Home, Crew, "team"), by: Ada).ThenRefused(new GroupNotFound(Crew));
    }

    [Fact]
    public void Deleting_twice_changes_nothing()
    {
        Home(CrewIsThere).When(new DeleteGroup(Cast.Home, Crew), by: Ada).Then(new GroupDeleted(Crew));
        Home(CrewIsThere, new GroupDeleted(Crew)).When(new DeleteGroup(Cast.Home, Crew), by: Ada).ThenNothing();
        Home().When(new DeleteGroup(Cast.Home, Crew), by: Ada).ThenRefused(new GroupNotFound(Crew));
    }

    [Fact]
    public void People_of_the_workspace_come_and_go()
    {
        var bobIsIn = new GroupMemberJoined(Crew, Bob);
        Home(CrewIsThere).When(new AddGroupMember(Cast.Home, Crew, Bob), by: Ada).Then(bobIsIn);
        Home(CrewIsThere, bobIsIn).When(new AddGroupMember(Cast.Home, Crew, Bob), by: Ada).ThenNothing();
        Home(CrewIsThere).When(new AddGroupMember(Cast.Home, Crew, Mallory), by: Ada).ThenRefused(new MemberNotInWorkspace(Mallory));
        Home(CrewIsThere, bobIsIn).When(new RemoveGroupMember(Cast.Home, Crew, Bob), by: Ada).Then(new GroupMemberLeft(Crew, Bob));
        Home(CrewIsThere).When(new RemoveGroupMember(Cast.Home, Crew, Bob), by: Ada).ThenNothing();
        Home().When(new AddGroupMember(Cast.Home, Crew, Bob), by: Ada).ThenRefused(new GroupNotFound(Crew));
        Home().When(new RemoveGroupMember(Cast.Home, Crew, Bob), by: Ada).ThenRefused(new GroupNotFound(Crew));
    }

    [Fact]
    public void Who_is_removed_from_the_workspace_is_in_no_group()
    {
        var home = Home(CrewIsThere, new GroupMemberJoined(Crew, Bob), new WorkspaceMemberRemoved(Bob), new WorkspaceMemberJoined(Bob, WorkspaceRole.Member));

        Assert.Empty(home.State.Groups.Of(Bob));
        home.When(new AddGroupMember(Cast.Home, Crew, Bob), by: Ada).Then(new GroupMemberJoined(Crew, Bob));
    }

    [Fact]
    public void A_group_has_256_people()
    {
        List<UserId> people = [.. Enumerable.Range(0, Group.MaxMembers).Select(static _ => UserId.New())];
        Home([CrewIsThere, .. people.Select(static p => new WorkspaceMemberJoined(p, WorkspaceRole.Member)), .. people.Select(static p => new GroupMemberJoined(Crew, p))])
            .When(new AddGroupMember(Cast.Home, Crew, Bob), by: Ada).ThenRefused(new GroupIsFull(Crew));
    }

    [Fact]
    public void Groups_are_the_admins_and_strangers_learn_nothing()
    {
        Commands.Handling.ICommand<Workspace>[] all =
        [
            new CreateGroup(Cast.Home, Other, "other", "Other"), new ChangeGroup(Cast.Home, Crew, "team"), new DeleteGroup(Cast.Home, Crew),
            new AddGroupMember(Cast.Home, Crew, Bob), new RemoveGroupMember(Cast.Home, Crew, Bob),
        ];
        Assert.All(all, command => Home(CrewIsThere).When(command, by: Bob).ThenRefused(new AdminsOnly("make and change groups")));
        Assert.All(all, command => Home(CrewIsThere).When(command, by: Mallory).ThenRefused(new WorkspaceNotFound(Cast.Home)));
    }

    private static Given<Workspace> Home(params DomainEvent[] then) => Given<Workspace>(Histories.HomeWithBob(WorkspaceRole.Member, then));
}
