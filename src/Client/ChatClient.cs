using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Polly;
using Polly.Retry;

namespace EventChat.Client;

/// <summary>
/// Somebody's connection to EventChat: follows all of their channels, each event once and in order, over lost connections, dead nodes and restarts, and sends messages so that
/// a repeat is no double. It proves to itself by the versions that nothing is missing, and asks for what is.
/// </summary>
public sealed class ChatClient : IAsyncDisposable
{
    private static readonly string[] OtherCalls =
        ["UnreadChanged", "FollowChanged", "VisibilityChanged", "SavedChanged", "ScheduledChanged", "DraftChanged", "Notification", "NotificationsRead", "Presence", "TypingChanged"];

    private readonly ChatClientOptions options;
    private readonly HubConnection hub;
    private readonly HttpClient http = new();
    private readonly RestCalls rest;
    private readonly ComingBack comingBack = new();
    private readonly Following following;
    private readonly Channel<ChatUpdate> updates;
    private readonly ResiliencePipeline patience;
    private readonly CancellationTokenSource closing = new();
    private Task beating = Task.CompletedTask;

    public ChatClient(ChatClientOptions options)
    {
        this.options = options;
        rest = new(http, options);
        patience = new ResiliencePipelineBuilder { TimeProvider = options.Clock }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = int.MaxValue, Delay = TimeSpan.FromSeconds(1), MaxDelay = TimeSpan.FromSeconds(30), BackoffType = DelayBackoffType.Exponential, UseJitter = true,
                ShouldHandle = new PredicateBuilder().Handle<HubException>(),
            })
            .Build();
        updates = Channel.CreateBounded<ChatUpdate>(new BoundedChannelOptions(options.MostWaiting) { SingleReader = true });
        var builder = new HubConnectionBuilder()
            .WithUrl(new Uri(options.Server, "/hubs/chat"), options.Transport, http =>
            {
                http.AccessTokenProvider = options.AccessToken;
                // A negotiation is good at the node that made it only, and the next connection may go to another.
                http.SkipNegotiation = options.Transport == HttpTransportType.WebSockets;
            })
            .WithAutomaticReconnect(comingBack);
        if (options.Packed) builder.AddMessagePackProtocol(static pack => pack.SerializerOptions = JsonPack.Options);
        hub = builder.Build();
        following = new(hub, rest, Tell);
        hub.On<JsonElement>("Event", e => following.Pushed(e, closing.Token));
        hub.On<string?>("Reset", channel => channel is null ? Tell(new Called("Reset", default)) : following.Dropped(channel, closing.Token));
        hub.On<JsonElement>("SessionEnded", reason => Tell(new Called("SessionEnded", reason)));
        foreach (var target in OtherCalls) hub.On<JsonElement>(target, argument => Tell(new Called(target, argument)));
        hub.Reconnecting += _ => Change(ChatState.Connecting);
        hub.Reconnected += _ => Synchronize();
        hub.Closed += _ => Change(ChatState.Closed);
    }

    public ChatState State { get; private set; } = ChatState.Connecting;

    /// <summary>Of each channel that is followed, the version up to which everything was told.</summary>
    public IReadOnlyDictionary<string, long> Versions => following.Versions;

    /// <summary>All that comes about, in order; to be taken by one reader, from before <see cref="Start"/> on or soon after. Ends when the client is closed.</summary>
    public async IAsyncEnumerable<ChatUpdate> Updates([EnumeratorCancellation] CancellationToken ct = default)
    {
        await foreach (var update in updates.Reader.ReadAllAsync(ct)) yield return update;
    }

    /// <summary>Ends when the client is live, or is coming back where the connection was lost again meanwhile; one that is lost later comes back by itself, too.</summary>
    /// <exception cref="HttpRequestException">The server cannot be reached, or does not take the token.</exception>
    public async Task Start(CancellationToken ct = default)
    {
        await hub.StartAsync(ct);
        await Synchronize();
        beating = Beat();
    }

    /// <summary>Sends a message, again and again under one key where no answer comes: it is there once, or refused.</summary>
    /// <param name="key">Names the message, so that even a repeat after a restart of the program is no double; null for one that is made here.</param>
    /// <exception cref="ChatRefusedException">The server does not take it.</exception>
    /// <exception cref="OperationCanceledException">It could not be reached for <see cref="ChatClientOptions.SendPatience"/>; whether the message is there shows when it can.</exception>
    public Task<SentMessage> Send(string channelId, string text, int? threadRoot = null, bool broadcast = false, string? key = null, CancellationToken ct = default) =>
        rest.SendMessage(channelId, new { text, threadRoot, broadcast }, key ?? Guid.CreateVersion7().ToString("N"), ct);

    /// <summary>Marks a channel as read up to a number, on all of the person's devices.</summary>
    public Task MarkRead(string channelId, int number, CancellationToken ct = default) => hub.InvokeAsync<JsonElement>("MarkRead", channelId, number, ct);

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        await hub.DisposeAsync();
        await beating.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        updates.Writer.TryComplete();
        following.Dispose();
        http.Dispose();
        closing.Dispose();
    }

    /// <summary>Closes the gap between what is known and what is pushed; again where the server is too busy for it, and where the connection is lost over it, the next one does.</summary>
    private async Task Synchronize()
    {
        try
        {
            comingBack.First = await patience.ExecuteAsync(async token => await following.Synchronize(token), closing.Token);
            await Change(ChatState.Live);
        }
        catch (Exception) when (State != ChatState.Closed && hub.State != HubConnectionState.Connected) { }
    }

    private async Task Beat()
    {
        using var timer = new PeriodicTimer(options.Heartbeat, options.Clock);
        while (await timer.WaitForNextTickAsync(closing.Token))
        {
            if (hub.State != HubConnectionState.Connected) continue;
            try { comingBack.First = await following.Beat(closing.Token); }
            catch (Exception) when (!closing.IsCancellationRequested) { }
        }
    }

    private async Task Change(ChatState state)
    {
        if (State == state) return;
        State = state;
        await Tell(new StateChanged(state));
        if (state == ChatState.Closed) updates.Writer.TryComplete();
    }

    private async Task Tell(ChatUpdate update)
    {
        try { await updates.Writer.WriteAsync(update, closing.Token); }
        catch (Exception error) when (error is ChannelClosedException or OperationCanceledException) { }
    }
}
