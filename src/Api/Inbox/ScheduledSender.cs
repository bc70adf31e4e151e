using EventChat.Api.Messages;
using EventChat.Commands.Handling;
using EventChat.Commands.Inbox;
using EventChat.Commands.Users;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Inbox;
using EventChat.Events.Store;
using EventChat.Projections.Inbox;
using EventChat.Projections.Running;
using AnInbox = EventChat.Commands.Inbox.Inbox;

namespace EventChat.Api.Inbox;

/// <summary>
/// Sends what fell due, as its author and by the rules of that moment. First it is taken out of the author's hands, then sent under a key of its own, then settled:
/// whoever goes on where another died comes to the same message.
/// </summary>
internal sealed class ScheduledSender(ScheduledQueries scheduled, ScheduledWords words, CommandHandler commands, Sending sending, TimeProvider clock) : IErrand
{
    private const int AtOnce = 100, Together = 8;

    public string Name => "scheduled-messages";
    public TimeSpan Pause { get; } = TimeSpan.FromMilliseconds(250);

    public async Task Run(CancellationToken ct)
    {
        var due = await scheduled.Due(clock.GetUtcNow(), AtOnce, ct);
        await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = Together, CancellationToken = ct }, async (view, token) => await Send(view.UserId, view.ScheduledId, token));
    }

    /// <summary>The view says which; what it says and whether it still waits is asked at the head of the log.</summary>
    private async Task Send(UserId author, ScheduledId id, CancellationToken ct)
    {
        if ((await commands.Handle(new TakeDue(author, id), Caller.System, ct)).Refusal is not null) return;
        if (await words.Read(author, id, ct) is not { State: ScheduledState.Due } due) return;

        var message = due.Fact;
        var result = await IsClosed(author, ct)
            ? CommandResult.Of(new AccountNotFound(author))
            : await sending.Send(new(message.ChannelId, message.Text, message.ThreadRoot, message.Broadcast ?? false, $"scheduled-{id}"), new(author), ct);
        // Not now: it stays due, and is tried again at the next look.
        if (result.Refusal is Refusal.Unavailable) return;
        var number = (result.Last?.Event as MessageSent)?.Number;
        await commands.Handle(new SettleScheduled(author, id, number, result.Refusal?.Code), Caller.System, ct);
    }

    private Task<bool> IsClosed(UserId author, CancellationToken ct) =>
        commands.Ask<User, bool>(StreamName.For(author), static (user, _) => user.IsDeactivated, ct);
}

/// <summary>A scheduled message as it is at the head of the log: the state knows where its words are.</summary>
internal sealed class ScheduledWords(CommandHandler commands, IEventStore store)
{
    public sealed record Known(MessageScheduled Fact, DateTimeOffset MadeAt, ScheduledState State);

    public async Task<Known?> Read(UserId author, ScheduledId id, CancellationToken ct)
    {
        var stream = StreamName.ForInbox(author);
        if (await commands.Ask<AnInbox, ScheduledFacts?>(stream, (inbox, _) => inbox.FindScheduled(id), ct) is not { } facts) return null;
        var made = await store.ReadStream(stream, facts.Made - 1, ct).FirstAsync(ct);
        var worded = facts.Worded == facts.Made ? made : await store.ReadStream(stream, facts.Worded - 1, ct).FirstAsync(ct);
        var fact = (MessageScheduled)made.Event;
        return new(fact with { Text = (worded.Event as ScheduledMessageChanged)?.Text ?? fact.Text, SendAt = facts.SendAt }, made.RecordedAt, facts.State);
    }
}
