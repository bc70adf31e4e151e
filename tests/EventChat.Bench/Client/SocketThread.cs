namespace EventChat.Bench.Client;

/// <summary>
/// All sockets of this process are driven by one thread, and what they complete runs on it: no hand-over between threads,
/// and no locks in what connections share. Must be set before the first socket exists.
/// </summary>
internal static class SocketThread
{
    public const string Inline = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";
    public const string Threads = "DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT";

    public static void UseOne()
    {
        Environment.SetEnvironmentVariable(Inline, "1");
        Environment.SetEnvironmentVariable(Threads, "1");
    }
}

/// <summary>Takes whoever awaits an HTTP answer off the socket thread, which must never wait.</summary>
internal sealed class OffTheSocketThread(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            await response.Content.LoadIntoBufferAsync(cancellationToken);
            return response;
        }
        finally
        {
            await Task.Yield();
        }
    }
}
