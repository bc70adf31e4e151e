using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Workspaces;

/// <summary>People who listen at the hub, and a channel of each alone in which they hear when all before it has come.</summary>
internal sealed class Ears : IAsyncDisposable
{
    private readonly Dictionary<Person, (HubClient Hub, string Own)> all = [];

    public static async Task<Ears> Open(IEnumerable<Person> people)
    {
        var ears = new Ears();
        foreach (var person in people)
        {
            var own = await person.CreateChannel(await person.CreateWorkspace());
            ears.all[person] = (await HubClient.Connect(person), own);
        }

        return ears;
    }

    /// <summary>Whether somebody was told of what happened there in the channel.</summary>
    public async Task<bool> Hear(Person person, string channel, long position)
    {
        var (hub, own) = all[person];
        var after = await person.Say(own, "And now?");
        await hub.UntilPosition(after.Position);
        return hub.In(channel).Any(push => push.Position == position);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (hub, _) in all.Values) await hub.DisposeAsync();
    }
}
