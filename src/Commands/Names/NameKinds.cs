using EventChat.Events;

namespace EventChat.Commands.Names;

/// <summary>The kinds of names that can be had once; see <see cref="NameReservation.StreamOf"/>.</summary>
public static class NameKinds
{
    /// <summary>Folded by <see cref="LookAlike"/>.</summary>
    public const string Usernames = "username";

    /// <summary>Of legal holds: the id of each, had by its workspace, so that the id alone says where to ask.</summary>
    public const string Holds = "hold";

    /// <summary>Of orders to erase somebody, likewise.</summary>
    public const string Erasures = "erasure";

    /// <summary>Of public channels.</summary>
    public static string ChannelsOf(WorkspaceId workspace) => $"channel of {workspace}";
}
