using EventChat.Api.Http;
using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Messages;

namespace EventChat.Api.Messages;

/// <summary>Sends in somebody's name what they asked for in another way than by sending it: later, or from elsewhere.</summary>
internal sealed class Sending(CommandHandler commands, Callers callers, MessageEntities entities)
{
    /// <returns>The message, or why it was refused, as if they had sent it themselves.</returns>
    public async Task<CommandResult> Send(SendMessage command, Caller caller, CancellationToken ct)
    {
        command = command with { Entities = await entities.In(command.Text, command.ChannelId, caller.User, ct) };
        var result = await commands.Handle(command, caller, ct);
        return result.Refusal is ChannelNotFound && await callers.HomeOf(command.ChannelId, ct) is { } home
            ? await commands.Handle(command, caller with { Role = await callers.RoleOf(home, caller.User, ct) }, ct)
            : result;
    }
}
