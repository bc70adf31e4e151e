using EventChat.Commands.Handling;
using EventChat.Events;
using EventChat.Events.Workspaces;

namespace EventChat.Specs.Support;

/// <summary>The people and places of every story. Mallory is in the workspace and not in the channel.</summary>
internal static class Cast
{
    public static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly UserId Ada = Id.Parse<UserId>("U00000000000000000000000ADA");
    public static readonly UserId Bob = Id.Parse<UserId>("U00000000000000000000000B0B");
    public static readonly UserId Mallory = Id.Parse<UserId>("U0000000000000000000MA110RY");
    public static readonly WorkspaceId Home = Id.Parse<WorkspaceId>("W0000000000000000000000H0ME");
    public static readonly ChannelId General = Id.Parse<ChannelId>("C0000000000000000000GENERA1");
    public static readonly ChannelId Cellar = Id.Parse<ChannelId>("C00000000000000000000CE11AR");

    public static readonly ChannelId Lovers = Id.Parse<ChannelId>("D00000000000000000ADAANDB0B");

    public static readonly GroupId Crew = Id.Parse<GroupId>("G" + new string('0', 22) + "CREW");
    public static readonly AppId Robot = Id.Parse<AppId>("A" + new string('0', 21) + "R0B0T");
    public static readonly UserId RobotsBot = Id.Parse<UserId>("U" + new string('0', 21) + "R0B0T");
    public static readonly SubscriptionId RobotsSubscription = Id.Parse<SubscriptionId>("K" + new string('0', 21) + "R0B0T");
    public static readonly AppTokenId RobotsToken = Id.Parse<AppTokenId>("B" + new string('0', 21) + "R0B0T");
    public static readonly HookId Alerts = Id.Parse<HookId>("N" + new string('0', 20) + "A1ERTS");
    public static readonly UserId AlertsBot = Id.Parse<UserId>("U" + new string('0', 20) + "A1ERTS");
    public static readonly InviteId Welcome = Id.Parse<InviteId>("I0000000000000000000WE1C0ME");

    public static readonly ExportId CaseExport = Id.Parse<ExportId>("X" + new string('0', 20) + "EXP0RT");
    public static readonly HoldId CaseHold = Id.Parse<HoldId>("H" + new string('0', 22) + "H01D");
    public static readonly ErasureId Forgotten = Id.Parse<ErasureId>("E" + new string('0', 21) + "G0NE1");

    public static readonly ScheduledId Later = Id.Parse<ScheduledId>("T0000000000000000000001ATER");

    public static Caller As(UserId user, WorkspaceRole? role = WorkspaceRole.Member) => new(user, null, role);

    public static Past By(UserId actor, DomainEvent @event) => new(@event, actor, Noon);

    public static Past At(DateTimeOffset at, UserId actor, DomainEvent @event) => new(@event, actor, at);
}

/// <summary>What has happened already. Where nobody is named, Ada did it.</summary>
internal sealed record Past(DomainEvent Event, UserId By, DateTimeOffset At)
{
    public static implicit operator Past(DomainEvent @event) => Cast.By(Cast.Ada, @event);
}
