using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Realtime;

public sealed class OrderTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task Whoever_listens_hears_every_channel_in_order_and_without_gaps_however_many_speak()
    {
        var team = await app.Team();
        string[] channels = [team.General, await team.Ada.CreateChannel(team.Workspace), await team.Ada.CreateChannel(team.Workspace)];
        foreach (var channel in channels[1..]) await team.Add(team.Bob, channel);
        await using var ada = await HubClient.Connect(team.Ada);
        await using var bob = await HubClient.Connect(team.Bob);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async speaker =>
        {
            for (var n = 0; n < 30; n++) await (speaker % 2 == 0 ? team.Ada : team.Bob).Say(channels[(speaker + n) % 3], $"{speaker}: {n}");
        }));

        foreach (var channel in channels)
        {
            var said = (await team.Ada.ReadEvents(channel)).Where(static e => e.Type == "message.sent").Select(Line).ToList();
            Assert.Equal(80, said.Count);
            foreach (var listener in (HubClient[])[ada, bob])
            {
                await listener.UntilHeard(channel, said.Count);
                Assert.Equal(said, listener.In(channel).Select(Line));
            }
        }
    }

    [Fact]
    public async Task What_is_pushed_is_what_the_events_endpoint_shows()
    {
        var team = await app.Team();
        var (path, before) = ($"channels/{team.General}", (await team.Ada.ReadEvents(team.General)).Count);
        await using var bob = await HubClient.Connect(team.Bob);

        await team.Ada.Say(team.General, "Hello 👋 <b>\"\\", "key");
        await team.Bob.Post($"{path}/messages", new { text = "Hello yourself", threadRoot = 1, broadcast = true }).Ok(201);
        await team.Ada.Patch($"{path}/messages/1", new { text = "Hello" }).Ok();
        await team.Bob.Put($"{path}/messages/1/reactions/👋").Ok(204);
        await team.Bob.Delete($"{path}/messages/1/reactions/👋").Ok(204);
        await team.Ada.Delete($"{path}/messages/2").Ok(204);
        await team.Ada.Patch(path, new { name = $"{team.Workspace[^6..]}", topic = "T", purpose = "P" }).Ok();
        await team.Ada.Post($"{path}/archive").Ok();
        var last = await team.Ada.Post($"{path}/unarchive").Ok();
        await bob.UntilPosition(last.Position);

        // Who was there has heard what was deleted since; the endpoint has it no more.
        var heard = bob.In(team.General).Select(Line).Select(static line => line.Replace("Hello yourself", "", StringComparison.Ordinal));
        Assert.Equal((await team.Bob.ReadEvents(team.General, after: before)).Select(Line), heard);
    }

    [Fact]
    public async Task All_connections_of_a_person_hear_the_same()
    {
        var team = await app.Team();
        var devices = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => HubClient.Connect(team.Bob)));

        for (var n = 0; n < 20; n++) await team.Ada.Say(team.General, $"{n}");
        foreach (var device in devices) await device.UntilHeard(team.General, 20);
        Assert.Single(devices.Select(d => string.Join('\n', d.In(team.General).Select(Line))).Distinct());

        await devices[0].DisposeAsync();
        await team.Ada.Say(team.General, "One device fewer");
        foreach (var device in devices[1..])
        {
            await device.UntilHeard(team.General, 21);
            await device.DisposeAsync();
        }
    }

    [Fact]
    public async Task Who_is_in_no_channel_hears_nothing()
    {
        var team = await app.Team();
        var secret = await team.Bob.CreateChannel(team.Workspace, kind: "private");
        var (charles, elsewhere) = (await team.Hire(await app.Person("Charles"), "member"), await team.Mallory.CreateWorkspace());
        var (own, mallorys) = (await charles.CreateChannel(team.Workspace), await team.Mallory.CreateChannel(elsewhere));
        await using var ada = await HubClient.Connect(team.Ada);
        await using var outsider = await HubClient.Connect(charles);
        await using var mallory = await HubClient.Connect(team.Mallory);

        for (var n = 0; n < 10; n++) await team.Bob.Say(secret, $"{n}");
        var general = await team.Bob.Say(team.General, "Public, but Charles is not in it");
        await outsider.UntilPosition((await charles.Say(own, "Last")).Position);
        await mallory.UntilPosition((await team.Mallory.Say(mallorys, "Last")).Position);
        await ada.UntilPosition(general.Position);

        Assert.Equal([own], outsider.Heard.Select(static p => p.ChannelId).Distinct());
        Assert.Equal([mallorys], mallory.Heard.Select(static p => p.ChannelId).Distinct());
        Assert.Empty(ada.In(secret));
    }

    internal static string Line(Push push) => $"{push.Position} {push.Version} {push.Type} {push.Actor} {push.At:O} {push.Data.GetRawText()}";
}
