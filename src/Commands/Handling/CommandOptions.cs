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

    /// <summary>
    /// A stream is given a new snapshot after this many events, or after an eighth of its length where that is more, and whenever its state leaves memory. More
    /// often costs more than it saves: a busy stream is in memory anyway, and each snapshot writes all of it.
    /// </summary>
    [Range(1, 1_000_000)] public int SnapshotEvery { get; init; } = 10_000;
}
