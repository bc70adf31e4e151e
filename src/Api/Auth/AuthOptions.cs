using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace EventChat.Api.Auth;

public sealed class AuthOptions
{
    public const string Section = "Auth";

    /// <summary>Life of an access token, in minutes.</summary>
    [Range(1, 1_440)] public int AccessTokenMinutes { get; init; } = 15;

    /// <summary>After so many days a new key signs access tokens.</summary>
    [Range(1, 3_650)] public int SigningKeyDays { get; init; } = 30;
}

[OptionsValidator]
internal sealed partial class AuthOptionsValidator : IValidateOptions<AuthOptions>;
