using System.Globalization;
using System.Net.Sockets;
using EventChat.Adapters;

namespace EventChat.Api.Operations;

/// <summary>Where the server shall listen. What cannot be an address is refused before anything is made.</summary>
internal static class Addresses
{
    private const int HighestPort = 65_535;

    /// <exception cref="StartupException">One of them is none, or asks for what the server does not speak.</exception>
    public static void Check(IConfiguration configuration)
    {
        foreach (var url in Urls(configuration)) Check(url);
    }

    /// <summary>What an operator is told when the machine does not let the server listen there.</summary>
    public static StartupException Refused(IConfiguration configuration, SocketException error)
    {
        var address = string.Join(", ", Urls(configuration));
        return new(error.SocketErrorCode switch
        {
            SocketError.AccessDenied => $"{Environment.UserName} may not listen on {address}: choose a port from 1024 on, as in --urls http://127.0.0.1:5080",
            SocketError.AddressNotAvailable => $"{address} is no address of this machine: choose one that is, as in --urls http://127.0.0.1:5080",
            _ => $"{address} cannot be listened on ({error.Message}): choose another, as in --urls http://127.0.0.1:5080",
        });
    }

    private static IEnumerable<string> Urls(IConfiguration configuration)
    {
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(static endpoint => endpoint["Url"] ?? "");
        var urls = Parts(configuration["urls"]);
        return endpoints.Concat(urls is not []
            ? urls
            : Parts(configuration["http_ports"]).Select(static port => $"http://*:{port}")
                .Concat(Parts(configuration["https_ports"]).Select(static port => $"https://*:{port}")));
    }

    private static string[] Parts(string? list) => list?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static void Check(string url)
    {
        var address = Parse(url);
        if (address.Scheme.Equals("https", StringComparison.OrdinalIgnoreCase))
            throw new StartupException($"{url} needs a certificate, and EventChat holds none: listen on http://, behind a proxy that speaks https");
        if (!address.Scheme.Equals("http", StringComparison.OrdinalIgnoreCase) || address.PathBase.Length > 0) throw Malformed(url);
        if (address.IsUnixPipe) return;
        if (address.Port is < 0 or > HighestPort)
            throw new StartupException(string.Create(CultureInfo.InvariantCulture, $"{url} has no port that exists: choose one up to {HighestPort}"));
        // What follows the last colon and is no number would be taken for part of a name, and a name means every address.
        if (address.Host.Length == 0 || Uri.CheckHostName(address.Host.Trim('[', ']')) == UriHostNameType.Unknown && address.Host is not ("*" or "+")) throw Malformed(url);
    }

    private static BindingAddress Parse(string url)
    {
        try { return BindingAddress.Parse(url); }
        catch (FormatException) { throw Malformed(url); }
    }

    private static StartupException Malformed(string url) => new($"'{url}' is no address to listen on: write --urls http://127.0.0.1:5080");
}
