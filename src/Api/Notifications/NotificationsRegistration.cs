using EventChat.Projections.Running;

namespace EventChat.Api.Notifications;

internal static class NotificationsRegistration
{
    public static IServiceCollection AddNotifications(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<NotificationOptions, NotificationOptionsValidator>().BindConfiguration(NotificationOptions.Section);
        return services.AddSingleton<Feeds>().AddSingleton<Unsubscribing>().AddHostedService<Digests>().AddSingleton<IReactor, Pushes>().AddSingleton<IErrand, FeedUpkeep>();
    }
}
