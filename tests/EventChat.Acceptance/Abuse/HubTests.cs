using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Abuse;

/// <summary>What a bad client says to the hub ends its own connection or its own call, and nothing else.</summary>
public sealed class HubTests(App app) : IClassFixture<App>
{
    [Theory]
    [InlineData("nonsense")]
    [InlineData("""{"protocol":"carrier-pigeon","version":1}""")]
    [InlineData("""{"protocol":"json","version":999}""")]
    [InlineData("""{"protocol":7}""")]
    public async Task A_handshake_that_is_none_is_the_end(string handshake)
    {
        var team = await app.Team();
        using var hub = await RawHub.Connect(team.Mallory);

        await hub.Say(handshake);
        var answer = await hub.Until("never said");

        Assert.False(hub.IsOpen);
        await StillWorks(team, answer);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("{")]
    [InlineData("""{"type":1,"invocationId":"2","target":"Heartbeat","arguments":"none"}""")]
    [InlineData("""{"type":1,"invocationId":"2","target":"NoSuchMethod","arguments":[]}""")]
    [InlineData("""{"type":1,"invocationId":"2","target":"Heartbeat","arguments":[1,2,3]}""")]
    [InlineData("""{"type":1,"invocationId":"2","target":"OnDisconnectedAsync","arguments":[null]}""")]
    [InlineData("""{"type":4,"invocationId":"2","target":"Heartbeat","arguments":[]}""")]
    public async Task A_call_that_cannot_be_made_fails_alone(string call)
    {
        var team = await app.Team();
        using var hub = await RawHub.Connect(team.Mallory);
        await hub.Open();

        await hub.Say(call);
        await hub.Say("""{"type":1,"invocationId":"last","target":"Heartbeat","arguments":[]}""");

        await StillWorks(team, await hub.Until("\"invocationId\":\"last\""));
    }

    [Fact]
    public async Task A_frame_without_end_is_cut_off()
    {
        var team = await app.Team();
        using var hub = await RawHub.Connect(team.Mallory);
        await hub.Open();

        await hub.Say($$"""{"type":1,"target":"{{new string('x', 1_000_000)}}","arguments":[]}""");
        var answer = await hub.Until("never said");

        Assert.False(hub.IsOpen);
        await StillWorks(team, answer);
    }

    private async Task StillWorks(Team team, string answer)
    {
        Assert.DoesNotContain("   at ", answer, StringComparison.Ordinal);
        await using var bob = await HubClient.Connect(team.Bob);
        await bob.UntilPosition((await team.Ada.Say(team.General, "Hello")).Position);
        Assert.Empty(app.Server.Errors);
    }
}
