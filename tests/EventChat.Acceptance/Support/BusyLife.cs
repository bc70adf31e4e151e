using System.Text.Json;

namespace EventChat.Acceptance.Support;

/// <summary>Ada and Bob talk, answer, edit and delete, in a channel, in one that Bob is put in and taken from, in direct messages and in channels made meanwhile; Bob reads, saves and schedules here and there, on two devices.</summary>
public sealed class BusyLife
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly Team team;
    private readonly Random random;
    private readonly string[] calls;
    private readonly Person[] devices;
    private readonly List<Place> places = [];
    private readonly List<string> waiting = [];

    private BusyLife(Team team, Random random, Person desk)
    {
        (this.team, this.random, devices) = (team, random, [team.Bob, desk]);
        calls = ["", "", "", $" @{team.Bob.Username}", " @channel", " @here", " @owls"];
        places.Add(new(team.General));
    }

    public static async Task<BusyLife> Begin(Team team, Random random) => new(team, random, await team.Bob.SignIn());

    /// <returns>The position of the last word.</returns>
    public async Task<long> Go(int steps)
    {
        for (var n = 1; n <= steps; n++) await (n == steps / 5 ? Open() : Step(n));
        await Eventually.True(async () => (await team.Bob.Get("me/scheduled?limit=200").Ok()).Items.All(IsSettled), Patience, static () => "something is being sent still");
        return (await team.Ada.Say(team.General, "The end")).Position;
    }

    /// <summary>It was refused, or waits for much later.</summary>
    private static bool IsSettled(JsonElement scheduled) => scheduled.Text("state") == "failed" || scheduled.GetProperty("sendAt").GetDateTimeOffset() > In(10);

    private async Task Step(int n)
    {
        var place = places[random.Next(3) == 0 ? 0 : random.Next(places.Count)];
        var (path, device) = ($"channels/{place.Id}", devices[random.Next(2)]);
        switch (random.Next(20))
        {
            case 0 when place.HasBob: await device.Put($"{path}/read", new { number = random.Next(place.Last + 1) }).Ok(); break;
            case 1 when random.Next(4) == 0: await device.Post($"workspaces/{team.Workspace}/read").Ok(204); break;
            case 2 when place.Last > 0: await Delete(place, random.Next(place.Last) + 1); break;
            case 3 when place.Id[0] == 'C': await team.Ada.Patch(path, new { name = $"renamed-{n}" }).Ok(); break;
            case 4 or 5 when place.Roots.Count > 0: await Say(place, n, place.Roots[random.Next(place.Roots.Count)]); break;
            case 6 when place is { HasBob: true, Roots.Count: > 0 }:
                await device.Put($"{path}/messages/{place.Roots[random.Next(place.Roots.Count)]}/thread/read", new { number = random.Next(place.Last + 1) }).Ok();
                break;
            case 7 when place is { HasBob: true, Roots.Count: > 0 }:
                await device.Send(random.Next(2) == 0 ? HttpMethod.Put : HttpMethod.Delete, $"{path}/messages/{place.Roots[random.Next(place.Roots.Count)]}/follow", null).Ok(204);
                break;
            case 8 or 9 when place.OfAda.Count > 0: await team.Ada.Patch($"{path}/messages/{place.OfAda[random.Next(place.OfAda.Count)]}", new { text = $"{n}{Call()}" }).Ok(); break;
            case 10 when places.Count is > 1 and < 4: await Open(); break;
            case 11 when place.Id != team.General && place.Id[0] == 'C': await Move(place); break;
            case 12 when places.Find(static p => p.Id[0] == 'D') is { } direct:
                await device.Send(random.Next(3) > 0 ? HttpMethod.Put : HttpMethod.Delete, $"me/hidden-dms/{direct.Id}", null).Ok(204);
                break;
            case 13 or 14 when place is { HasBob: true, Last: > 0 }: await Keep(device, place, random.Next(place.Last) + 1); break;
            case 15: await Schedule(device, place, n); break;
            default: await Say(place, n, null); break;
        }
    }

    private string Call() => calls[random.Next(calls.Length)];

    /// <summary>A direct message first, then channels.</summary>
    private async Task Open()
    {
        var id = places.Count == 1
            ? (await team.Ada.Post($"workspaces/{team.Workspace}/dms", new { userIds = new[] { team.Bob.Id } }).Ok(201)).Id
            : await team.Ada.CreateChannel(team.Workspace);
        if (places.Count > 1) await team.Add(team.Bob, id);
        places.Add(new(id));
    }

    private async Task Move(Place place)
    {
        await (place.HasBob ? team.Ada.Delete($"channels/{place.Id}/members/{team.Bob.Id}").Ok(204) : team.Add(team.Bob, place.Id));
        place.HasBob = !place.HasBob;
    }

    private async Task Say(Place place, int n, int? root)
    {
        var speaker = place.HasBob && random.Next(3) == 0 ? team.Bob : team.Ada;
        var said = await speaker.Post($"channels/{place.Id}/messages", new { text = $"{n}{Call()}", threadRoot = root, broadcast = root is null ? (bool?)null : random.Next(3) == 0 }).Ok(201);
        place.Last = (int)said.Body.Long("number");
        if (speaker == team.Ada) place.OfAda.Add(place.Last);
        if (root is null && random.Next(3) == 0) place.Roots.Add(place.Last);
    }

    private async Task Keep(Person device, Place place, int number)
    {
        if (random.Next(3) == 0) await device.Delete($"me/saved/{place.Id}/{number}").Ok(204);
        else if (!place.Gone.Contains(number)) await device.Put($"me/saved/{place.Id}/{number}").Ok(204);
    }

    /// <summary>Some soon enough to be sent meanwhile, and some where Bob is not by then.</summary>
    private async Task Schedule(Person device, Place place, int n)
    {
        if (waiting.Count > 0 && random.Next(2) == 0)
        {
            var id = waiting[random.Next(waiting.Count)];
            if (random.Next(3) == 0) await device.Delete($"scheduled/{id}").Ok(204);
            else await device.Patch($"scheduled/{id}", new { text = $"Later {n}", sendAt = In(3600 + n) });
        }
        else if (place.HasBob)
        {
            var soon = random.Next(2) == 0;
            var made = await device.Post($"channels/{place.Id}/scheduled", new { text = $"Soon {n}", sendAt = soon ? In(0.5) : In(60 + n) }).Ok(201);
            if (!soon) waiting.Add(made.Id);
        }
    }

    private static DateTimeOffset In(double seconds) => TimeProvider.System.GetUtcNow().AddSeconds(seconds);

    private async Task Delete(Place place, int number)
    {
        if (place.Id[0] == 'D' && !place.OfAda.Contains(number)) return;
        await team.Ada.Delete($"channels/{place.Id}/messages/{number}").Ok(204);
        place.OfAda.Remove(number);
        place.Gone.Add(number);
    }

    private sealed record Place(string Id)
    {
        public bool HasBob { get; set; } = true;
        public int Last { get; set; }
        public List<int> Roots { get; } = [];

        public HashSet<int> Gone { get; } = [];

        /// <summary>Messages of hers that stand.</summary>
        public List<int> OfAda { get; } = [];
    }
}
