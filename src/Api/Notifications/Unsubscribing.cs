using System.Buffers.Text;
using System.Security.Cryptography;
using EventChat.Adapters.Accounts;
using EventChat.Adapters.Mail;
using EventChat.Commands.Handling;
using EventChat.Commands.Notifications;
using EventChat.Events;
using EventChat.Events.Notifications;
using EventChat.Events.Store;
using Microsoft.Extensions.Options;

namespace EventChat.Api.Notifications;

/// <summary>
/// The one click by which a mail program ends the mails (RFC 8058). Its address holds what only the server can have written, which opens nothing else, and reading it
/// changes nothing.
/// </summary>
internal sealed class Unsubscribing(ServerSecrets secrets, CommandHandler commands, IOptions<MailOptions> options)
{
    private const string Purpose = "mail unsubscribe";
    private const int Bytes = 16;

    public async ValueTask<string> AddressFor(UserId user, CancellationToken ct) =>
        $"{options.Value.BaseUrl.TrimEnd('/')}/unsubscribe/{user}/{Base64Url.EncodeToString(await Sign(user, ct))}";

    public static IEndpointRouteBuilder Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/unsubscribe/{userId}/{proof}", static async (UserId userId, string proof, Unsubscribing unsubscribing, CancellationToken ct) =>
            await unsubscribing.End(userId, proof, ct)).ExcludeFromDescription();
        return routes;
    }

    private async Task<IResult> End(UserId user, string proof, CancellationToken ct)
    {
        var (given, expected) = (new byte[Bytes], await Sign(user, ct));
        if (proof.Length != Base64Url.GetEncodedLength(Bytes) || !Base64Url.IsValid(proof) || !Base64Url.TryDecodeFromChars(proof, given, out _)
            || !CryptographicOperations.FixedTimeEquals(given, expected))
            return Http.Problem.Of(StatusCodes.Status404NotFound);

        var chosen = await commands.Ask<Commands.Inbox.Inbox, NotificationDeliveryChanged>(StreamName.ForInbox(user), static (inbox, _) => inbox.Preferences.Delivery, ct);
        var result = await commands.Handle(new ChooseDelivery(user, chosen.QuietFrom, chosen.QuietTo, null, chosen.PushesText), new(user), ct);
        return result.Refusal is { } refusal ? Http.Problem.Of(refusal) : TypedResults.Text("You are mailed no more.");
    }

    private async ValueTask<byte[]> Sign(UserId user, CancellationToken ct) => (await secrets.Sign(Purpose, user.ToString(), ct))[..Bytes];
}
