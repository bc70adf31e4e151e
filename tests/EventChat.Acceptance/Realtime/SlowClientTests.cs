using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Realtime;

public sealed class SlowClientTests(App app) : IClassFixture<App>
{
    private const int Messages = 600;

    [Fact]
    public async Task A_client_that_does_not_read_holds_nobody_up_and_is_told_to_start_over()
    {
        var team = await app.Team();
        using var slow = await RawHub.Connect(team.Bob);
        await slow.Open();
        await using var ada = await HubClient.Connect(team.Ada);
        var text = new string('x', 16_000);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            for (var n = 0; n < Messages / 4; n++) await team.Ada.Say(team.General, text);
        }));
        await ada.UntilHeard(team.General, Messages);
        await team.Bob.Put($"me/saved/{team.General}/1").Ok(204);
        await ada.UntilPosition((await team.Ada.Say(team.General, "Last")).Position);

        Assert.Empty(ada.Resets);
        var (reset, own) = ($$"""{"type":1,"target":"Reset","arguments":["{{team.General}}"]}""", """{"type":1,"target":"Reset","arguments":[null]}""");
        var heard = await slow.Until(own);
        Assert.True(
            (heard.Contains(reset, StringComparison.Ordinal) && heard.Contains(own, StringComparison.Ordinal)) || !slow.IsOpen,
            $"A hole that the client cannot see after {heard.Length} bytes.");
    }
}
