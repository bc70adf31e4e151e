// A bot that answers when it is mentioned: EVENTCHAT=http://localhost:5080 APP=A… TOKEN=ecb_… URL=https://bot.example.org/ dotnet run --project samples/csharp --urls http://0.0.0.0:8080
using System.Text.Json.Nodes;
using StandardWebhooks;

string Setting(string name) => Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException($"{name} is not set.");
using var eventChat = new HttpClient { BaseAddress = new($"{Setting("EVENTCHAT")}/api/v1/"), DefaultRequestHeaders = { Authorization = new("Bearer", Setting("TOKEN")) } };
var (me, webhook, sent) = ("", (StandardWebhook?)null, (string[])["message.sent"]);
var app = WebApplication.Create(args);
app.MapPost("/", async (HttpRequest request) =>
{
    var text = await new StreamReader(request.Body).ReadToEndAsync();
    var (body, data) = (JsonNode.Parse(text)!, JsonNode.Parse(text)!["data"]);
    if ((string?)body["type"] == "subscription.challenge") return Results.Ok(new { challenge = (string?)body["challenge"] });
    webhook!.Verify(text, request.Headers);
    if ((string?)body["actor"] == me || data!["entities"]?.AsArray().Any(e => (string?)e!["userId"] == me) != true) return Results.NoContent();
    // A delivery may come twice. Under the same name the answer is given once.
    var answer = new { text = $"You said: {data!["text"]}", threadRoot = (int?)(data["threadRoot"] ?? data["number"]), clientMessageId = $"{request.Headers["webhook-id"]}" };
    using var said = await eventChat.PostAsJsonAsync($"channels/{body["channelid"]}/messages", answer);
    // What may go better later is posted again; what was refused for good, as in a channel that the bot is not in, is done with.
    return Results.StatusCode((int)said.StatusCode is 429 or >= 500 ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status204NoContent);
});
await app.StartAsync();
me = (string?)(await eventChat.GetFromJsonAsync<JsonNode>("users/me"))!["id"] ?? "";
// Under the same key this is the same subscription, which goes on where it stood.
using var wish = new HttpRequestMessage(HttpMethod.Post, $"apps/{Setting("APP")}/subscriptions") { Headers = { { "Idempotency-Key", "bot" } }, Content = JsonContent.Create(new { url = Setting("URL"), eventTypes = sent }) };
using var subscribed = (await eventChat.SendAsync(wish)).EnsureSuccessStatusCode();
var subscription = (await subscribed.Content.ReadFromJsonAsync<JsonNode>())!;
webhook = new((string)subscription["secret"]!);
using var resumed = await eventChat.PostAsync($"subscriptions/{subscription["id"]}/resume", null);
await app.WaitForShutdownAsync();
