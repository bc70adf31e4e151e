using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using StandardWebhooks;

namespace EventChat.Acceptance.Support;

/// <summary>Something that was posted to an app's address.</summary>
public sealed record Posted(string Id, string Timestamp, string Signatures, string Text, JsonElement Body)
{
    public string Type => Body.Text("type");
    public long Position => long.Parse(Body.Text("position"));
    public string? Channel => Body.Has("channelid") ? Body.Text("channelid") : null;
    public long Version => long.Parse(Body.Text("version"));
    public JsonElement Data => Body.GetProperty("data");

    /// <summary>Whether one of its signatures is made with the secret.</summary>
    public bool IsSignedWith(string secret) =>
        Signatures.Split(' ').Contains(new StandardWebhook(secret).Sign(Id, DateTimeOffset.FromUnixTimeSeconds(long.Parse(Timestamp)), Text));
}

/// <summary>An app's address: it answers the challenge, and keeps what is posted to it and was taken.</summary>
public sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication web;

    private Receiver(WebApplication web) => this.web = web;

    public string Url => $"{web.Urls.Single()}/events";

    /// <summary>What is answered to each delivery.</summary>
    public Func<Posted, HttpContext, Task<int>> Answer { get; set; } = static (_, _) => Task.FromResult(204);

    /// <summary>What is answered to a challenge.</summary>
    public Func<string, string> Challenged { get; set; } = static challenge => JsonSerializer.Serialize(new { challenge });

    /// <summary>Those that were answered with 2xx.</summary>
    public ConcurrentQueue<Posted> Taken { get; } = new();

    /// <summary>Whatever was answered.</summary>
    public ConcurrentQueue<Posted> Asked { get; } = new();

    public static async Task<Receiver> Open()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new Receiver(builder.Build());
        receiver.web.MapPost("/events", receiver.Take);
        await receiver.web.StartAsync();
        return receiver;
    }

    public async Task Until(Func<IReadOnlyList<Posted>, bool> enough, string what, int seconds = 60) =>
        await Eventually.True(() => Task.FromResult(enough([.. Taken])), TimeSpan.FromSeconds(seconds), () => $"{what}; taken: {string.Join(", ", Taken.Select(static p => $"{p.Type} {p.Version}"))}");

    public async ValueTask DisposeAsync()
    {
        await web.StopAsync(new CancellationToken(canceled: true));
        await web.DisposeAsync();
    }

    private async Task Take(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var text = await reader.ReadToEndAsync();
        var body = JsonElement.Parse(text);
        if (body.Text("type") == "subscription.challenge")
        {
            await http.Response.WriteAsync(Challenged(body.Text("challenge")));
            return;
        }

        var posted = new Posted(http.Request.Headers["webhook-id"].ToString(), http.Request.Headers["webhook-timestamp"].ToString(), http.Request.Headers["webhook-signature"].ToString(), text, body);
        Asked.Enqueue(posted);
        var status = await Answer(posted, http);
        if (status is >= 200 and < 300) Taken.Enqueue(posted);
        if (!http.Response.HasStarted) http.Response.StatusCode = status;
    }
}
