using Microsoft.AspNetCore.Http.Connections;

namespace EventChat.Client;

/// <summary>Where the server is, and who asks.</summary>
public sealed record ChatClientOptions
{
    /// <summary>Such as <c>https://chat.example.org</c>.</summary>
    public required Uri Server { get; init; }

    /// <summary>Asked for a valid access token whenever one is needed: at each connection and each request.</summary>
    public required Func<Task<string?>> AccessToken { get; init; }

    /// <summary>WebSockets go through any balancer; with the others, all requests of a connection have to reach the same node.</summary>
    public HttpTransportType Transport { get; init; } = HttpTransportType.WebSockets;

    /// <summary>MessagePack instead of JSON.</summary>
    public bool Packed { get; init; }

    /// <summary>How long a message is sent again while the server cannot be reached or is full.</summary>
    public TimeSpan SendPatience { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Between two signs of life; the server takes a client for gone after a minute without one.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Updates that wait to be taken; beyond them the client goes on when some were.</summary>
    public int MostWaiting { get; init; } = 10_000;

    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
