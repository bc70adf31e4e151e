using System.ComponentModel.DataAnnotations;
using System.Net;
using EventChat.Adapters.Http;
using Microsoft.Extensions.Options;

namespace EventChat.Adapters.Push;

/// <summary>Pushes to browsers by way of the services that their makers run; without a subject there are none.</summary>
public sealed class PushOptions : IValidatableObject
{
    public const string Section = "Push";

    /// <summary>Whom a push service may turn to, as RFC 8292 wants it: <c>mailto:chat@example.org</c> or an https address.</summary>
    public string Subject { get; init; } = "";

    /// <summary>Networks with push services of one's own, separated by commas, like <c>10.0.0.0/8</c>.</summary>
    public string AllowedRanges { get; init; } = "";

    public bool IsOn => Subject.Length > 0;

    public AddressGuard Guard => new([.. Ranges.Select(IPNetwork.Parse)]);

    private string[] Ranges => AllowedRanges.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (IsOn && (!Uri.TryCreate(Subject, UriKind.Absolute, out var subject) || subject.Scheme is not ("mailto" or "https")))
            yield return new("Push:Subject is an address such as mailto:chat@example.org.");
        if (Ranges.FirstOrDefault(static r => !IPNetwork.TryParse(r, out _)) is { } wrong) yield return new($"Push:AllowedRanges has '{wrong}', which is no network such as 10.0.0.0/8.");
    }
}

[OptionsValidator]
internal sealed partial class PushOptionsValidator : IValidateOptions<PushOptions>;
