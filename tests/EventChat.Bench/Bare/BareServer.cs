using Microsoft.AspNetCore.SignalR;

namespace EventChat.Bench.Bare;

/// <summary>What the framework alone can do with the same bodies on the same machine: the limits that figures stand beside.</summary>
internal static class BareServer
{
    public const string Echo = "echo";
    public const string SignalR = "signalr";

    /// <summary>Broadcasts at the same time wait for each other on every connection, which costs more than one at a time.</summary>
    private static readonly SemaphoreSlim Turn = new(1, 1);

    public static Task Run(string kind, string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(TimeProvider.System).AddSignalR(static hub => hub.EnableDetailedErrors = true);
        var app = builder.Build();
        app.MapGet("/health/ready", () => TypedResults.Ok());
        app.MapHub<BareHub>("/hubs/chat");
        if (kind == Echo) app.MapPost("/api/v1/channels/{channelId}/messages", (Posted message) => TypedResults.Ok(message));
        else app.MapPost("/api/v1/channels/{channelId}/messages", Broadcast);
        return app.RunAsync();
    }

    private static async Task<IResult> Broadcast(string channelId, Posted message, IHubContext<BareHub> hub, TimeProvider time)
    {
        var sent = new Sent(1_000_000, channelId, 1_000_000, "message.sent", time.GetUtcNow(), channelId, message);
        await Turn.WaitAsync();
        try
        {
            await hub.Clients.All.SendAsync("Event", sent);
        }
        finally
        {
            Turn.Release();
        }

        return TypedResults.Ok(message);
    }

    private sealed record Posted(string Text);

    private sealed record Sent(
        long Position, string ChannelId, long Version, string Type, DateTimeOffset At, string Actor, Posted Data);
}

/// <summary>A hub that knows nobody and tells everybody.</summary>
internal sealed class BareHub : Hub
{
    public Task Heartbeat() => Task.CompletedTask;
}
