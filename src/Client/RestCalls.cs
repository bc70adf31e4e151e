using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Polly;
using Polly.Retry;

namespace EventChat.Client;

/// <summary>What goes over HTTP: the snapshot, pages of events, and messages, which are sent again under the same key until the server has answered.</summary>
internal sealed class RestCalls(HttpClient http, ChatClientOptions options)
{
    private static readonly HttpStatusCode[] Passing =
        [HttpStatusCode.RequestTimeout, HttpStatusCode.TooManyRequests, HttpStatusCode.BadGateway, HttpStatusCode.ServiceUnavailable, HttpStatusCode.GatewayTimeout];

    private readonly ResiliencePipeline<HttpResponseMessage> patience = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = options.Clock }
        .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
        {
            MaxRetryAttempts = int.MaxValue, Delay = TimeSpan.FromMilliseconds(100), MaxDelay = TimeSpan.FromSeconds(5), BackoffType = DelayBackoffType.Exponential, UseJitter = true,
            ShouldHandle = static attempt => ValueTask.FromResult(
                attempt.Outcome.Exception is HttpRequestException or IOException || attempt.Outcome.Exception is TaskCanceledException { InnerException: TimeoutException }
                || (attempt.Outcome.Result is { } answer && Passing.Contains(answer.StatusCode))),
            DelayGenerator = static attempt => ValueTask.FromResult(attempt.Outcome.Result?.Headers.RetryAfter?.Delta),
        })
        .Build();

    /// <param name="atLeast">What is read includes this position.</param>
    public async Task<JsonElement> Get(string path, long? atLeast, CancellationToken ct)
    {
        using var answer = await patience.ExecuteAsync(
            async token => await Send(HttpMethod.Get, path, null, atLeast is { } position ? ("EventChat-Min-Position", position.ToString(CultureInfo.InvariantCulture)) : null, token), ct);
        return await Body(answer, ct);
    }

    public async Task<SentMessage> SendMessage(string channelId, object message, string key, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(options.SendPatience);
        using var answer = await patience.ExecuteAsync(
            async token => await Send(HttpMethod.Post, $"channels/{channelId}/messages", message, ("Idempotency-Key", key), token), limit.Token);
        var body = await Body(answer, limit.Token);
        return new(channelId, body.GetProperty("number").GetInt32(), long.Parse(answer.Headers.GetValues("EventChat-Position").Single(), CultureInfo.InvariantCulture));
    }

    private async Task<HttpResponseMessage> Send(HttpMethod method, string path, object? body, (string Name, string Value)? header, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, new Uri(options.Server, $"/api/v1/{path}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await options.AccessToken());
        if (header is { } h) request.Headers.TryAddWithoutValidation(h.Name, h.Value);
        if (body is not null) request.Content = JsonContent.Create(body);
        return await http.SendAsync(request, ct);
    }

    private static async Task<JsonElement> Body(HttpResponseMessage answer, CancellationToken ct)
    {
        if (answer.IsSuccessStatusCode) return await answer.Content.ReadFromJsonAsync<JsonElement>(ct);
        var text = await answer.Content.ReadAsStringAsync(ct);
        var (code, detail) = Problem(text);
        throw new ChatRefusedException((int)answer.StatusCode, code ?? "unknown", detail ?? $"The server answered {(int)answer.StatusCode}.");
    }

    private static (string? Code, string? Detail) Problem(string text)
    {
        try
        {
            var problem = JsonElement.Parse(text);
            return (problem.GetProperty("code").GetString(), problem.GetProperty("detail").GetString());
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return (null, null);
        }
    }
}
