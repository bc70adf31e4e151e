using System.Collections.Concurrent;
using EventChat.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EventChat.Acceptance.Support;

/// <summary>The whole server in this process, on a port of its own. What it logs as an error is kept.</summary>
public sealed class EventChatServer : IServer, IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ErrorLog errors;

    private EventChatServer(WebApplication app, ErrorLog errors)
    {
        (this.app, this.errors) = (app, errors);
        Http = new() { BaseAddress = new(app.Urls.Single()) };
    }

    public HttpClient Http { get; }
    public IEnumerable<string> Errors => errors.Lines;

    /// <summary>For what no client can do: half of what a server does.</summary>
    public T Get<T>() where T : notnull => app.Services.GetRequiredService<T>();

    public static async Task<EventChatServer> Start(string connectionString, params string[] settings)
    {
        var log = new ErrorLog();
        var builder = EventChatApp.CreateBuilder(
        [
            "--urls", "http://127.0.0.1:0", "--RateLimits:Enabled", "false", "--Previews:Enabled", "false",
            "--Push:Subject", "mailto:chat@example.org", "--Push:AllowedRanges", "127.0.0.1/32", "--Webhooks:AllowedRanges", "127.0.0.1/32",
            "--Privacy:MasterKey", TestDatabase.MasterKey, .. settings,
        ]);
        builder.Logging.ClearProviders().Services.AddSingleton<ILoggerProvider>(log);
        var built = EventChatApp.Build(builder, connectionString);
        await built.Services.Open(CancellationToken.None);
        await built.StartAsync();
        return new(built, log);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private sealed class ErrorLog : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();
        public ILogger CreateLogger(string categoryName) => this;
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;
        public void Dispose() { }

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) Lines.Enqueue($"{formatter(state, exception)} {exception}");
        }
    }
}

/// <summary>A server that can be spoken to, in this process or in another.</summary>
public interface IServer
{
    HttpClient Http { get; }
}
