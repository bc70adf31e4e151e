using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Events;
using EventChat.Events.Store;

namespace EventChat.Api.Demo;

/// <summary>
/// A command that is decided only in the state of the channel that the ones before it were to leave. So many may be on their way at once: where
/// one fails, or somebody else writes, those behind it fail too, and none is recorded out of order or in a wrong thread.
/// </summary>
internal sealed record InTurn(ICommand<Channel> Command, int LastNumber, int MemberCount) : ICommand<Channel>
{
    public StreamName Stream => Command.Stream;

    public Decision Decide(Channel channel, CommandContext context) =>
        channel.LastNumber == LastNumber && channel.MemberCount == MemberCount ? Command.Decide(channel, context) : new OutOfTurn();

    public bool Repeats(DomainEvent first) => Command.Repeats(first);
}

internal sealed record OutOfTurn() : Refusal.Unavailable("demo.out-of-turn", "The channel is not where it was expected to be.", 1);
