using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace EventChat.Api.Http;

/// <summary>Whose word is taken for where a request comes from: of the addresses and networks in <c>Proxies:Known</c>, and of nobody else.</summary>
internal static class Proxies
{
    public static IServiceCollection AddKnownProxies(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<ProxyOptions, ProxyOptionsValidator>()
            .Configure<IConfiguration>(static (options, configuration) => options.Known = configuration.List(ProxyOptions.Setting));
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<ProxyOptions>>(static (headers, proxies) => Trust(headers, proxies.Value.Known));
        return services;
    }

    public static void UseKnownProxies(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<ProxyOptions>>().Value.Known.Count > 0) app.UseForwardedHeaders();
    }

    /// <summary>A chain of proxies is followed back as far as it is known.</summary>
    private static void Trust(ForwardedHeadersOptions headers, IReadOnlyList<string> known)
    {
        (headers.ForwardedHeaders, headers.ForwardLimit) = (ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, null);
        headers.KnownProxies.Clear();
        headers.KnownIPNetworks.Clear();
        foreach (var proxy in known)
        {
            if (IPAddress.TryParse(proxy, out var address)) headers.KnownProxies.Add(address);
            else headers.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(proxy));
        }
    }
}

public sealed class ProxyOptions
{
    public const string Setting = "Proxies:Known";

    /// <summary>Addresses and networks.</summary>
    public IReadOnlyList<string> Known { get; set; } = [];
}

internal sealed class ProxyOptionsValidator : IValidateOptions<ProxyOptions>
{
    public ValidateOptionsResult Validate(string? name, ProxyOptions options) =>
        options.Known.FirstOrDefault(static proxy => !IPAddress.TryParse(proxy, out _) && !System.Net.IPNetwork.TryParse(proxy, out _)) is { } wrong
            ? ValidateOptionsResult.Fail($"{ProxyOptions.Setting} holds '{wrong}', which is no address like 10.0.0.1 and no network like 10.0.0.0/8.")
            : ValidateOptionsResult.Success;
}
