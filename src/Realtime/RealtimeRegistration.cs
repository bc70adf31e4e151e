using EventChat.Realtime.Calls;
using EventChat.Realtime.Drafts;
using EventChat.Realtime.Notifications;
using EventChat.Realtime.Presence;
using EventChat.Realtime.Pushes;
using EventChat.Realtime.Routing;
using EventChat.Realtime.Typing;
using MessagePack;
using MessagePack.Resolvers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace EventChat.Realtime;

public static class RealtimeRegistration
{
    public const string HubPath = "/hubs/chat";

    /// <summary>In bytes: more than a body over REST, so that thousands of cursors fit.</summary>
    private const int LargestCall = 512 * 1024;

    private static readonly MessagePackSerializerOptions Packing = MessagePackSerializerOptions.Standard
        .WithResolver(CompositeResolver.Create([new HubAnswerPack(), new BodyPack()], [StandardResolver.Instance])).WithSecurity(MessagePackSecurity.UntrustedData);

    public static IServiceCollection AddRealtime(this IServiceCollection services)
    {
        services.AddSignalR(static hub =>
        {
            hub.KeepAliveInterval = TimeSpan.FromSeconds(15);
            hub.ClientTimeoutInterval = TimeSpan.FromSeconds(60);
            hub.MaximumReceiveMessageSize = LargestCall;
            hub.AddFilter<CallFailures>();
        }).AddMessagePackProtocol(static pack => pack.SerializerOptions = Packing);
        services.AddOptionsWithValidateOnStart<PresenceOptions, PresenceOptionsValidator>().BindConfiguration(PresenceOptions.Section);
        return services
            .AddSingleton<CallFailures>()
            .AddSingleton<PushMetrics>()
            .AddSingleton<PushLag>()
            .AddSingleton<MembershipLoader>()
            .AddSingleton<ChannelRouter>()
            .AddHostedService(static p => p.GetRequiredService<ChannelRouter>())
            .AddHostedService<NotificationPusher>()
            .AddSingleton<Frontier>()
            .AddSingleton<Devices>()
            .AddSingleton<PresenceDesk>()
            .AddSingleton<PresenceFollower>()
            .AddHostedService(static p => p.GetRequiredService<PresenceFollower>())
            .AddHostedService<PresencePusher>()
            .AddHostedService<TypingPusher>()
            .AddHostedService<DraftPusher>()
            .AddSingleton<SentDrafts>()
            .AddHostedService(static p => p.GetRequiredService<SentDrafts>())
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
