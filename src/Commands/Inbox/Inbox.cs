using EventChat.Commands.Handling;
using EventChat.Commands.Notifications;
using EventChat.Events;
using EventChat.Events.Inbox;
using EventChat.Events.Store;

namespace EventChat.Commands.Inbox;

/// <summary>How far a person has read, channel by channel.</summary>
public sealed class Inbox : IState<Inbox>
{
    private readonly Dictionary<ChannelId, int> read = [];

    public Preferences Preferences { get; } = new();
    public long Bytes => 128 + read.Count * 64L + Preferences.Bytes;
    public static Inbox Initial() => new();
    public int LastRead(ChannelId channel) => read.GetValueOrDefault(channel);

    public void Apply(DomainEvent @event, UserId actor, long version, DateTimeOffset at)
    {
        if (@event is ChannelRead e) read[e.ChannelId] = e.Number;
        else Preferences.Apply(@event);
    }
}

/// <summary>Also backwards, to mark unread from there on.</summary>
/// <param name="LastNumber">Of the channel; nothing beyond it can be read yet.</param>
public sealed record MarkRead(ChannelId ChannelId, UserId UserId, int Number, int LastNumber) : ICommand<Inbox>
{
    public StreamName Stream => StreamName.ForInbox(UserId);

    public Decision Decide(Inbox inbox, CommandContext context)
    {
        if (Number < 0 || Number > LastNumber) return new NothingThereYet(Number, LastNumber);
        return inbox.LastRead(ChannelId) == Number ? Decision.Nothing : new ChannelRead(ChannelId, Number);
    }
}

public sealed record NothingThereYet(int Number, int Last)
    : Refusal.Invalid("inbox.number-beyond-end", $"The channel has messages 1 to {Last}, and 0 is for none read; {Number} cannot be read yet.", "number");
