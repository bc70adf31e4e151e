using EventChat.Commands.Handling;
using EventChat.Commands.Messages;
using EventChat.Commands.Names;
using Microsoft.Extensions.DependencyInjection;

namespace EventChat.Commands;

public static class CommandsRegistration
{
    public static IServiceCollection AddCommands(this IServiceCollection services) => services
        .AddSingleton<CommandMetrics>()
        .AddSingleton<CommandHandler>()
        .AddSingleton<NameRegistry>()
        .AddSingleton<MessageEntities>()
        .AddHostedService(static p => p.GetRequiredService<CommandHandler>());
}
