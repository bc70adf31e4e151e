using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using MimeKit;

namespace EventChat.Adapters.Mail;

/// <summary>How the connection to the mail server is kept from others.</summary>
public enum MailSecurity
{
    /// <summary>Begins in the clear and is encrypted before anything is said (port 587).</summary>
    StartTls,

    /// <summary>Encrypted from the first byte (port 465).</summary>
    Tls,

    /// <summary>In the clear, for a server on the same machine or network.</summary>
    None,
}

/// <summary>The mail server that takes what is sent; without a host nothing is.</summary>
public sealed class MailOptions : IValidatableObject
{
    public const string Section = "Mail";

    public string Host { get; init; } = "";
    [Range(1, 65_535)] public int Port { get; init; } = 587;
    public string User { get; init; } = "";
    public string Password { get; init; } = "";

    /// <summary>Who it is from, as <c>EventChat &lt;chat@example.org&gt;</c>.</summary>
    public string From { get; init; } = "";
    public MailSecurity Security { get; init; }

    /// <summary>Where people find this server, for links: <c>https://chat.example.org</c>.</summary>
    public string BaseUrl { get; init; } = "";

    /// <summary>After so many minutes without a sign of somebody they count as away, and may be mailed what is unread.</summary>
    [Range(0, 10_080)] public double AwayMinutes { get; init; } = 15;

    /// <summary>Seconds between looks for people who are due.</summary>
    [Range(0.1, 3_600)] public double LookSeconds { get; init; } = 30;

    public bool IsOn => Host.Length > 0;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsOn) yield break;
        if (Uri.CheckHostName(Host) == UriHostNameType.Unknown) yield return new("Mail:Host is a name or an address, without a port.");
        if (!MailboxAddress.TryParse(From, out var from) || !from.Address.Contains('@', StringComparison.Ordinal))
            yield return new("Mail:From is an address, such as 'EventChat <chat@example.org>'.");
        if (!Uri.TryCreate(BaseUrl, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Query.Length + url.Fragment.Length + url.UserInfo.Length > 0)
            yield return new("Mail:BaseUrl is where people find this server, such as https://chat.example.org.");
        if (!Enum.IsDefined(Security)) yield return new("Mail:Security is StartTls, Tls or None.");
        if (User.Length == 0 && Password.Length > 0) yield return new("Mail:Password needs a Mail:User.");
    }
}

[OptionsValidator]
internal sealed partial class MailOptionsValidator : IValidateOptions<MailOptions>;
