using System.Net;
using EventChat.Adapters;
using Microsoft.AspNetCore.HttpOverrides;

namespace EventChat.Api.Http;

/// <summary>Whose word is taken for where a request comes from: of the addresses and networks in <c>Proxies:Known</c>, and of nobody else.</summary>
internal static class Proxies
{
    public const string Setting = "Proxies:Known";

    /// <exception cref="StartupException">What is no address and no network.</exception>
    public static void UseKnownProxies(this WebApplication app)
    {
        if (app.Configuration.List(Setting) is not { Count: > 0 } known) return;

        // A chain of proxies is followed back as far as it is known.
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in known)
        {
            if (IPAddress.TryParse(proxy, out var address)) options.KnownProxies.Add(address);
            else if (System.Net.IPNetwork.TryParse(proxy, out var network)) options.KnownIPNetworks.Add(network);
            else throw new StartupException($"{Setting} holds '{proxy}', which is no address like 10.0.0.1 and no network like 10.0.0.0/8.");
        }

        app.UseForwardedHeaders(options);
    }
}
