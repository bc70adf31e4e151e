using System.Globalization;
using System.Net.Mail;
using System.Text.RegularExpressions;
using EventChat.Commands.Handling;
using EventChat.Commands.Names;
using EventChat.Events;

namespace EventChat.Api.Http;

/// <summary>Rules for the short texts of requests. Each answers with why not, or null.</summary>
internal static partial class Fields
{
    public static Refusal? Line(string? value, string field, int min, int max) =>
        value is null || value.Trim().Length < min || (min > 0 && !VisibleText.IsIn(value)) || value.Length > max || HasStranger(value)
            ? new FieldInvalid(field, $"'{field}' has {min} to {max} characters on one line{(min > 0 ? ", and something to see" : "")}.")
            : null;

    /// <summary>What is kept of a line that names something: a name that can be written in two ways is one name.</summary>
    public static string Name(string line) => NormalForm.Of(line.Trim());

    /// <summary>Also nothing, and line breaks.</summary>
    public static Refusal? Text(string? value, string field, int max) =>
        value is not null && (value.Length > max || HasStranger(value.Replace("\n", "", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal).Replace("\t", "", StringComparison.Ordinal)))
            ? new FieldInvalid(field, $"'{field}' has at most {max} characters, none of them control characters.")
            : null;

    public static Refusal? Username(string? value, string field = "username") => value is not null && UsernamePattern().IsMatch(value)
        ? null
        : new FieldInvalid(field, $"A {field} has 2 to 32 letters, digits, dots, dashes or underscores, and begins with a letter or digit.");

    public static Refusal? Slug(string? value) => value is not null && SlugPattern().IsMatch(value)
        ? null
        : new FieldInvalid("slug", "A slug has 1 to 63 lower-case letters, digits or dashes, and begins and ends with a letter or digit.");

    /// <summary>Of a domain that the world knows: with a dot, and neither this machine nor a number.</summary>
    public static Refusal? Email(string? value) =>
        value is { Length: <= 254 } && !value.Any(static c => char.IsWhiteSpace(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format) && !HasStranger(value)
        && MailAddress.TryCreate(value, out var address) && address.Address == value
        && Uri.CheckHostName(address.Host) == UriHostNameType.Dns && address.Host.Contains('.', StringComparison.Ordinal) && !address.Host.EndsWith('.')
            ? null
            : new FieldInvalid("email", "This is no e-mail address.");

    /// <summary>Also nothing, and the empty text that takes one away.</summary>
    public static Refusal? Url(string? value, string field) =>
        value is null or "" || (value.Length <= 2_048 && !HasStranger(value) && Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps
            && url.UserInfo.Length == 0)
            ? null
            : new FieldInvalid(field, $"'{field}' is an address that begins with https://, of at most 2048 characters.");

    /// <summary>Also nothing, and the empty text that takes it away.</summary>
    public static Refusal? TimeZone(string? value) =>
        value is null or "" || (value.Length <= 64 && TimeZoneInfo.TryFindSystemTimeZoneById(value, out var zone) && zone.HasIanaId)
            ? null
            : new FieldInvalid("timeZone", "A time zone is an IANA name, such as Europe/London.");

    public static Refusal? Password(string? value) => value is { Length: >= 8 and <= 200 } && !HasHalf(value)
        ? null
        : new FieldInvalid("password", "A password has 8 to 200 characters.");

    /// <summary>Whether it can be asked for: neither control characters nor half ones.</summary>
    public static bool IsText(string value) => !HasStranger(value);

    private static bool HasStranger(string value) => value.Any(char.IsControl) || HasHalf(value);

    private static bool HasHalf(string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (!char.IsSurrogate(value[i])) continue;
            if (i + 1 >= value.Length || !char.IsSurrogatePair(value[i], value[i + 1])) return true;
            i++;
        }

        return false;
    }

    [GeneratedRegex(@"\A[a-zA-Z0-9][a-zA-Z0-9._-]{1,31}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UsernamePattern();

    [GeneratedRegex(@"\A[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SlugPattern();
}

internal sealed record FieldInvalid(string Name, string Reason) : Refusal.Invalid("request.invalid", Reason, Name);
