using EventChat.Adapters.EventStore;
using EventChat.Adapters.Privacy;
using EventChat.Adapters.Snapshots;
using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Messages;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Privacy;
using EventChat.Events.Serialization;
using EventChat.Events.Store;
using Microsoft.Extensions.Options;
using static EventChat.Specs.Support.Cast;

namespace EventChat.Specs.Support;

/// <summary>The write side of one server. Two over one log are two servers.</summary>
internal sealed class Node(IEventStore store, CommandOptions? options = null, ISnapshotStore? snapshots = null, TimeProvider? clock = null) : IDisposable
{
    private CommandHandler? commands;

    public Meters Meters { get; } = new();
    public CommandHandler Commands => commands ??= Start();

    public static InMemoryEventStore NewLog() => new(EventTypes.All, new Sealer(new InMemoryKeyring()));

    public Task<CommandResult> Do(ICommand<Channel> command, UserId by) => Commands.Handle(command, As(by));

    public Task<CommandResult> Say(string text, UserId by, string? key = null) => Do(new SendMessage(General, text, ClientMessageId: key), by);

    public Task<int> LastNumber() => Commands.Ask<Channel, int>(StreamName.For(General), static (channel, _) => channel.LastNumber);

    /// <summary>Makes General, with Ada and Bob in it.</summary>
    public async Task<Node> WithGeneral()
    {
        await Do(new CreateChannel(General, Home, "general", ChannelKind.Public, "", ""), Ada);
        await Do(new JoinChannel(General), Bob);
        return this;
    }

    public void Dispose() => Meters.Dispose();

    private CommandHandler Start() => new(
        store, snapshots ?? new InMemorySnapshotStore(), Options.Create(options ?? new()), new CommandMetrics(Meters), clock ?? TimeProvider.System);
}

internal static class LogWords
{
    public static Task<List<MessageSent>> Messages(this IEventStore store) => store.Messages(General);

    public static async Task<List<MessageSent>> Messages(this IEventStore store, ChannelId channel)
    {
        List<MessageSent> messages = [];
        await foreach (var e in store.ReadStream(StreamName.For(channel), 0, CancellationToken.None))
            if (e.Event is MessageSent sent) messages.Add(sent);
        return messages;
    }
}
