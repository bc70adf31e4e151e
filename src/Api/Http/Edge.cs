using System.Globalization;
using EventChat.Api.Auth;
using EventChat.Commands.Handling;
using EventChat.Events.Store;
using EventChat.Projections.Running;
using EventChat.Realtime.Pushes;

namespace EventChat.Api.Http;

/// <summary>Read models that an endpoint answers from; <c>EventChat-Min-Position</c> waits for them, and for the log alone where there are none.</summary>
internal sealed record ReadsFrom(params IReadOnlyList<string> Projections);

/// <summary>An endpoint whose events are pushed to many: it waits at the door where pushes are late.</summary>
internal sealed record PushesToMany;

/// <summary>The two promises that hold for many endpoints at once: reads are not behind, and intake does not outrun delivery.</summary>
internal sealed class Edge(RequestDelegate next, ProjectionProgress progress, IEventStore store, PushLag lag, TimeProvider clock)
{
    private static readonly ReadsFrom TheLog = new();
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2), FirstPause = TimeSpan.FromMilliseconds(20);

    public const string Position = "EventChat-Position", MinPosition = "EventChat-Min-Position";

    public Task InvokeAsync(HttpContext http)
    {
        var metadata = http.GetEndpoint()?.Metadata;
        if (IsRead(http.Request) && metadata?.GetMetadata<MembersOnly>() is not null && http.Request.Headers.TryGetValue(MinPosition, out var asked))
            return Behind(http, metadata.GetMetadata<ReadsFrom>() ?? TheLog, asked.ToString());
        return metadata?.GetMetadata<PushesToMany>() is not null && lag.IsLate ? Late(http) : next(http);
    }

    private static bool IsRead(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);

    private async Task Behind(HttpContext http, ReadsFrom reads, string asked)
    {
        if (!long.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var position))
            await new Problem(StatusCodes.Status400BadRequest, "request.malformed-position", $"{MinPosition} is a whole number.").ExecuteAsync(http);
        else if (await Reached(new(position), reads.Projections, http.RequestAborted)) await next(http);
        else
            await new Problem(
                StatusCodes.Status503ServiceUnavailable, "read-model.behind", $"What you read has not reached position {position} yet.",
                retryAfterSeconds: 1).ExecuteAsync(http);
    }

    /// <summary>What answers from the head of the log is behind only what the log does not have yet.</summary>
    private async Task<bool> Reached(Position position, IReadOnlyList<string> projections, CancellationToken ct)
    {
        if (projections.Count > 0) return await progress.Reached(position, projections, ct);
        for (var (begun, pause) = (clock.GetTimestamp(), FirstPause); await store.ReadHead(ct) < position; pause *= 2)
        {
            if (clock.GetElapsedTime(begun) > Patience) return false;
            await Task.Delay(pause, clock, ct);
        }

        return true;
    }

    private async Task Late(HttpContext http)
    {
        if (await lag.Admit(http.RequestAborted)) await next(http);
        else await Problem.Of(new Overloaded()).ExecuteAsync(http);
    }
}

internal static class EdgeExtensions
{
    extension<TBuilder>(TBuilder endpoint) where TBuilder : IEndpointConventionBuilder
    {
        public TBuilder ReadsFrom(params string[] projections) => endpoint.WithMetadata(new ReadsFrom(projections));
        public TBuilder PushesToMany() => endpoint.WithMetadata(new PushesToMany());
    }

    extension(HttpContext http)
    {
        /// <summary>Where the write is in the log, so that the next read can ask for it.</summary>
        public void Tell(Position position) => http.Response.Headers[Edge.Position] = position.ToString();
    }
}
