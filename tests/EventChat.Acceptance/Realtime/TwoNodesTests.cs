using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Realtime;

/// <summary>Two instances over one database are one server.</summary>
public sealed class TwoNodesTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task What_is_said_on_either_is_heard_on_both_in_one_order()
    {
        var here = await app.Team();
        var there = here.At(await app.Another());
        await using var ada = await HubClient.Connect(here.Ada);
        await using var bob = await HubClient.Connect(there.Bob);

        await Task.WhenAll(Enumerable.Range(0, 6).Select(async speaker =>
        {
            for (var n = 0; n < 20; n++) await (speaker % 2 == 0 ? here.Ada : there.Bob).Say(here.General, $"{speaker}: {n}");
        }));

        var said = (await there.Ada.ReadEvents(here.General)).Where(static e => e.Type == "message.sent").Select(OrderTests.Line).ToList();
        Assert.Equal(120, said.Count);
        foreach (var listener in (HubClient[])[ada, bob])
        {
            await listener.UntilHeard(here.General, said.Count);
            Assert.Equal(said, listener.In(here.General).Select(OrderTests.Line));
        }
    }

    [Fact]
    public async Task A_removal_on_one_holds_on_the_other_once_it_is_answered()
    {
        var here = await app.Team();
        var there = here.At(await app.Another());
        var channel = await here.Ada.CreateChannel(here.Workspace, kind: "private");
        await using var bob = await HubClient.Connect(there.Bob);

        for (var round = 0; round < 5; round++)
        {
            await here.Add(here.Bob, channel);
            await there.Bob.Say(channel, "Hello from there");
            var left = await here.Ada.Delete($"channels/{channel}/members/{here.Bob.Id}").Ok(204);
            await there.Bob.Get($"channels/{channel}/messages").Refused(404, "channel.not-found");
            await there.Bob.Post($"channels/{channel}/messages", new { text = "Still?" }).Refused(404, "channel.not-found");
            await here.Ada.Say(channel, "He does not hear this");
            await bob.UntilPosition((await here.Ada.Say(here.General, "But this")).Position);
            Assert.Equal(left.Position, bob.In(channel)[^1].Position);
        }
    }

    [Fact]
    public async Task Names_and_accounts_are_one()
    {
        var here = await app.Team();
        var there = here.At(await app.Another());

        await here.Ada.CreateChannel(here.Workspace, "looms");
        await there.Ada.Post($"workspaces/{here.Workspace}/channels", new { name = "Looms" }).Refused(409, "channel.name-taken");
        await there.Ada.Post("auth/login", new { login = here.Ada.Username, password = Person.Password }).Ok();
        Assert.Equal(here.Bob.Id, (await there.Bob.Get("users/me").Ok()).Id);
    }
}
