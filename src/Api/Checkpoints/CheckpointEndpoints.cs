using System.Security.Claims;
using EventChat.Adapters.Checkpoints;
using EventChat.Api.Compliance;
using EventChat.Api.Http;
using EventChat.Api.RateLimits;
using EventChat.Commands.Handling;
using EventChat.Events;
using EventChat.Events.Checkpoints;

namespace EventChat.Api.Checkpoints;

/// <summary>For everybody, signed in or not: a checkpoint is worth something to whoever keeps it elsewhere, and tells nothing of what anybody wrote.</summary>
internal static class CheckpointEndpoints
{
    public static IServiceCollection AddCheckpoints(this IServiceCollection services)
    {
        services.AddOptions<CheckpointOptions>().Configure<IConfiguration>(static (options, settings) => options.Folder = settings["Data"] is { Length: > 0 } folder ? folder : "data");
        return services.AddSingleton<CheckpointCopies>().AddHostedService<CheckpointWorker>();
    }

    public static IEndpointRouteBuilder MapCheckpoints(this IEndpointRouteBuilder routes)
    {
        var checkpoints = routes.MapGroup("/compliance/checkpoints").WithTags("Compliance").AllowAnonymous().Limited(RateKind.Checkpoints);
        checkpoints.MapGet("/latest", Newest).WithSummary("The newest checkpoint of the log: all streams in one signed hash, to be kept elsewhere").Refuses(404).Produces<CheckpointResource>();
        checkpoints.MapGet("/{position}", At).WithSummary("The checkpoint at this position of the log").Refuses(404).Produces<CheckpointResource>();
        routes.MapPost("/compliance/workspaces/{workspaceId}/checkpoints", Make).WithTags("Compliance").WithSummary("Make a checkpoint of the log now, as an officer").Limited(RateKind.Compliance).Produces<CheckpointResource>();
        return routes;
    }

    private static async Task<IResult> Newest(CheckpointTables tables, CancellationToken ct) => Show(await tables.Newest(ct));

    private static async Task<IResult> At(long position, CheckpointTables tables, CancellationToken ct) => Show(await tables.At(new(position), ct));

    private static async Task<IResult> Make(WorkspaceId workspaceId, HttpContext http, ClaimsPrincipal user, Officers officers, Checkpointer checkpointer, CancellationToken ct, string? reason = null)
    {
        var recorded = await officers.Show(workspaceId, user, "checkpoint", null, reason, ct);
        if (recorded.Refusal is { } refusal) return Problem.Of(refusal);
        http.Tell(recorded.Last!.Position);
        try { return Sized.Ok(CheckpointResource.Of(await checkpointer.Make(TimeSpan.Zero, ct)), ApiJson.Default.CheckpointResource); }
        catch (Exception error) when (error is RewrittenLogException or KeyMissingException) { return Problem.Of(new CheckpointRefused()); }
    }

    private static IResult Show(SignedCheckpoint? signed) =>
        signed is null ? Problem.Of(new CheckpointNotFound()) : Sized.Ok(CheckpointResource.Of(signed), ApiJson.Default.CheckpointResource);
}

/// <param name="Position">The checkpoint is of the log up to here, and says nothing of what came later.</param>
/// <param name="Streams">How many there are.</param>
/// <param name="Text">What is signed: these fields in eight lines, in UTF-8.</param>
/// <param name="Key">The public key (Ed25519) in hex.</param>
/// <param name="Signature">Of the text, in hex.</param>
public sealed record CheckpointResource(long Position, DateTimeOffset At, long Streams, string Root, string Previous, string Epoch, string Key, string Text, string Signature)
{
    public static CheckpointResource Of(SignedCheckpoint signed)
    {
        var checkpoint = signed.Checkpoint;
        return new(
            checkpoint.Position.Value, checkpoint.At, checkpoint.Size, Hex(checkpoint.Root), Hex(checkpoint.Previous), checkpoint.Epoch, Hex(checkpoint.Key), checkpoint.Text, Hex(signed.Signature));
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}

/// <summary>Why, the log of the server says; it is for whoever runs it.</summary>
public sealed record CheckpointRefused() : Refusal.Unavailable("checkpoint.refused", "This server can make no checkpoint; ask whoever runs it.", 60);

public sealed record CheckpointNotFound() : Refusal.NotFound("checkpoint.not-found", "There is no checkpoint at this position.");
