using System.Text.Json.Serialization.Metadata;
using EventChat.Events.Privacy;
using EventChat.Events.Store;
using EventChat.Events.Users;
using EventChat.Projections.Running;

namespace EventChat.Projections.Users;

/// <summary>A person as others see it.</summary>
public sealed record UserView(string Id, string Username, string DisplayName, string? AvatarUrl = null, bool Deactivated = false, bool IsBot = false) : IView;

public sealed class UserProjection : IProjection<UserView>
{
    public static string Name => "users";
    public static StreamFilter Streams { get; } = new(StreamName.Users);
    public static JsonTypeInfo<UserView> Json => ViewJson.Default.UserView;

    public static IReadOnlyList<string> Concerns(RecordedEvent recorded) =>
        recorded.Event is UserRegistered or ProfileChanged or UserDeactivated or UserErased ? [recorded.Stream.Value[StreamName.Users.Length..]] : [];

    public static UserView? Evolve(UserView? view, string id, RecordedEvent recorded) => recorded.Event switch
    {
        UserRegistered e => new(id, e.Username, e.DisplayName, IsBot: e.Bot is not null),
        ProfileChanged e when view is not null => Changed(view, e),
        UserDeactivated when view is not null => view with { Deactivated = true },
        UserErased when view is not null => view with { Username = $"erased-{id[^8..].ToLowerInvariant()}", DisplayName = "Erased", AvatarUrl = null },
        _ => view,
    };

    private static UserView Changed(UserView view, ProfileChanged e) => view with
    {
        DisplayName = e.DisplayName ?? view.DisplayName,
        AvatarUrl = e.AvatarUrl is "" ? null : e.AvatarUrl ?? view.AvatarUrl,
    };
}
