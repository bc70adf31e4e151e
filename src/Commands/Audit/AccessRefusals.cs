using EventChat.Commands.Handling;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Audit;
using EventChat.Events.Store;

namespace EventChat.Commands.Audit;

/// <summary>What was recorded of refusals lately, so that nobody can flood the log by asking again and again.</summary>
public sealed class AccessRefusals
{
    public const int MostPerDay = 1_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private readonly Dictionary<(UserId Actor, string Action), DateTimeOffset> last = [];
    private DateTime day;
    private int today;

    public long Bytes => last.Count * 160L;

    public bool Takes(UserId actor, string action, DateTimeOffset now) =>
        (now.UtcDateTime.Date != day || today < MostPerDay) && !(last.TryGetValue((actor, action), out var at) && now - at < Pause);

    public void Apply(UserId actor, string action, DateTimeOffset at)
    {
        if (at.UtcDateTime.Date != day)
        {
            (day, today) = (at.UtcDateTime.Date, 0);
            foreach (var old in last.Where(l => at - l.Value >= Pause).ToList()) last.Remove(old.Key);
        }

        last[(actor, action)] = at;
        today++;
    }
}

/// <summary>Strangers leave no trace: for them there is no such workspace.</summary>
public sealed record RecordRefusedAccess(WorkspaceId WorkspaceId, string Action) : ICommand<Workspace>
{
    public StreamName Stream => StreamName.For(WorkspaceId);

    public Decision Decide(Workspace workspace, CommandContext context) =>
        workspace.RoleOf(context.Actor) is not null && workspace.Refused.Takes(context.Actor, Action, context.Now)
            ? new WorkspaceAccessRefused(Action)
            : Decision.Nothing;
}
