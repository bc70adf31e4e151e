using System.Net;
using System.Text.Json;
using EventChat.Adapters.Subscriptions;
using EventChat.Api.Http;
using EventChat.Api.Messages;
using EventChat.Commands.Apps;
using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Interactions;
using EventChat.Commands.Messages;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Events.Workspaces;
using EventChat.Projections.Subscriptions;
using Microsoft.Extensions.Options;

namespace EventChat.Api.Interactions;

/// <summary>Asks an app what somebody wants of it, and says what it answers: to that one alone, or to all in the channel.</summary>
internal sealed class Interactions(
    CommandHandler commands, Callers callers, Sending sending, MessageEntities entities, IWebhookEndpoints endpoints, ResponseTokens tokens, IOptions<WebhookOptions> options)
{
    /// <summary>In bytes: the largest message in JSON with every character escaped.</summary>
    private const int MaxAnswer = 200_000;

    private const string ToMe = "me", ToAll = "all", ToNobody = "none";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Whose secret signs.</summary>
    public static string Signer(AppId app) => $"interactions of {app}";

    /// <summary>Why somebody may not ask anything there; whoever may write may.</summary>
    public async Task<Refusal?> Refuses(ChannelId channel, Caller caller, int? threadRoot, CancellationToken ct) => await commands.Ask<Channel, Refusal?>(
        StreamName.For(channel),
        (state, _) => !state.Exists ? new ChannelNotFound(channel) : new SendMessage(channel, "?", threadRoot).Decide(state, new(caller, DateTimeOffset.UnixEpoch)).Refusal, ct);

    public async Task<(AnsweredResource? Answered, Refusal? Refusal)> Ask(Asked asked, string url, string command, string text, HttpContext http, CancellationToken ct)
    {
        var (token, ends) = await tokens.Write(asked, ct);
        var question = new InteractionRequest(
            "command", asked.Id.ToString(), asked.WorkspaceId, asked.ChannelId, asked.ThreadRoot, asked.User, command, text,
            $"{AddressOf(http)}/api/v1/responses/{token}", ends);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        WebhookAnswer answer;
        try
        {
            answer = await endpoints.Post(
                new(url, Signer(asked.AppId)), asked.Id.ToString(), JsonSerializer.SerializeToUtf8Bytes(question, ApiJson.Default.InteractionRequest), "application/json", patience.Token, MaxAnswer);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested) { return (null, new AppSilent("no answer within 3 seconds")); }

        if (!answer.IsTaken) return (null, answer.Status is null or 429 or >= 500 ? new AppSilent(answer.Error ?? $"it answered {answer.Status}") : new AppAnswerWrong($"it answered {answer.Status}"));
        if (Read(answer.Body) is not { } body) return (null, new AppAnswerWrong("its answer is neither empty nor JSON with 'text' and 'visibility'"));
        var (answered, refusal) = await Say(asked, body, ct);
        return refusal is null or Refusal.Unavailable ? (answered, refusal) : (null, new AppAnswerWrong($"its answer was refused with {refusal.Code}"));
    }

    /// <summary>As the bot, where who asked may still read.</summary>
    public async Task<(AnsweredResource? Answered, Refusal? Refusal)> Say(Asked asked, AppAnswerRequest answer, CancellationToken ct)
    {
        if (answer.Visibility is not (null or ToMe or ToAll)) return (null, new FieldInvalid("visibility", "'visibility' is \"me\" or \"all\"."));
        if (await Over(asked, ct)) return (null, new ResponseOver());
        if (string.IsNullOrEmpty(answer.Text)) return (new(asked.Id.ToString(), asked.Bot, ToNobody), null);
        if (answer.Visibility == ToAll) return await SayToAll(asked, answer.Text, ct);

        var told = await commands.Handle(
            new TellOne(asked.User, asked.Id, asked.Bot, asked.ChannelId, answer.Text, asked.ThreadRoot, await entities.In(answer.Text, asked.ChannelId, asked.Bot, ct)), new Caller(asked.Bot), ct);
        return told.Refusal is { } refusal ? (null, refusal) : (new(asked.Id.ToString(), asked.Bot, ToMe, answer.Text), null);
    }

    private async Task<(AnsweredResource?, Refusal?)> SayToAll(Asked asked, string text, CancellationToken ct)
    {
        if (!await commands.Ask<Workspace, bool>(StreamName.For(asked.WorkspaceId), (w, _) => w.Apps.Find(asked.AppId)?.Scopes.Contains(AppScopes.MessagesWrite) == true, ct))
            return (null, new AppMayNotWrite());
        var said = await sending.Send(new(asked.ChannelId, text, asked.ThreadRoot), new Caller(asked.Bot, Role: WorkspaceRole.Member), ct);
        return said.Refusal is { } refusal ? (null, refusal) : (new(asked.Id.ToString(), asked.Bot, ToAll, Number: ((Events.Channels.MessageSent)said.Last!.Event).Number), null);
    }

    /// <summary>The app is gone, or who asked may not read there any more.</summary>
    private async Task<bool> Over(Asked asked, CancellationToken ct) =>
        await commands.Ask<Workspace, bool>(StreamName.For(asked.WorkspaceId), (w, _) => w.IsDeleted || w.Apps.Find(asked.AppId) is null, ct)
        || await callers.Reader(asked.ChannelId, new Caller(asked.User), ct) is null;

    /// <summary>Never what a request says of its host: an app would answer to wherever somebody wants it to.</summary>
    private string AddressOf(HttpContext http) => options.Value.BaseUrl is { Length: > 0 } known
        ? known.TrimEnd('/')
        : new UriBuilder(http.Request.Scheme, $"{http.Connection.LocalIpAddress ?? IPAddress.Loopback}", http.Connection.LocalPort).Uri.GetLeftPart(UriPartial.Authority);

    private static AppAnswerRequest? Read(string body)
    {
        if (string.IsNullOrWhiteSpace(body)) return new(null, null);
        try { return JsonSerializer.Deserialize(body, ApiJson.Default.AppAnswerRequest); }
        catch (JsonException) { return null; }
    }
}

/// <summary>What an app is asked.</summary>
/// <param name="Type"><c>command</c>.</param>
/// <param name="ResponseUrl">Takes <c>{text, visibility}</c> by POST until <paramref name="ResponseUrlEndsAt"/>.</param>
internal sealed record InteractionRequest(
    string Type, string Id, WorkspaceId WorkspaceId, ChannelId ChannelId, int? ThreadRoot, UserId UserId, string Command, string Text,
    string ResponseUrl, DateTimeOffset ResponseUrlEndsAt);

public sealed record AppMayNotWrite() : Refusal.Forbidden("app.may-not-write", "The app does not have the scope 'messages:write', and so answers to one alone.");

public sealed record AppAnswerWrong(string Why) : Refusal.Conflict("app.answer-wrong", $"The app did not answer as it should: {Why}.");

public sealed record AppSilent(string Why) : Refusal.Unavailable("app.silent", $"The app did not take it: {Why}.", RetryAfterSeconds: 5);
