using EventChat.Adapters.Previews;
using EventChat.Api.Http;
using EventChat.Commands.Previews;
using EventChat.Projections.Running;
using Microsoft.Extensions.Options;

namespace EventChat.Api.Previews;

public sealed class PreviewOptions
{
    public const string Section = "Previews", RangesSetting = "Previews:AllowedRanges";

    /// <summary>Whether the server looks at pages that members link to.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Of <c>Previews:AllowedRanges</c>: those that are not public and may be looked at all the same, on any port.</summary>
    public IReadOnlyList<string> Networks { get; set; } = [];
}

internal sealed class PreviewOptionsValidator : IValidateOptions<PreviewOptions>
{
    public ValidateOptionsResult Validate(string? name, PreviewOptions options) =>
        options.Networks.FirstOrDefault(static range => !System.Net.IPNetwork.TryParse(range, out _)) is { } wrong
            ? ValidateOptionsResult.Fail($"{PreviewOptions.RangesSetting} holds '{wrong}', which is no network like 10.0.0.0/8.")
            : ValidateOptionsResult.Success;
}

internal static class PreviewsRegistration
{
    public static IServiceCollection AddPreviews(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<PreviewOptions, PreviewOptionsValidator>().BindConfiguration(PreviewOptions.Section)
            .Configure<IConfiguration>(static (options, settings) => options.Networks = settings.List(PreviewOptions.RangesSetting));
        return services.AddSingleton<PreviewQueue>().AddSingleton<IReactor, PreviewReactor>().AddHostedService<PreviewWorker>()
            .AddSingleton<ILinkPreviews>(static p => new HttpLinkPreviews(
                new([.. p.GetRequiredService<IOptions<PreviewOptions>>().Value.Networks.Select(static range => System.Net.IPNetwork.Parse(range))])));
    }
}
