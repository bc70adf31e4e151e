using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Workspaces;

namespace EventChat.Specs.Support;

/// <summary>How stories begin.</summary>
internal static class Histories
{
    /// <summary>Ada made General, which is open, and Bob is in it too.</summary>
    public static readonly IReadOnlyList<Past> GeneralIsThere =
    [
        new ChannelCreated(Cast.Home, "general", ChannelKind.Public, "Everything", "To talk"),
        new MemberJoined(Cast.Ada),
        Cast.By(Cast.Bob, new MemberJoined(Cast.Bob)),
    ];

    /// <summary>The same, but only members know of it.</summary>
    public static readonly IReadOnlyList<Past> CellarIsThere =
    [
        new ChannelCreated(Cast.Home, "cellar", ChannelKind.Private, "", ""),
        new MemberJoined(Cast.Ada),
        new MemberJoined(Cast.Bob),
    ];

    /// <summary>Ada said hello in General: message 1, version 4.</summary>
    public static readonly IReadOnlyList<Past> AdaSaidHello = [.. GeneralIsThere, new MessageSent(1, "Hello")];

    /// <summary>Bob answered it: message 2, version 5.</summary>
    public static readonly IReadOnlyList<Past> BobAnswered = [.. AdaSaidHello, Cast.By(Cast.Bob, new MessageSent(2, "Hello yourself", ThreadRoot: 1))];

    /// <summary>Ada owns Home, Bob is in it in this role, and Mallory has left.</summary>
    public static IReadOnlyList<Past> HomeWithBob(WorkspaceRole role, params IEnumerable<DomainEvent> then) =>
    [
        new WorkspaceCreated("Home", "home"),
        new WorkspaceMemberJoined(Cast.Ada, WorkspaceRole.Owner),
        new WorkspaceMemberJoined(Cast.Bob, role),
        new WorkspaceMemberJoined(Cast.Mallory, WorkspaceRole.Member),
        Cast.By(Cast.Mallory, new WorkspaceMemberRemoved(Cast.Mallory)),
        .. then.Select(static e => (Past)e),
    ];

    public static readonly IReadOnlyList<Past> GeneralIsArchived = [.. BobAnswered, new ChannelArchived()];
}
