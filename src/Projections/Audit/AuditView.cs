using System.Text.Json.Nodes;
using EventChat.Events;
using EventChat.Projections.Running;

namespace EventChat.Projections.Audit;

/// <summary>One thing that was done to a workspace, a channel or their people. Its id begins with the workspace's, so that they lie side by side.</summary>
/// <param name="Action">The public name of the event.</param>
/// <param name="Target">Id of whom or what it was done to.</param>
/// <param name="IsPrivate">Only who is in the channel may see it.</param>
/// <param name="Address">Of the session, where that is known.</param>
/// <param name="Before">What the event changed, as it was.</param>
public sealed record AuditView(
    string Id, WorkspaceId WorkspaceId, long Position, DateTimeOffset At, UserId Actor, string Action, string Target, ChannelId? ChannelId, bool IsPrivate,
    SessionId? Session, string? Address, string? Device, JsonObject? Before, JsonObject? After) : IView
{
    public static string IdOf(WorkspaceId workspace, long position) => $"{workspace}:{position:D19}";
}

/// <summary>What the audit log has heard of a workspace, a member, a channel or a session: the 'before' of whatever changes it next.</summary>
public sealed record AuditSubject(string Id, JsonObject Known) : IView;
