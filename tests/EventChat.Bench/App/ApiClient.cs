using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Serialization.Metadata;
using EventChat.Bench.Client;
using EventChat.Client;

namespace EventChat.Bench.App;

/// <summary>The API as far as a measurement has to prepare and watch; the load itself does not come this way.</summary>
internal sealed class ApiClient(IPEndPoint server) : IDisposable
{
    private readonly HttpClient _http = new(new OffTheSocketThread(new SocketsHttpHandler()))
    {
        BaseAddress = new Uri($"http://{server}/api/v1/"),
        Timeout = TimeSpan.FromSeconds(30),
    };

    public void Dispose() => _http.Dispose();

    public async Task<bool> IsReady(CancellationToken ct)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri("/health/ready", UriKind.Relative), ct);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Null where the server has no metrics.</summary>
    public async Task<Metrics?> Metrics(CancellationToken ct)
    {
        using var answer = await _http.GetAsync(new Uri("/metrics", UriKind.Relative), ct);
        return answer.IsSuccessStatusCode ? App.Metrics.Parse(await answer.Content.ReadAsStringAsync(ct)) : null;
    }

    /// <summary>Posts a message and returns its position in the log.</summary>
    public async Task<long> Say(string text, string channel, string token, CancellationToken ct)
    {
        var body = JsonContent.Create(new(text), SettlerJson.Default.NewMessage);
        using var answer = await Send(HttpMethod.Post, $"channels/{channel}/messages", body, token, ct);
        return long.Parse(answer.Headers.GetValues("EventChat-Position").Single(), CultureInfo.InvariantCulture);
    }

    /// <summary>All events of a channel, oldest first.</summary>
    public async Task<IReadOnlyList<ChatEvent>> Events(string channel, string token, CancellationToken ct)
    {
        List<ChatEvent> read = [];
        for (var next = "0"; next is not null;)
        {
            using var answer = await Send(HttpMethod.Get, $"channels/{channel}/events?limit=200&after={next}", content: null, token, ct);
            var page = (await answer.Content.ReadFromJsonAsync(SettlerJson.Default.EventsPage, ct))!;
            read.AddRange(page.Items);
            next = page.Next;
        }

        return read;
    }

    public async Task<string> FirstWorkspace(string token, CancellationToken ct) => (await Get("workspaces", SettlerJson.Default.WorkspacesPage, token, ct)).Items[0].Id;

    /// <summary>Of addresses of apps: what they took since they were asked last.</summary>
    public Task<HooksTaken> Taken(CancellationToken ct) => Get("taken", SettlerJson.Default.HooksTaken, token: null, ct);

    /// <param name="channel">Null for the whole workspace.</param>
    public Task Subscribe(string app, string url, string? channel, string from, string token, CancellationToken ct) => Post(
        $"apps/{app}/subscriptions", new(url, ["message.sent"], channel is null ? null : [channel], from), SettlerJson.Default.NewSubscription, SettlerJson.Default.Made, token, ct);

    private async Task<TAnswer> Get<TAnswer>(string path, JsonTypeInfo<TAnswer> answerType, string? token, CancellationToken ct)
    {
        using var answer = await Send(HttpMethod.Get, path, content: null, token, ct);
        return (await answer.Content.ReadFromJsonAsync(answerType, ct))!;
    }

    public async Task<TAnswer> Post<TBody, TAnswer>(
        string path, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<TAnswer> answerType, string? token, CancellationToken ct)
    {
        using var answer = await Send(HttpMethod.Post, path, JsonContent.Create(body, bodyType), token, ct);
        return (await answer.Content.ReadFromJsonAsync(answerType, ct))!;
    }

    public async Task Put<TBody>(string path, TBody body, JsonTypeInfo<TBody> bodyType, string token, CancellationToken ct)
    {
        using var answer = await Send(HttpMethod.Put, path, JsonContent.Create(body, bodyType), token, ct);
    }

    private async Task<HttpResponseMessage> Send(
        HttpMethod method, string path, HttpContent? content, string? token, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = content };
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var answer = await _http.SendAsync(request, ct);
        if (answer.IsSuccessStatusCode) return answer;

        using (answer)
        {
            throw new MeasurementException(
                $"{method} {path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(ct)}");
        }
    }
}
