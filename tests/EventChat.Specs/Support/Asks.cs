using CsCheck;
using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Messages;
using EventChat.Commands.Previews;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Workspaces;
using static EventChat.Specs.Support.Cast;

namespace EventChat.Specs.Support;

/// <summary>Anything that anybody may ask of General, some time after what was asked before.</summary>
internal sealed record Ask(ICommand<Channel> Command, Caller Caller, TimeSpan Later)
{
    private const string Tea = "https://example.org/tea", Cake = "https://example.org/cake";
    private static readonly string[][] Links = [[Tea], [Cake], [Tea, Cake], [Cake, Tea]];
    private static readonly Gen<int> Number = Gen.Int[0, 9];
    private static readonly Gen<int?> Root = Gen.Frequency((3, Gen.Const((int?)null)), (2, Number.Select(static n => (int?)n)));
    private static readonly Gen<string> Text = Gen.OneOf("Hello", "Tea?", "Yes", "No", "漢字 👋🏽", "");
    private static readonly Gen<string> Emoji = Gen.OneOf("👋", "👍", ":tada:");
    private static readonly Gen<string?> Key = Gen.OneOf<string?>(null, null, "k1", "k2", "k3");
    private static readonly Gen<UserId> Person = Gen.OneOf(Ada, Bob, Mallory);

    private static readonly Gen<TextEntities?> Mentions = Gen.OneOf<TextEntities?>(
        null, null, [new(EntityKind.Here, 0, 5)], [new(EntityKind.User, 0, 4, UserId: Ada), new(EntityKind.Group, 5, 5, GroupId: Crew)],
        [new(EntityKind.User, 0, 4, UserId: Bob), new(EntityKind.User, 5, 4, UserId: Ada), new(EntityKind.User, 10, 4, UserId: Bob)]);

    private static readonly Gen<WorkspaceRole?> Role = Gen.OneOf<WorkspaceRole?>(
        null, WorkspaceRole.Guest, WorkspaceRole.Member, WorkspaceRole.Member, WorkspaceRole.Admin, WorkspaceRole.Owner);

    private static readonly Gen<ICommand<Channel>> Anything = Gen.Frequency<ICommand<Channel>>(
        (1, Gen.OneOf(ChannelKind.Public, ChannelKind.Private).Select(static k => new CreateChannel(General, Home, "general", k, "", ""))),
        (1, Text.Select(static t => new RenameChannel(General, t))),
        (1, Gen.Select(Text, Text).Select(static (topic, purpose) => new DescribeChannel(General, topic, purpose))),
        (1, Gen.Const(new ArchiveChannel(General))),
        (2, Gen.Const(new UnarchiveChannel(General))),
        (1, Gen.Const(new FreezeChannel(General))),
        (3, Gen.Const(new ThawChannel(General))),
        (4, Gen.Const(new JoinChannel(General))),
        (1, Gen.Const(new LeaveChannel(General))),
        (3, Gen.Select(Person, Gen.Bool).Select(static (person, known) => new AddMember(General, person, known))),
        (1, Person.Select(static p => new RemoveMember(General, p))),
        (16, Gen.Select(Text, Root, Gen.Bool, Key, Mentions).Select(static (text, root, broadcast, key, mentions) => new SendMessage(General, text, root, broadcast && root > 0, key, Entities: mentions))),
        (4, Gen.Select(Number, Text, Mentions).Select(static (number, text, mentions) => new EditMessage(General, number, text, mentions))),
        (4, Number.Select(static n => new DeleteMessage(General, n))),
        (8, Gen.Select(Number, Emoji).Select(static (number, emoji) => new AddReaction(General, number, emoji))),
        (5, Gen.Select(Number, Emoji).Select(static (number, emoji) => new RemoveReaction(General, number, emoji))),
        (2, Gen.Select(Text, Key).Select(static (text, key) => new SendMessage(General, text, ClientMessageId: key, Forwarded: new(new(Bob, "Psst", Noon, null, Cellar, 1), Home, IsPublic: false)))),
        (3, Gen.Select(Number, Gen.OneOf(Links)).Select(static (n, urls) => new EditMessage(General, n, string.Join(' ', urls), EntitiesOf(urls)))),
        (6, Gen.Select(Number, Gen.OneOf(Links), Gen.OneOf(Tea, Cake)).Select(static (n, urls, url) => new AddPreview(General, n, string.Join(' ', urls), url, new(url)))),
        (5, Number.Select(static n => new PinMessage(General, n))),
        (3, Number.Select(static n => new UnpinMessage(General, n))));

    public static readonly Gen<Ask> Any = Gen.Select(Anything, Person, Role, Gen.Int[0, 600])
        .Select(static (command, person, role, minutes) => new Ask(
            command, command is FreezeChannel or ThawChannel or AddPreview ? Caller.System : As(person, role), TimeSpan.FromMinutes(minutes)));

    private static TextEntities EntitiesOf(string[] urls)
    {
        var offset = 0;
        List<TextEntity> entities = [];
        foreach (var url in urls)
        {
            entities.Add(new(EntityKind.Link, offset, url.Length));
            offset += url.Length + 1;
        }

        return [.. entities];
    }

    /// <summary>Most histories begin with a channel that has people in it, so that something comes of them.</summary>
    public static Gen<Ask[]> Many(int most) => Any.Array[0, most].Select(static asks => (Ask[])
    [
        new(new CreateChannel(General, Home, "general", ChannelKind.Public, "", ""), As(Ada), TimeSpan.Zero),
        new(new JoinChannel(General), As(Bob), TimeSpan.Zero), .. asks,
    ]);
}
