namespace EventChat.Api.Http;

/// <summary>A creation that an <c>Idempotency-Key</c> makes safe to repeat.</summary>
internal sealed record Repeatable;

/// <summary>A write that no event comes of, so that it has no position to tell.</summary>
internal sealed record AppendsNothing;

/// <summary>Refusals of an endpoint that its address and method do not give away; the reference lists them.</summary>
internal sealed record Refuses(params IReadOnlyList<int> Statuses);

internal static class Promises
{
    extension<TBuilder>(TBuilder endpoint) where TBuilder : IEndpointConventionBuilder
    {
        public TBuilder Repeatable() => endpoint.WithMetadata(new Repeatable());
        public TBuilder AppendsNothing() => endpoint.WithMetadata(new AppendsNothing());
        public TBuilder Refuses(params int[] statuses) => endpoint.WithMetadata(new Refuses(statuses));
    }
}
