using System.ComponentModel.DataAnnotations;
using System.Security.Authentication;
using Microsoft.Extensions.Options;

namespace EventChat.Adapters.Jobs;

public sealed class JobOptions : IValidatableObject
{
    public const string Section = "Jobs";

    /// <summary>Attempts that run at the same time.</summary>
    [Range(1, 64)] public int Parallel { get; init; } = 16;

    /// <summary>Work that may wait in this process; whoever brings more waits with it.</summary>
    [Range(1, 100_000)] public int MaxWaiting { get; init; } = 1_000;

    /// <summary>Seconds before the second attempt; each later one waits twice as long, up to a minute.</summary>
    [Range(0.01, 60)] public double FirstPauseSeconds { get; init; } = 1;

    /// <summary>Seconds after which work that does not succeed is given up.</summary>
    [Range(1, 86_400)] public double GiveUpSeconds { get; init; } = 900;

    /// <summary>So many days what failed is kept for an operator to look at.</summary>
    [Range(1, 3_650)] public int KeepFailedDays { get; init; } = 30;

    /// <summary>Who keeps the work, as <c>amqp://name:password@host:5672/vhost</c>; without it every process keeps its own.</summary>
    public string RabbitMq { get; init; } = "";

    /// <summary>What the names of the queues there begin with.</summary>
    [RegularExpression("^[A-Za-z0-9._-]{1,100}$")] public string Queue { get; init; } = "eventchat.jobs";

    public bool IsShared => RabbitMq.Length > 0;

    internal RabbitMqAddress Address => RabbitMqAddress.Read(RabbitMq) ?? throw new StartupException(RabbitMqAddress.Malformed);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (IsShared && RabbitMqAddress.Read(RabbitMq) is null) yield return new(RabbitMqAddress.Malformed);
    }
}

/// <summary>What stands in <c>Jobs:RabbitMq</c>. It is never repeated: it may hold a password.</summary>
internal sealed record RabbitMqAddress(string Host, ushort Port, string VirtualHost, string User, string Password, bool IsEncrypted)
{
    public const string Malformed = "Jobs:RabbitMq cannot be read; it is like amqp://name:password@host:5672/vhost, or amqps:// for TLS.";
    public const SslProtocols Protocols = SslProtocols.Tls12 | SslProtocols.Tls13;
    private const ushort Plain = 5672, Tls = 5671;

    /// <returns>Null where it is none.</returns>
    public static RabbitMqAddress? Read(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("amqp" or "amqps") || uri.Host.Length == 0) return null;
        if (uri.Query.Length + uri.Fragment.Length > 0 || uri.AbsolutePath.LastIndexOf('/') > 0) return null;
        var (encrypted, account, path) = (uri.Scheme == "amqps", uri.UserInfo.Split(':', 2), Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/')));
        return new(
            uri.Host, uri.Port > 0 ? (ushort)uri.Port : encrypted ? Tls : Plain, path.Length > 0 ? path : "/", Uri.UnescapeDataString(account[0]),
            Uri.UnescapeDataString(account.ElementAtOrDefault(1) ?? ""), encrypted);
    }
}

[OptionsValidator]
internal sealed partial class JobOptionsValidator : IValidateOptions<JobOptions>;
