using System.Collections.Concurrent;
using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Subscriptions;

/// <summary>Addresses that do not do what they should.</summary>
public sealed class DeliveryTests(SubscriptionApp app) : IClassFixture<SubscriptionApp>
{
    private static readonly string[] Sent = ["message.sent"];

    [Fact]
    public async Task What_fails_is_tried_again_in_order_and_holds_up_no_other_channel()
    {
        var team = await app.Team();
        var (robot, _) = await team.Bot();
        await using var receiver = await Receiver.Open();
        var tea = await team.Ada.CreateChannel(team.Workspace);
        var broken = true;
        receiver.Answer = (posted, _) => Task.FromResult(posted.Channel == tea && Volatile.Read(ref broken) ? 500 : 200);
        var (id, _) = await team.Ada.Subscribe(robot, receiver, eventTypes: Sent);

        // More than a lane keeps in memory.
        for (var n = 1; n <= 150; n++) await team.Ada.Say(tea, $"{n}");
        for (var n = 1; n <= 20; n++) await team.Ada.Say(team.General, $"{n}");
        await receiver.Until(static p => p.Count == 20, "the other channel", seconds: 180);
        await team.Ada.Until(id, s => s.Body.GetProperty("behind").EnumerateArray().Any(b => b.Text("channelId") == tea && b.Long("attempts") > 1));
        Volatile.Write(ref broken, false);
        await receiver.Until(static p => p.Count == 170, "both", seconds: 180);

        Assert.Equal(Enumerable.Range(1, 150).Select(static n => $"{n}"), receiver.Taken.Where(p => p.Channel == tea).Select(static p => p.Data.Text("text")));
        Assert.Single(receiver.Asked.Where(p => p.Channel == tea && p.Data.Text("text") == "1").Select(static p => p.Id).Distinct());
        await team.Ada.Until(id, static s => s.Body.GetProperty("behind").GetArrayLength() == 0);
    }

    [Fact]
    public async Task An_address_that_is_gone_or_fails_too_long_pauses_and_goes_on_where_it_stood()
    {
        var team = await app.Team();
        var (robot, bot) = await team.Bot();
        await using var receiver = await Receiver.Open();
        var status = 410;
        receiver.Answer = (_, _) => Task.FromResult(Volatile.Read(ref status));
        var (id, _) = await bot.Subscribe(robot, receiver, eventTypes: Sent);

        await team.Ada.Say(team.General, "1");
        await team.Ada.Until(id, static s => s.Body.Has("paused") && s.Body.Text("paused") == "gone");
        var paused = await team.Ada.Say(team.General, "Meanwhile");
        await team.Ada.Delete($"channels/{team.General}/messages/{paused.Number}").Ok(204);
        var told = (await team.Ada.Get("me/notifications", paused.Position).Ok()).Items.First(static n => n.Text("reason") == "subscription-paused");
        Assert.Equal((bot.Id, team.Workspace), (told.GetProperty("actor").Text("id"), told.Text("workspaceId")));
        await team.Ada.Say(team.General, "2");
        Volatile.Write(ref status, 503);
        await team.Ada.Post($"subscriptions/{id}/resume").Ok();
        await team.Ada.Until(id, static s => s.Body.Has("paused") && s.Body.Text("paused") == "failing");
        await team.Ada.Say(team.General, "3");
        Volatile.Write(ref status, 204);
        await Task.Delay(300);
        Assert.Empty(receiver.Taken);

        await bot.Post($"subscriptions/{id}/resume").Ok();
        await receiver.Until(static p => p.Count == 4, "all that was said meanwhile");
        Assert.Equal(["1", "", "2", "3"], receiver.Taken.Select(static p => p.Data.Text("text")));

        await bot.Post($"subscriptions/{id}/pause").Ok();
        await team.Ada.Say(team.General, "4");
        await Task.Delay(300);
        Assert.Equal(4, receiver.Taken.Count);
        await bot.Post($"subscriptions/{id}/resume").Ok();
        await receiver.Until(static p => p.Count == 5, "the last");
    }

