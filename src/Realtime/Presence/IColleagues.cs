using EventChat.Events;

namespace EventChat.Realtime.Presence;

/// <summary>Who knows whom: people who share a workspace. The front door answers, from the head of the log.</summary>
public interface IColleagues
{
    /// <returns>Those of the people who share a workspace with this one.</returns>
    Task<IReadOnlySet<UserId>> Among(UserId user, IReadOnlyCollection<UserId> people, CancellationToken ct);
}
