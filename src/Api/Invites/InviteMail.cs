using System.Text.Encodings.Web;
using EventChat.Adapters.Mail;
using EventChat.Commands.Handling;
using EventChat.Commands.Users;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Projections.Jobs;
using Microsoft.Extensions.Options;

namespace EventChat.Api.Invites;

/// <summary>
/// Sends an invite to the address that it is for. The code is nowhere in the log, so a server that ends before the mail is out sends none; whoever made the invite has
/// the code too.
/// </summary>
internal sealed partial class InviteMail(IJobQueue jobs, CommandHandler commands, IOptions<MailOptions> options, ILogger<InviteMail> logger)
{
    /// <summary>Nobody waits for the mail server.</summary>
    public void Send(InviteId invite, WorkspaceId workspace, string code, string address, UserId by)
    {
        if (options.Value.IsOn) _ = Deliver(invite, workspace, code, address, by);
    }

    /// <param name="code">In the fragment of the link, which a browser keeps to itself: no server on the way writes it down.</param>
    internal static SendMail Of(InviteId invite, string address, string inviter, string workspace, string baseUrl, string code)
    {
        var (link, subject) = ($"{baseUrl.TrimEnd('/')}/invite#{code}", $"{inviter} invites you to {workspace}".ReplaceLineEndings(" "));
        return new(
            $"invite {invite}", address, subject, $"Hello,\n\n{subject}. Come in at\n\n  {link}\n\nor with this code:\n\n  {code}\n",
            $"<p>Hello,</p>\n<p>{Html(subject)}.</p>\n<p><a href=\"{Html(link)}\">Come in</a>, or use this code: <code>{Html(code)}</code></p>\n");
    }

    private async Task Deliver(InviteId invite, WorkspaceId workspace, string code, string address, UserId by)
    {
        try
        {
            var name = await commands.Ask<Workspace, string>(StreamName.For(workspace), static (w, _) => w.Name);
            var inviter = await commands.Ask<User, string>(StreamName.For(by), static (u, _) => u.DisplayName);
            await jobs.Enqueue(Of(invite, address, inviter, name, options.Value.BaseUrl, code), CancellationToken.None);
        }
        catch (Exception error) { LogNotSent(invite, error.GetType().Name); }
    }

    private static string Html(string text) => HtmlEncoder.Default.Encode(text);

    [LoggerMessage(LogLevel.Error, "The mail for invite {Invite} was not sent: {Error}")]
    private partial void LogNotSent(InviteId invite, string error);
}