    [Fact]
    public async Task How_long_an_address_asks_to_be_left_alone_it_is()
    {
        var team = await app.Team();
        var (robot, _) = await team.Bot();
        await using var receiver = await Receiver.Open();
        ConcurrentQueue<long> asked = new();
        receiver.Answer = (_, http) =>
        {
            asked.Enqueue(TimeProvider.System.GetTimestamp());
            http.Response.Headers.RetryAfter = "2";
            return Task.FromResult(asked.Count > 1 ? 200 : 429);
        };
        await team.Ada.Subscribe(robot, receiver, eventTypes: Sent);
        await team.Ada.Say(team.General, "1");
        await receiver.Until(static p => p.Count == 1, "the second attempt");
        Assert.True(TimeProvider.System.GetElapsedTime(asked.First(), asked.Last()).TotalSeconds > 1.9);
    }

    [Fact]
    public async Task Addresses_that_hang_flood_circle_or_break_off_cost_a_bounded_time_and_are_told_apart()
    {
        var team = await app.Team();
        var (robot, _) = await team.Bot();
        await using var receiver = await Receiver.Open();
        await using var healthy = await Receiver.Open();
        var round = 0;
        receiver.Answer = async (_, http) =>
        {
            switch (Interlocked.Increment(ref round))
            {
                case 1:
                    await Task.Delay(TimeSpan.FromSeconds(30), http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    break;
                case 2:
                    http.Response.StatusCode = 500;
                    for (var i = 0; i < 160 && !http.RequestAborted.IsCancellationRequested; i++) await http.Response.Body.WriteAsync(new byte[65_536]);
                    http.Abort();
                    break;
                case 3:
                    http.Response.Headers.Location = "/events";
                    return 307;
                case 4:
                    (http.Response.StatusCode, http.Response.ContentLength) = (500, 100);
                    await http.Response.Body.WriteAsync("half"u8.ToArray());
                    http.Abort();
                    break;
            }

            return 200;
        };
        var (id, _) = await team.Ada.Subscribe(robot, receiver, eventTypes: Sent);
        await team.Ada.Subscribe(robot, healthy, eventTypes: Sent);
        await team.Ada.Say(team.General, "Well?");
        await healthy.Until(static p => p.Count == 1, "the healthy address", 20);

        IReadOnlyList<System.Text.Json.JsonElement> log = [];
        await Eventually.True(async () => (log = (await team.Ada.Get($"subscriptions/{id}/deliveries").Ok()).Items).Count == 5, TimeSpan.FromSeconds(60), () => $"{log.Count} deliveries");
        Assert.Equal([1, 2, 3, 4, 5], log.Reverse().Select(static d => (int)d.Long("attempt")));
        Assert.Equal("no answer in time", log[4].Text("error"));
        Assert.True(log[3].Has("status") ? log[3].Long("status") == 500 && log[3].Text("answer").Length <= 4_096 : log[3].Has("error"));
        Assert.Equal(307, log[2].Long("status"));
        Assert.True(log[1].Has("error") && !log[1].Has("status"));
        Assert.Equal(200, log[0].Long("status"));
        Assert.Single(log.Select(static d => d.Text("webhookId")).Distinct());
    }

    [Fact]
    public async Task Deliveries_are_listed_looked_into_and_posted_again()
    {
        var team = await app.Team();
        var (robot, bot) = await team.Bot();
        await using var receiver = await Receiver.Open();
        var (id, secret) = await team.Ada.Subscribe(robot, receiver, eventTypes: Sent);
        for (var n = 1; n <= 3; n++) await team.Ada.Say(team.General, $"{n}");
        IReadOnlyList<System.Text.Json.JsonElement> log = [];
        await Eventually.True(async () => (log = (await bot.Get($"subscriptions/{id}/deliveries").Ok()).Items).Count == 3, TimeSpan.FromSeconds(30), () => $"{log.Count} deliveries");

        var page = await team.Ada.Get($"subscriptions/{id}/deliveries?limit=2").Ok();
        Assert.Equal(log.Take(2).Select(static d => d.Long("id")), page.Items.Select(static d => d.Long("id")));
        Assert.Single((await team.Ada.Get($"subscriptions/{id}/deliveries?limit=2&before={page.Next}").Ok()).Items);
        var one = await team.Ada.Get($"subscriptions/{id}/deliveries/{log[2].Long("id")}").Ok();
        Assert.Equal("1", one.Body.GetProperty("request").GetProperty("data").Text("text"));
        Assert.DoesNotContain(secret, one.Text, StringComparison.Ordinal);

        Assert.True((await team.Ada.Post($"subscriptions/{id}/deliveries/{log[2].Long("id")}/redeliver").Ok()).Body.GetProperty("taken").GetBoolean());
        Assert.Equal(receiver.Taken.First().Id, receiver.Taken.Last().Id);
        await team.Ada.Delete($"channels/{team.General}/messages/1").Ok(204);
        Assert.Equal("", (await team.Ada.Get($"subscriptions/{id}/deliveries/{log[2].Long("id")}").Ok()).Body.GetProperty("request").GetProperty("data").Text("text"));
        await team.Ada.Get($"subscriptions/{id}/deliveries/{long.MaxValue}").Refused(404, "delivery.not-found");
        await team.Ada.Get($"subscriptions/{id}/deliveries?before=x").Refused(422, "page.invalid-cursor");
        await team.Bob.Get($"subscriptions/{id}/deliveries").Refused(403, "role.admin-required");

        receiver.Answer = static (_, _) => Task.FromResult(418);
        var tried = await team.Ada.Post($"subscriptions/{id}/test").Ok();
        Assert.Equal((418, false), ((int)tried.Body.Long("status"), tried.Body.GetProperty("taken").GetBoolean()));
        Assert.Equal("subscription.test", receiver.Asked.Last().Type);
        Assert.True(receiver.Asked.Last().IsSignedWith(secret));
    }

    [Fact]
    public async Task While_a_secret_rotates_both_sign()
    {
        var team = await app.Team();
        var (robot, _) = await team.Bot();
        await using var receiver = await Receiver.Open();
        var (id, old) = await team.Ada.Subscribe(robot, receiver, eventTypes: Sent);
        var fresh = (await team.Ada.Post($"subscriptions/{id}/secret", new { }).Ok()).Body.Text("secret");
        await team.Ada.Say(team.General, "1");
        await receiver.Until(static p => p.Count == 1, "one");
        Assert.NotEqual(old, fresh);
        Assert.True(receiver.Taken.Single().IsSignedWith(old) && receiver.Taken.Single().IsSignedWith(fresh));

        await team.Ada.Post($"subscriptions/{id}/secret", new { overlapMinutes = 0 }).Ok();
        await team.Ada.Say(team.General, "2");
        await receiver.Until(static p => p.Count == 2, "two");
        Assert.False(receiver.Taken.Last().IsSignedWith(old) || receiver.Taken.Last().IsSignedWith(fresh));
        await team.Ada.Post($"subscriptions/{id}/secret", new { overlapMinutes = 1_000_000 }).Refused(422, "request.invalid");
    }

    [Fact]
    public async Task What_waits_survives_a_restart()
    {
        var team = await app.Team();
        var (robot, _) = await team.Bot();
        await using var receiver = await Receiver.Open();
        var tea = await team.Ada.CreateChannel(team.Workspace);
        var broken = true;
        receiver.Answer = (posted, _) => Task.FromResult(posted.Channel == tea && Volatile.Read(ref broken) ? 500 : 200);
        await team.Ada.Subscribe(robot, receiver, eventTypes: Sent);
        for (var n = 1; n <= 5; n++) await team.Ada.Say(tea, $"{n}");
        for (var n = 1; n <= 5; n++) await team.Ada.Say(team.General, $"{n}");
        await receiver.Until(static p => p.Count == 5, "the other channel");

        await app.Restart();
        Volatile.Write(ref broken, false);
        await receiver.Until(p => p.Count(e => e.Channel == tea) == 5, "what waited");
        await Task.Delay(500);

        Assert.Equal(["1", "2", "3", "4", "5"], receiver.Taken.Where(p => p.Channel == tea).Select(static p => p.Data.Text("text")));
        Assert.Equal(10, receiver.Taken.Count);
    }
}
