using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace EventChat.Adapters.EventStore;

public sealed class EventStoreOptions
{
    public const string Section = "EventStore";

    /// <summary>Appends that may wait for the log; one more is refused.</summary>
    [Range(1, 1_000_000)] public int MaxQueued { get; init; } = 8_192;

    /// <summary>Events that one commit takes at most.</summary>
    [Range(1, 10_000)] public int MaxGroup { get; init; } = 500;

    /// <summary>Events that stay in memory for those who follow the log; slower readers read them from the engine.</summary>
    [Range(16, 1_000_000)] public int TailEvents { get; init; } = 4_096;

    /// <summary>Memory for these events, in MiB.</summary>
    [Range(1, 16_384)] public int TailMegabytes { get; init; } = 64;

    /// <summary>How long appends wait for an engine that is away before they fail, in seconds.</summary>
    [Range(1, 600)] public int PatienceSeconds { get; init; } = 10;
}

[OptionsValidator]
internal sealed partial class EventStoreOptionsValidator : IValidateOptions<EventStoreOptions>;
