using EventChat.Adapters.Jobs;
using EventChat.Projections.Jobs;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;
using MimeKit.Utils;

namespace EventChat.Adapters.Mail;

/// <summary>Hands mail to the server of the settings, a connection for each.</summary>
public sealed class SmtpMail(IOptions<MailOptions> options, Circuits circuits, TimeProvider clock) : IJobHandler
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public bool Takes(Job job) => job is SendMail && options.Value.IsOn;

    public Task Do(Job job, CancellationToken ct) => circuits.Ask("mail", IsAway, token => Send((SendMail)job, token), ct);

    /// <summary>And not that it does not want this mail.</summary>
    private static bool IsAway(Exception error) => error is not (SmtpCommandException or JobRefusedException or OperationCanceledException);

    private async Task Send(SendMail mail, CancellationToken ct)
    {
        var settings = options.Value;
        using var message = Message(mail, settings);
        using var client = new SmtpClient { Timeout = (int)Patience.TotalMilliseconds };
        try
        {
            await client.ConnectAsync(settings.Host, settings.Port, Security(settings.Security), ct);
            if (settings.User.Length > 0) await client.AuthenticateAsync(settings.User, settings.Password, ct);
            await client.SendAsync(message, ct);
        }
        catch (SmtpCommandException error) when (error.ErrorCode == SmtpErrorCode.RecipientNotAccepted && (int)error.StatusCode >= 500)
        {
            throw new JobRefusedException("The mail server knows no such recipient.", error);
        }

        await client.DisconnectAsync(quit: true, ct);
    }

    private MimeMessage Message(SendMail mail, MailOptions settings)
    {
        var from = MailboxAddress.Parse(settings.From);
        var message = new MimeMessage
        {
            Subject = mail.Subject, Date = clock.GetUtcNow(), MessageId = MimeUtils.GenerateMessageId(from.Domain),
            Body = new BodyBuilder { TextBody = mail.Text, HtmlBody = mail.Html }.ToMessageBody(),
        };
        message.From.Add(from);
        message.To.Add(new MailboxAddress("", mail.To));
        message.Headers.Add("Auto-Submitted", "auto-generated");
        if (mail.Unsubscribe is { } address)
        {
            message.Headers.Add("List-Unsubscribe", $"<{address}>");
            message.Headers.Add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }

        return message;
    }

    private static SecureSocketOptions Security(MailSecurity security) => security switch
    {
        MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
        MailSecurity.None => SecureSocketOptions.None,
        _ => SecureSocketOptions.StartTls,
    };
}
