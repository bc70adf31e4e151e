using EventChat.Commands.Handling;
using EventChat.Commands.Messages;
using EventChat.Events;
using EventChat.Events.Inbox;
using EventChat.Events.Store;

namespace EventChat.Commands.Inbox;

/// <summary>Whether it may be sent is asked when its time has come; whoever makes this has looked whether it may now.</summary>
public sealed record ScheduleMessage(
    UserId UserId, ScheduledId Id, ChannelId ChannelId, string Text, DateTimeOffset SendAt, int? ThreadRoot = null, bool Broadcast = false) : ICommand<Inbox>
{
    /// <summary>That a person may have waiting.</summary>
    public const int MaxOpen = 100;

    /// <summary>Days ahead.</summary>
    public const int MaxDays = 120;

    public StreamName Stream => StreamName.ForInbox(UserId);

    public Decision Decide(Inbox inbox, CommandContext context)
    {
        if (inbox.FindScheduled(Id) is { } known) return Decision.AlreadyDone(known.Made);
        if (MessageText.Refuses(Text) is { } text) return text;
        if (RefusesTime(SendAt, context.Now) is { } time) return time;
        if (inbox.OpenScheduled >= MaxOpen) return new TooManyScheduled();

        return Fact;
    }

    public bool Repeats(DomainEvent first) => Fact.Equals(first);

    internal static Refusal? RefusesTime(DateTimeOffset at, DateTimeOffset now) =>
        at <= now ? new ScheduleInThePast() : at > now.AddDays(MaxDays) ? new ScheduleTooFarAhead() : null;

    private MessageScheduled Fact => new(Id, ChannelId, Text, SendAt, ThreadRoot, Broadcast ? true : null);
}

/// <summary>What is null stays as it is.</summary>
public sealed record ChangeScheduled(UserId UserId, ScheduledId Id, string? Text, DateTimeOffset? SendAt) : ICommand<Inbox>
{
    public StreamName Stream => StreamName.ForInbox(UserId);

    public Decision Decide(Inbox inbox, CommandContext context)
    {
        if (inbox.FindScheduled(Id) is not { State: not ScheduledState.Cancelled } facts) return new ScheduledNotFound(Id);
        if (facts.State == ScheduledState.Failed) return new ScheduledHasFailed(Id);
        if (facts.State != ScheduledState.Open) return new ScheduledIsSent(Id);
        if (Text is not null && MessageText.Refuses(Text) is { } text) return text;
        var (words, time) = (Text is { } said && TextHash.Of(said) != facts.TextHash ? said : null, SendAt is { } at && at != facts.SendAt ? at : (DateTimeOffset?)null);
        if (time is { } moved && ScheduleMessage.RefusesTime(moved, context.Now) is { } refusal) return refusal;

        return words is null && time is null ? Decision.Nothing : new ScheduledMessageChanged(Id, words, time);
    }
}

/// <summary>Of one that failed, that it need not be shown any more.</summary>
public sealed record CancelScheduled(UserId UserId, ScheduledId Id) : ICommand<Inbox>
{
    public StreamName Stream => StreamName.ForInbox(UserId);

    public Decision Decide(Inbox inbox, CommandContext context) => inbox.FindScheduled(Id)?.State switch
    {
        null => new ScheduledNotFound(Id),
        ScheduledState.Open or ScheduledState.Failed => new ScheduledMessageCancelled(Id),
        ScheduledState.Cancelled => Decision.Nothing,
        _ => new ScheduledIsSent(Id),
    };
}

/// <summary>Takes one whose time has come out of its author's hands. One that was moved to later meanwhile stays.</summary>
public sealed record TakeDue(UserId UserId, ScheduledId Id) : ICommand<Inbox>
{
    public StreamName Stream => StreamName.ForInbox(UserId);

    public Decision Decide(Inbox inbox, CommandContext context) =>
        inbox.FindScheduled(Id) is { State: ScheduledState.Open } facts && facts.SendAt <= context.Now ? new ScheduledMessageDue(Id) : Decision.Nothing;
}

/// <summary>Says what became of one that was due: the number it was given, or the code of the refusal.</summary>
public sealed record SettleScheduled(UserId UserId, ScheduledId Id, int? Number, string? Code) : ICommand<Inbox>
{
    public StreamName Stream => StreamName.ForInbox(UserId);

    public Decision Decide(Inbox inbox, CommandContext context) =>
        inbox.FindScheduled(Id)?.State != ScheduledState.Due ? Decision.Nothing
        : Number is { } number ? new ScheduledMessageSent(Id, number)
        : new ScheduledMessageFailed(Id, Code ?? "server.error");
}

public sealed record ScheduledNotFound(ScheduledId Id) : Refusal.NotFound("schedule.not-found", $"You have no scheduled message {Id}.");

public sealed record ScheduledIsSent(ScheduledId Id) : Refusal.Conflict("schedule.already-sent", $"The time of {Id} has come: it is sent, or just being sent.");

public sealed record ScheduledHasFailed(ScheduledId Id)
    : Refusal.Conflict("schedule.failed", $"{Id} was refused when its time had come; schedule another one.");

public sealed record ScheduleInThePast() : Refusal.Invalid("schedule.in-the-past", "'sendAt' is in the past; send the message now, or choose a later time.", "sendAt");

public sealed record ScheduleTooFarAhead()
    : Refusal.Invalid("schedule.too-far-ahead", $"'sendAt' is at most {ScheduleMessage.MaxDays} days ahead.", "sendAt");

public sealed record TooManyScheduled() : Refusal.Invalid("schedule.too-many", $"You have {ScheduleMessage.MaxOpen} messages waiting; cancel one first.");
