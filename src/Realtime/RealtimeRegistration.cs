using EventChat.Realtime.Pushes;
using EventChat.Realtime.Routing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace EventChat.Realtime;

public static class RealtimeRegistration
{
    public const string HubPath = "/hubs/chat";

    public static IServiceCollection AddRealtime(this IServiceCollection services)
    {
        services.AddSignalR(static hub =>
        {
            hub.KeepAliveInterval = TimeSpan.FromSeconds(15);
            hub.ClientTimeoutInterval = TimeSpan.FromSeconds(60);
        });
        return services
            .AddSingleton<PushMetrics>()
            .AddSingleton<PushLag>()
            .AddSingleton<MembershipLoader>()
            .AddSingleton<ChannelRouter>()
            .AddHostedService(static p => p.GetRequiredService<ChannelRouter>())
            .AddSingleton<HubLifetimeManager<ChatHub>, ChatLifetimeManager>()
            .AddSingleton<IUserIdProvider, SubjectUserId>();
    }

    public static IEndpointConventionBuilder MapRealtime(this IEndpointRouteBuilder routes) =>
        routes.MapHub<ChatHub>(HubPath, static options => options.CloseOnAuthenticationExpiration = true);
}

/// <summary>A connection's person is the token's subject.</summary>
internal sealed class SubjectUserId : IUserIdProvider
{
    public string? GetUserId(HubConnectionContext connection) => connection.User.FindFirst("sub")?.Value;
}
