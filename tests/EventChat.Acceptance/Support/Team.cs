namespace EventChat.Acceptance.Support;

/// <summary>Ada owns a workspace with the public channel General; Bob is a member of both; Mallory has an account and is in neither.</summary>
public sealed record Team(Person Ada, Person Bob, Person Mallory, string Workspace, string General)
{
    public static async Task<Team> Gather(Person ada, Person bob, Person mallory)
    {
        var workspace = await ada.CreateWorkspace();
        var general = await ada.CreateChannel(workspace, "General");
        var team = new Team(ada, bob, mallory, workspace, general);
        await team.Hire(bob, "member");
        await bob.Post($"channels/{general}/join").Ok();
        return team;
    }

    /// <summary>Three who register for it.</summary>
    public static async Task<Team> Gather(IServer server) =>
        await Gather(await Person.Register(server, "Ada"), await Person.Register(server, "Bob"), await Person.Register(server, "Mallory"));

    /// <summary>Somebody joins the workspace in a role.</summary>
    public async Task<Person> Hire(Person person, string role)
    {
        await Ada.Put($"workspaces/{Workspace}/members/{person.Id}", new { role }).Ok();
        return person;
    }

    /// <summary>Somebody becomes compliance officer.</summary>
    public Task<Answer> Appoint(Person person) => Ada.Put($"workspaces/{Workspace}/members/{person.Id}/grants/compliance-officer", new { reason = "Audit" }).Ok();

    public Task<Answer> Add(Person person, string channel) => Ada.Put($"channels/{channel}/members/{person.Id}").Ok();

    /// <summary>Some are mentioned together from now on.</summary>
    /// <returns>The group's id.</returns>
    public async Task<string> Group(string handle, params Person[] people)
    {
        var id = (await Ada.Post($"workspaces/{Workspace}/groups", new { handle, name = handle }).Ok(201)).Id;
        foreach (var person in people) await Ada.Put($"workspaces/{Workspace}/groups/{id}/members/{person.Id}").Ok();
        return id;
    }

    /// <summary>The same team at another server.</summary>
    public Team At(IServer server) => this with { Ada = Ada.At(server), Bob = Bob.At(server), Mallory = Mallory.At(server) };
}
