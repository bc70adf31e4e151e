namespace EventChat.Api.Compliance;

internal static class ComplianceRegistration
{
    public static IServiceCollection AddCompliance(this IServiceCollection services) => services.AddSingleton<Officers>().AddSingleton<Places>().AddSingleton<HoldDesk>().AddSingleton<ReplayDesk>().AddSingleton<RetentionDesk>();

    public static IEndpointRouteBuilder MapCompliance(this IEndpointRouteBuilder routes) => routes.MapRecord().MapHolds().MapReplay().MapAccess().MapRetention();
}
