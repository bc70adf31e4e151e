using System.Collections.Concurrent;
using System.Text.Json;
using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Workspaces;

/// <summary>
/// One person who is removed on one server and brought back, again and again, while the same person reads and listens on another. What the other server shows
/// between the answer to the removal and the next bringing back is a leak.
/// </summary>
internal sealed class Lane(Team here, Person there, string cellar, string lobby, HubClient hub, bool loops)
{
    private readonly ConcurrentQueue<string> leaks = new();
    private long epoch;

    public IEnumerable<string> Leaks => leaks;
    public int Removals { get; private set; }

    /// <summary>Reads that began while the person was out.</summary>
    public int Reads { get; private set; }

    private string Member => $"workspaces/{here.Workspace}/members/{there.Id}";
    private string Seat => $"channels/{cellar}/members/{there.Id}";

    public async Task Run(Func<bool> enough, CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var reading = loops ? ReadOn(stop.Token) : Task.CompletedTask;
        while (!enough())
        {
            await Remove(fromWorkspace: Removals % 2 == 0);
            Removals++;
        }

        await stop.CancelAsync();
        await reading;
        foreach (var push in hub.Messages(cellar).Concat(hub.Messages(lobby)))
            if (push.Text.StartsWith("secret", StringComparison.Ordinal)) leaks.Enqueue($"the hub told {push.Text}");
        await hub.DisposeAsync();
    }

    private async Task Remove(bool fromWorkspace)
    {
        await here.Ada.Delete(fromWorkspace ? Member : Seat).Ok(204);
        Interlocked.Increment(ref epoch);
        var secret = here.Ada.Say(cellar, $"secret {Removals}");

        await Task.WhenAll(
            Hidden($"channels/{cellar}/messages"), Hidden($"channels/{cellar}/messages/1"), Hidden($"channels/{cellar}/events"),
            fromWorkspace ? Hidden($"workspaces/{here.Workspace}/channels") : Unlisted($"workspaces/{here.Workspace}/channels?limit=200"),
            fromWorkspace ? Hidden($"channels/{lobby}/messages") : Unlisted("me/unreads"));
        await secret;

        Interlocked.Increment(ref epoch);
        if (fromWorkspace) await here.Ada.Put(Member, new { role = "member" }).Ok();
        await here.Ada.Put(Seat).Ok();
    }

    /// <summary>
    /// A tight loop that knows nothing of the removals but whether one is in force. While none is, one read is enough for the other server to remember what it
    /// then has to forget; more would take the processor from the removals.
    /// </summary>
    private async Task ReadOn(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            var before = Interlocked.Read(ref epoch);
            var answer = await there.Get($"channels/{cellar}/messages?limit=1");
            if (before % 2 == 0)
            {
                while (Interlocked.Read(ref epoch) == before && !ct.IsCancellationRequested) await Task.Delay(1, CancellationToken.None);
                continue;
            }

            Reads++;
            if (Interlocked.Read(ref epoch) == before && answer.Status != 404) leaks.Enqueue($"{answer.Request} answered {answer.Status} in the loop");
        }
    }

    private async Task Hidden(string path)
    {
        var answer = await there.Get(path);
        if (answer.Status != 404) leaks.Enqueue($"{answer.Request} answered {answer.Status}: {answer.Text}");
    }

    private async Task Unlisted(string path)
    {
        var answer = await there.Get(path).Ok();
        if (JsonSerializer.Serialize(answer.Body).Contains(cellar, StringComparison.Ordinal)) leaks.Enqueue($"{answer.Request} lists it");
    }
}
