using System.ComponentModel.DataAnnotations;

namespace EventChat.Commands.Handling;

/// <summary>Limits of the write side.</summary>
public sealed class CommandOptions
{
    public const string Section = "Commands";

    /// <summary>Commands that may wait on one stream; one more is refused with 503.</summary>
    [Range(1, 1_000_000)] public int MaxWaitingPerStream { get; init; } = 2_000;

    /// <summary>Commands that may wait in all; one more is refused with 503.</summary>
    [Range(1, 1_000_000)] public int MaxWaiting { get; init; } = 10_000;

    /// <summary>Memory that folded states may hold, in MiB, before the least used are dropped.</summary>
    [Range(1, 1_048_576)] public int StateMegabytes { get; init; } = 1024;

    /// <summary>A stream is given a new snapshot after this many events, or after a 32nd of its length where that is more.</summary>
    [Range(1, 1_000_000)] public int SnapshotEvery { get; init; } = 1_000;
}
