using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Store;

namespace EventChat.Commands.Messages;

/// <summary>Whoever may write in the channel may pin and take pins away, whosesoever they are.</summary>
public sealed record PinMessage(ChannelId ChannelId, int Number) : ICommand<Channel>
{
    public StreamName Stream => StreamName.For(ChannelId);

    public Decision Decide(Channel channel, CommandContext context)
    {
        if (channel.RefusesWriting(ChannelId, context) is { } refusal) return refusal;
        if (channel.Find(Number) is not { } message) return new MessageNotFound(Number);
        if (message.IsDeleted) return new MessageIsDeleted(Number);
        if (channel.Pins.Any(pin => pin.Number == Number)) return Decision.Nothing;
        if (channel.Pins.Count >= Channel.MaxPins) return new TooManyPins();

        return new MessagePinned(Number);
    }
}

public sealed record UnpinMessage(ChannelId ChannelId, int Number) : ICommand<Channel>
{
    public StreamName Stream => StreamName.For(ChannelId);

    public Decision Decide(Channel channel, CommandContext context)
    {
        if (channel.RefusesWriting(ChannelId, context) is { } refusal) return refusal;
        if (channel.Find(Number) is null) return new MessageNotFound(Number);

        return channel.Pins.Any(pin => pin.Number == Number) ? new MessageUnpinned(Number) : Decision.Nothing;
    }
}

public sealed record TooManyPins() : Refusal.Invalid("pin.too-many", $"A channel has at most {Channel.MaxPins} pins; take one away first.");
