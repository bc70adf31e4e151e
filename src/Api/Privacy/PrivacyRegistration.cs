using EventChat.Adapters.Privacy;
using EventChat.Projections.Running;

namespace EventChat.Api.Privacy;

internal static class PrivacyRegistration
{
    public static IServiceCollection AddErasures(this IServiceCollection services) =>
        services.AddSingleton<ErasedAccounts>().AddSingleton<ErasureDesk>().AddSingleton<IReactor, Eraser>();
}
