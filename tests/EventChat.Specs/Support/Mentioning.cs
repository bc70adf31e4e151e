using EventChat.Adapters.EventStore;
using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Messages;
using EventChat.Commands.Names;
using EventChat.Commands.Users;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Workspaces;
using static EventChat.Specs.Support.Cast;

namespace EventChat.Specs.Support;

/// <summary>
/// The workspace Home with people and channels, where texts are written. Ada owns it, Bob is a guest, both are in General; Charles and Charles-Two are members of the workspace alone.
/// Mallory has an account and is not in it, Eve was removed, and Dora has closed her account.
/// </summary>
internal sealed class Mentioning : IDisposable
{
    private readonly Dictionary<string, UserId> people = [];
    private readonly Node node;
    private readonly MessageEntities entities;

    private Mentioning(InMemoryEventStore log)
    {
        node = new(log);
        entities = new(node.Commands);
    }

    public CommandHandler Commands => node.Commands;
    public UserId this[string name] => people[name];

    public static async Task<Mentioning> Begin()
    {
        var home = new Mentioning(Node.NewLog());
        await home.Register("ada", Ada);
        await home.Commands.Handle(new CreateWorkspace(Home, "Home", "home"), As(Ada));
        foreach (var (name, id) in new[] { ("bob", Bob), ("charles", UserId.New()), ("charles-two", UserId.New()), ("mallory", Mallory), ("eve", UserId.New()), ("dora", UserId.New()) })
            await home.Register(name, id);
        foreach (var name in new[] { "bob", "charles", "charles-two", "eve", "dora" }) await home.Hire(name, name == "bob" ? WorkspaceRole.Guest : WorkspaceRole.Member);
        await home.Commands.Handle(new RemoveWorkspaceMember(Home, home["eve"]), As(Ada));
        await home.Commands.Handle(new DeactivateUser(home["dora"]), As(home["dora"]));
        await home.Make(General, "general", ChannelKind.Public);
        await home.Commands.Handle(new AddMember(General, Bob, IsInWorkspace: true), As(Ada, WorkspaceRole.Owner));
        return home;
    }

    public async Task Register(string name, UserId id)
    {
        people[name] = id;
        await Commands.Handle(new TakeName(NameReservation.StreamOf(NameKinds.Usernames, LookAlike.Of(name)), id.ToString()), As(id));
        await Commands.Handle(new RegisterUser(id, name, name, $"{name}@example.org"), As(id));
    }

    public Task Hire(string name, WorkspaceRole role = WorkspaceRole.Member) => Commands.Handle(new AddWorkspaceMember(Home, people[name], role, Exists: true), As(Ada));

    public async Task Make(ChannelId id, string name, ChannelKind kind, UserId? by = null)
    {
        if (kind == ChannelKind.Public)
            await Commands.Handle(new TakeName(NameReservation.StreamOf(NameKinds.ChannelsOf(Home), name), id.ToString()), As(Ada));
        await Commands.Handle(new CreateChannel(id, Home, name, kind, "", ""), As(by ?? Ada, WorkspaceRole.Owner));
    }

    public ValueTask<TextEntities?> Find(string text, UserId? author = null, ChannelId? channel = null) =>
        entities.In(text, channel ?? General, author ?? Ada, CancellationToken.None);

    /// <summary>Each entity as <c>kind:what it covers</c>.</summary>
    public async Task<string> Read(string text, UserId? author = null, ChannelId? channel = null) =>
        await Find(text, author, channel) is { } found ? string.Join(' ', found.Select(e => $"{e.Kind}:{text.Substring(e.Offset, e.Length)}")) : "";

    public void Dispose() => node.Dispose();
}
