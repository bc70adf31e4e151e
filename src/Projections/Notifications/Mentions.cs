using EventChat.Events;
using EventChat.Events.Channels;

namespace EventChat.Projections.Notifications;

/// <summary>Whom a text mentions.</summary>
internal readonly record struct Mentions(IReadOnlyList<UserId> Users, IReadOnlyList<GroupId> Groups, bool Everyone = false, bool Here = false)
{
    private static readonly Mentions None = new([], []);

    public static Mentions Of(DomainEvent e) => e switch
    {
        MessageSent { Entities: { } entities } => Of(entities),
        MessageEdited { Entities: { } entities } => Of(entities),
        _ => None,
    };

    private static Mentions Of(TextEntities entities) =>
        new(entities.Users, entities.Groups, entities.Any(static e => e.Kind == EntityKind.Everyone), entities.Any(static e => e.Kind == EntityKind.Here));
}
