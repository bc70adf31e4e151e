using System.Text.Json;
using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Subscriptions;

public sealed class BeginningTests(SubscriptionApp app) : IClassFixture<SubscriptionApp>
{
    private static readonly string[] Sent = ["message.sent"];

    [Fact]
    public async Task A_token_has_posted_no_more_than_it_opens_itself()
    {
        var team = await app.Team();
        var (robot, bot) = await team.Bot();
        await using var receiver = await Receiver.Open();
        var narrow = bot.WithToken((await team.Ada.Post($"apps/{robot}/tokens", new { scopes = new[] { "subscriptions:write", "channels:read" } }).Ok(201)).Body.Text("token"));
        foreach (var eventTypes in (string[][])[[], ["message.*"], ["channel.created", "reaction.added"]])
            await narrow.Post($"apps/{robot}/subscriptions", new { url = receiver.Url, eventTypes }).Refused(403, "app.scope-missing");
        await narrow.Post($"apps/{robot}/subscriptions", new { url = receiver.Url, eventTypes = new[] { "channel.*" } }).Ok(201);

        var (id, _) = await bot.Subscribe(robot, receiver, eventTypes: Sent);
        await team.Ada.Say(team.General, "A secret");
        IReadOnlyList<JsonElement> log = [];
        await Eventually.True(async () => (log = (await narrow.Get($"subscriptions/{id}/deliveries").Ok()).Items).Count == 1, TimeSpan.FromSeconds(30), static () => "no delivery");
        Assert.DoesNotContain("A secret", (await narrow.Get($"subscriptions/{id}/deliveries/{log[0].Long("id")}").Ok()).Text, StringComparison.Ordinal);
        Assert.Contains("A secret", (await bot.Get($"subscriptions/{id}/deliveries/{log[0].Long("id")}").Ok()).Text, StringComparison.Ordinal);
    }

    /// <summary>Whoever joins those that are live while much happens misses nothing of it.</summary>
    [Fact]
    public async Task Subscriptions_that_begin_under_load_miss_nothing_and_end_under_load()
    {
        var team = await app.Team();
        var (robot, _) = await team.Bot();
        using var stop = new CancellationTokenSource();
        List<(long From, Receiver Receiver)> begun = [];
        var talking = Task.Run(async () =>
        {
            List<long> said = [];
            for (var n = 0; !stop.IsCancellationRequested; n++)
            {
                var channel = n % 10 == 0 ? await team.Ada.CreateChannel(team.Workspace) : team.General;
                said.Add((await team.Ada.Say(channel, $"{n}")).Position);
            }

            return said;
        });
        try
        {
            for (var n = 0; n < 8; n++)
            {
                var receiver = await Receiver.Open();
                var made = await team.Ada.Post($"apps/{robot}/subscriptions", new { url = receiver.Url, eventTypes = Sent, from = n % 2 == 0 ? "now" : "beginning" }).Ok(201);
                begun.Add((n % 2 == 0 || n % 3 == 2 ? made.Position : 0, receiver));
                if (n % 3 == 2) await team.Ada.Post($"subscriptions/{made.Id}/rewind", new { position = made.Position }).Ok();
            }

            await Task.Delay(500);
            await stop.CancelAsync();
            var said = await talking;
            foreach (var (from, receiver) in begun)
                await Eventually.True(
                    () => Task.FromResult(said.Where(p => p > from).ToHashSet().IsSubsetOf(receiver.Taken.Select(static p => p.Position))), TimeSpan.FromSeconds(60),
                    () => $"{said.Count(p => p > from)} after {from}, of which {receiver.Taken.Select(static p => p.Position).Distinct().Count()} were taken");
        }
        finally
        {
            foreach (var (_, receiver) in begun) await receiver.DisposeAsync();
        }
    }
}
