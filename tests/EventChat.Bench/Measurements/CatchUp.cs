using EventChat.Bench.App;
using EventChat.Bench.Client;

namespace EventChat.Bench.Measurements;

/// <summary>Waits until all projections have what is in the log.</summary>
internal static class CatchUp
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How many seconds it took them to take one more message, and so all before it; a minute at most, null where the server
    /// does not tell.
    /// </summary>
    public static async Task<double?> Wait(Installation app, CancellationToken ct)
    {
        var community = await app.Community(ct);
        var began = Clock.Now;
        var end = await app.Api.Say("the end", community.Channels[0], community.Members[0].Token, ct);
        while (Clock.Now - began < Clock.Ticks(Patience))
        {
            if ((await app.Api.Metrics(ct))?.Projected is not { } projected) return null;
            if (projected >= end) break;
            await Task.Delay(20, ct);
        }

        return Clock.Milliseconds(Clock.Now - began) / 1000;
    }
}
