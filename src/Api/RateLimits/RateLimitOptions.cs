using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace EventChat.Api.RateLimits;

public sealed class RateLimitOptions
{
    public const string Section = "RateLimits";

    public bool Enabled { get; init; } = true;

    /// <summary>The window that slides, in seconds.</summary>
    [Range(1, 3600)] public int WindowSeconds { get; init; } = 60;

    [ValidateObjectMembers] public Rate Messages { get; init; } = new() { Limit = 60, AdminMultiple = 2 };
    [ValidateObjectMembers] public Rate Channels { get; init; } = new() { Limit = 10, AdminMultiple = 5 };
    [ValidateObjectMembers] public Rate Reactions { get; init; } = new() { Limit = 30, AdminMultiple = 2 };
    [ValidateObjectMembers] public Rate Search { get; init; } = new() { Limit = 20, AdminMultiple = 3 };
    [ValidateObjectMembers] public Rate Webhooks { get; init; } = new() { Limit = 5, AdminMultiple = 10 };
    [ValidateObjectMembers] public Rate Uploads { get; init; } = new() { Limit = 20, AdminMultiple = 5 };

    /// <summary>By address, not by user.</summary>
    [ValidateObjectMembers] public Rate SignIn { get; init; } = new() { Limit = 10, AdminMultiple = 1 };

    /// <summary>By account, whatever it is called and whatever the address.</summary>
    [ValidateObjectMembers] public Rate Account { get; init; } = new() { Limit = 10, AdminMultiple = 1 };

    /// <summary>Codes that a user tries.</summary>
    [ValidateObjectMembers] public Rate Invites { get; init; } = new() { Limit = 10, AdminMultiple = 1 };

    /// <summary>Channels that a user joins and leaves.</summary>
    [ValidateObjectMembers] public Rate Joins { get; init; } = new() { Limit = 30, AdminMultiple = 2 };

    /// <summary>Refresh tokens that an address brings, so that a crowd behind one can still stay.</summary>
    [ValidateObjectMembers] public Rate Refreshes { get; init; } = new() { Limit = 60, AdminMultiple = 1 };

    /// <summary>How often a user says that they are writing.</summary>
    [ValidateObjectMembers] public Rate Typing { get; init; } = new() { Limit = 60, AdminMultiple = 1 };

    /// <summary>How often a user saves what they have begun to write, or puts it away, with all of their devices.</summary>
    [ValidateObjectMembers] public Rate Drafts { get; init; } = new() { Limit = 60, AdminMultiple = 1 };

    /// <summary>What a compliance officer asks for.</summary>
    [ValidateObjectMembers] public Rate Compliance { get; init; } = new() { Limit = 60, AdminMultiple = 1 };

    /// <summary>How often a user says how they are, or asks how others are; over the hub.</summary>
    [ValidateObjectMembers] public Rate Presence { get; init; } = new() { Limit = 60, AdminMultiple = 1 };

    /// <summary>How often a user asks over the hub what they have missed, with all of their devices.</summary>
    [ValidateObjectMembers] public Rate Resume { get; init; } = new() { Limit = 120, AdminMultiple = 1 };

    /// <summary>What comes in through one webhook.</summary>
    [ValidateObjectMembers] public Rate Hooks { get; init; } = new() { Limit = 60, AdminMultiple = 1 };

    /// <summary>Addresses of webhooks that there are not, tried from one address.</summary>
    [ValidateObjectMembers] public Rate HookGuesses { get; init; } = new() { Limit = 20, AdminMultiple = 1 };

    /// <summary>Checkpoints that an address, or a user, looks at.</summary>
    [ValidateObjectMembers] public Rate Checkpoints { get; init; } = new() { Limit = 60, AdminMultiple = 1 };

    public Rate Of(RateKind kind) => kind switch
    {
        RateKind.Messages => Messages,
        RateKind.Channels => Channels,
        RateKind.Reactions => Reactions,
        RateKind.Search => Search,
        RateKind.Webhooks => Webhooks,
        RateKind.Uploads => Uploads,
        RateKind.SignIn => SignIn,
        RateKind.Account => Account,
        RateKind.Invites => Invites,
        RateKind.Joins => Joins,
        RateKind.Refreshes => Refreshes,
        RateKind.Typing => Typing,
        RateKind.Drafts => Drafts,
        RateKind.Compliance => Compliance,
        RateKind.Checkpoints => Checkpoints,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}

public sealed class Rate
{
    /// <summary>Requests in a window.</summary>
    [Range(1, 100_000)] public int Limit { get; init; }

    /// <summary>How many times as much admins and owners may do in their workspace.</summary>
    [Range(1, 1000)] public int AdminMultiple { get; init; }
}

/// <summary>What has a budget of its own.</summary>
public enum RateKind
{
    Messages,
    Channels,
    Reactions,
    Search,
    Webhooks,
    Uploads,
    SignIn,
    Account,
    Invites,
    Joins,
    Refreshes,
    Typing,
    Drafts,
    Compliance,
    Checkpoints,
}

[OptionsValidator]
internal sealed partial class RateLimitOptionsValidator : IValidateOptions<RateLimitOptions>;
