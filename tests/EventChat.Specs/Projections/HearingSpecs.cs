using EventChat.Events;
using EventChat.Events.Serialization;
using EventChat.Events.Store;
using EventChat.Projections.Audit;
using EventChat.Projections.Mentions;
using EventChat.Projections.Notifications;
using EventChat.Projections.Running;
using EventChat.Projections.Search;
using EventChat.Specs.Events;
using Snapshooter.Xunit;
using static EventChat.Specs.Support.Cast;

namespace EventChat.Specs.Projections;

public class HearingSpecs
{
    /// <summary>A fact that nobody hears shows as an empty row in review.</summary>
    [Fact]
    public void Which_projection_hears_which_fact_is_as_it_was_reviewed()
    {
        var projections = typeof(IProjector).Assembly.GetTypes()
            .Select(static type => (Type: type, Interface: type.GetInterfaces().FirstOrDefault(static i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IProjection<>))))
            .Where(static p => p.Interface is not null && !p.Type.IsAbstract).ToList();
        var hearing = Samples.All.Select(fact => (
            Name: EventTypes.All.StoredNames[fact.GetType()],
            Heard: projections.Select(p => Hears(p.Type, p.Interface!.GenericTypeArguments[0], fact))
                .Append(AuditFact.Concerns(Recorded(fact)) ? "audit" : null)
                .Append(NotificationSource.Concerns(fact) ? "notifications" : null)
                .Append(StreamOf(fact).StartsWith(StreamName.Channels) && MentionFold.Concerns(Recorded(fact)) is not null ? "inbox" : null)
                .Append(SearchFold.Concerns(Recorded(fact)).Count > 0 || SearchLanguages.Concerns(fact) ? "search" : null).Where(static name => name is not null).Order()));

        Snapshot.Match(string.Join('\n', hearing.OrderBy(static h => h.Name, StringComparer.Ordinal).Select(static h => $"{h.Name,-25} {string.Join(' ', h.Heard)}".TrimEnd())) + "\n");
    }

    private static string? Hears(Type projection, Type view, DomainEvent fact) => (string?)typeof(HearingSpecs)
        .GetMethod(nameof(NameWhereItHears), System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic)!
        .MakeGenericMethod(projection, view).Invoke(null, [Recorded(fact)]);

    private static string? NameWhereItHears<TProjection, TView>(RecordedEvent recorded) where TProjection : IProjection<TView> where TView : class =>
        TProjection.Streams.Matches(recorded.Stream) && TProjection.Concerns(recorded).Count > 0 ? TProjection.Name : null;

    private static RecordedEvent Recorded(DomainEvent fact) => new(EventTypes.All, fact)
    {
        Position = new(1), Stream = StreamOf(fact), Version = 1, Id = Guid.Empty, Type = EventTypes.All.StoredNames[fact.GetType()], Data = default,
        Context = new(Ada, null, Guid.Empty, Guid.Empty), RecordedAt = Noon, Hash = HashChain.Genesis,
    };

    private static StreamName StreamOf(DomainEvent fact) => EventTypes.All.StoredNames[fact.GetType()].Split('.')[0] switch
    {
        "workspace" or "invite" or "group" or "emoji" or "hook" or "app" or "subscription" or "command" => StreamName.For(Home),
        "user" => StreamName.For(Ada),
        "inbox" => StreamName.ForInbox(Ada),
        "governance" => StreamName.ForGovernance(Home),
        "name" => new(StreamName.Names + "0"),
        _ => StreamName.For(General),
    };
}
