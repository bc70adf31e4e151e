using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace EventChat.Adapters.Jobs;

public sealed class JobOptions
{
    public const string Section = "Jobs";

    /// <summary>Attempts that run at the same time.</summary>
    [Range(1, 64)] public int Parallel { get; init; } = 16;

    /// <summary>Work that may wait; whoever brings more waits with it.</summary>
    [Range(1, 100_000)] public int MaxWaiting { get; init; } = 1_000;

    /// <summary>Seconds before the second attempt; each later one waits twice as long, up to a minute.</summary>
    [Range(0.01, 60)] public double FirstPauseSeconds { get; init; } = 1;

    /// <summary>Seconds after which work that does not succeed is given up.</summary>
    [Range(1, 86_400)] public double GiveUpSeconds { get; init; } = 900;
}

[OptionsValidator]
internal sealed partial class JobOptionsValidator : IValidateOptions<JobOptions>;
