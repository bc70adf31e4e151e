using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace EventChat.Contracts.Support;

/// <summary>Keeps what was logged, for the message of a test that fails.</summary>
internal sealed class Journal : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> lines = new();

    public IEnumerable<string> Lines => lines;

    public ILogger CreateLogger(string categoryName) => this;
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        lines.Enqueue($"{logLevel} {formatter(state, exception)} {exception}");

    public override string ToString() => string.Join('\n', lines.Distinct().Take(30));

    public void Dispose() { }
}
