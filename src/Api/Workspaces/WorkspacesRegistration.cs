using System.ComponentModel.DataAnnotations;
using EventChat.Projections.Running;
using Microsoft.Extensions.Options;

namespace EventChat.Api.Workspaces;

public sealed class WorkspaceOptions
{
    public const string Section = "Workspaces";

    /// <summary>Days in which an owner may still restore a workspace that was to be deleted.</summary>
    [Range(0, 3_650)] public int DeletionGraceDays { get; init; } = 30;
}

[OptionsValidator]
internal sealed partial class WorkspaceOptionsValidator : IValidateOptions<WorkspaceOptions>;

internal static class WorkspacesRegistration
{
    public static IServiceCollection AddWorkspaces(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<WorkspaceOptions, WorkspaceOptionsValidator>().BindConfiguration(WorkspaceOptions.Section);
        return services.AddSingleton<Departures>().AddSingleton<Closing>().AddSingleton<Newcomers>().AddSingleton<Ownerships>().AddSingleton<WorkspaceCodes>()
            .AddSingleton<IReactor, WorkspaceReactor>().AddHostedService<ReactorWorker>().AddHostedService<WorkspaceUpkeep>();
    }
}
