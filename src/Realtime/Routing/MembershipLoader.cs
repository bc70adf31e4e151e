using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Projections.Members;
using EventChat.Projections.Running;

namespace EventChat.Realtime.Routing;

/// <summary>The channels of somebody who has just connected, no older than the router's position.</summary>
public sealed class MembershipLoader(MemberQueries members, ProjectionProgress progress)
{
    private const int Tries = 15;

    public async Task<(Position Through, IReadOnlySet<ChannelId> Channels)> Load(UserId user, Position atLeast, CancellationToken ct)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            if (!await progress.Reached(atLeast, [MembershipProjection.Name], ct)) continue;
            var (stored, channels) = await members.ChannelsOf(user, ct);
            return (stored < atLeast ? atLeast : stored, channels);
        }

        throw new TimeoutException("The members read model is far behind.");
    }
}
