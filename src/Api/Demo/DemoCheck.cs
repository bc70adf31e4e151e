using EventChat.Adapters;
using EventChat.Events.Store;
using EventChat.Projections.Running;
using EventChat.Projections.Timeline;

namespace EventChat.Api.Demo;

/// <summary>Looks at what was loaded as a reader will: every message of the files, in order, with its text and in its thread.</summary>
internal sealed class DemoCheck(IEventStore store, ProjectionProgress progress, TimelineQueries timeline)
{
    private const int Page = 1000;
    private static readonly string[] Needed = ["timeline", "channels", "members", "users", "workspaces", "workspace-members"];

    /// <exception cref="StartupException">The read models stand still, or do not show what the files hold.</exception>
    public async Task Run(IEnumerable<IrcPlan> plans, CancellationToken ct)
    {
        await CatchUp(ct);
        foreach (var plan in plans) await Check(plan, ct);
    }

    private async Task CatchUp(CancellationToken ct)
    {
        var head = await store.ReadHead(ct);
        while (!await progress.Reached(head, Needed, ct))
            if (progress.Failures is { Count: > 0 } failures)
                throw new StartupException($"the demo is loaded, but cannot be shown: {string.Join(", ", failures.Values)}");
    }

    private async Task Check(IrcPlan plan, CancellationToken ct)
    {
        Dictionary<int, int> numbers = new(plan.Sends.Count);
        List<TimelineMessage> page;
        var after = 0;
        do
        {
            page = await timeline.After(plan.ChannelId, after, Page, ct);
            foreach (var message in page)
            {
                if (plan.StepOf(message.ClientMessageId) is not { } step) continue;
                if (numbers.Count == plan.Sends.Count || !IsShown(plan.Sends[numbers.Count], plan.Steps[step], message, numbers))
                    throw new StartupException($"{plan.Log.Name}: message {message.Number} of channel {plan.ChannelId} is not the one of the file");
                numbers[plan.Steps[step].Line] = message.Number;
            }

            after = page is [.., var last] ? last.Number : after;
        }
        while (page.Count == Page);

        if (numbers.Count < plan.Sends.Count)
            throw new StartupException($"{plan.Log.Name}: channel {plan.ChannelId} shows {numbers.Count} of {plan.Sends.Count} messages");
    }

    /// <summary>A message that somebody deleted since stays as a tombstone.</summary>
    private static bool IsShown(IrcStep.Send expected, IrcStep step, TimelineMessage message, Dictionary<int, int> numbers) =>
        ReferenceEquals(step, expected)
        && (message.DeletedAt is not null || message.Text == expected.Text)
        && message.SentAt == expected.At
        && message.ThreadRoot == (expected.Root is { } root ? numbers[root] : null);
}
