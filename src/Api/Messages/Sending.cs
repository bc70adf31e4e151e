using EventChat.Api.Http;
using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Messages;

namespace EventChat.Api.Messages;

/// <summary>The one way in which a person's message is sent: at once, later, or from elsewhere.</summary>
internal sealed class Sending(CommandHandler commands, Callers callers, MessageEntities entities)
{
    /// <summary>Finds whom and what the text names, and sends it. Members need no role: it is asked for where the channel does not know the caller.</summary>
    /// <param name="ct">Ends what goes before; a command that was taken is answered for.</param>
    /// <returns>The message, or why it was refused.</returns>
    public async Task<CommandResult> Send(SendMessage command, Caller caller, CancellationToken ct)
    {
        command = command with { Entities = await entities.In(command.Text, command.ChannelId, caller.User, ct) };
        var result = await commands.Handle(command, caller, CancellationToken.None);
        return result.Refusal is ChannelNotFound && await callers.HomeOf(command.ChannelId, ct) is { } home
            ? await commands.Handle(command, caller with { Role = await callers.RoleOf(home, caller.User, ct) }, CancellationToken.None)
            : result;
    }
}
