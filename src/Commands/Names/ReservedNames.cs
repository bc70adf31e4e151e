using EventChat.Events.Channels;

namespace EventChat.Commands.Names;

/// <summary>What can stand behind an <c>@</c> and is nobody's name: these words come before people and groups of the same name.</summary>
public static class ReservedNames
{
    /// <param name="name">In any case.</param>
    public static EntityKind? Find(string name) => name.ToLowerInvariant() switch
    {
        "channel" or "all" or "everyone" => EntityKind.Everyone,
        "here" => EntityKind.Here,
        _ => null,
    };
}
