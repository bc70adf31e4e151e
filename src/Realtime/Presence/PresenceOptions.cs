using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace EventChat.Realtime.Presence;

public sealed class PresenceOptions
{
    public const string Section = "Presence";

    /// <summary>Seconds after which a connection without a heartbeat does not count any more.</summary>
    [Range(1, 600)] public double GoneSeconds { get; init; } = 60;

    /// <summary>Seconds for which a connection counts after its end, so that who comes back is not seen to have left.</summary>
    [Range(0, 60)] public double GraceSeconds { get; init; } = 5;

    /// <summary>Minutes after which a connection that asks for nothing but heartbeats is idle.</summary>
    [Range(0.01, 1440)] public double IdleMinutes { get; init; } = 10;

    internal TimeSpan Gone => TimeSpan.FromSeconds(GoneSeconds);
    internal TimeSpan Grace => TimeSpan.FromSeconds(GraceSeconds);
    internal TimeSpan Idle => TimeSpan.FromMinutes(IdleMinutes);
}

[OptionsValidator]
internal sealed partial class PresenceOptionsValidator : IValidateOptions<PresenceOptions>;
