using System.Collections.Concurrent;
using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Faults;

/// <summary>
/// People who talk in several channels while things break, and readers who look on. What a sender was told is kept on this side; what was not
/// acknowledged is sent again under the same key until it is.
/// </summary>
internal sealed class Talk(Team team, IReadOnlyList<string> channels, Func<IServer> server) : IAsyncDisposable
{
    private const int Senders = 6;
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentQueue<string> surprises = new();
    private Task running = Task.CompletedTask;

    /// <summary>What was acknowledged, by key.</summary>
    public ConcurrentDictionary<string, Answer> Acknowledged { get; } = new();

    /// <summary>What readers saw under each number while it went on.</summary>
    public ConcurrentDictionary<(string Channel, long Number), string> Seen { get; } = new();

    public IReadOnlyCollection<string> Surprises => surprises;

    public void Begin() => running = Task.WhenAll([.. Enumerable.Range(0, Senders).Select(Send), .. channels.Select(Read)]);

    /// <summary>Until so much was acknowledged from now on.</summary>
    public Task Reach(int more)
    {
        var goal = Acknowledged.Count + more;
        return Eventually.True(() => Task.FromResult(Acknowledged.Count >= goal), TimeSpan.FromSeconds(60), () => $"{Acknowledged.Count} of {goal} were acknowledged; {string.Join("; ", surprises.TakeLast(3))}");
    }

    public async Task End()
    {
        await stopping.CancelAsync();
        await running;
    }

    public async ValueTask DisposeAsync()
    {
        await End();
        stopping.Dispose();
    }

    /// <summary>The same message under the same key, as it was sent the first time.</summary>
    public static Task<Answer> Repeat(Person sender, string channel, string key) =>
        sender.Post($"channels/{channel}/messages", new { text = $"text of {key}", clientMessageId = key });

    private async Task Send(int number)
    {
        for (var n = 0; !stopping.IsCancellationRequested; n++)
        {
            var (channel, key) = (channels[n % channels.Count], $"{number}-{n}");
            while (await Try(number, channel, key) is not { Status: 201 })
                await Task.Delay(30);
        }
    }

    private async Task<Answer?> Try(int number, string channel, string key)
    {
        try
        {
            var answer = await Repeat((number % 2 == 0 ? team.Ada : team.Bob).At(server()), channel, key);
            if (answer.Status == 201) Acknowledged[key] = answer;
            else if (answer.Status != 503) surprises.Enqueue($"{answer.Status} {answer.Text}");
            return answer;
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException or ObjectDisposedException)
        {
            return null;
        }
    }

    private async Task Read(string channel)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var page = await team.Bob.At(server()).Get($"channels/{channel}/messages?limit=20");
                if (page.Status is not (200 or 503)) surprises.Enqueue($"{page.Status} {page.Text}");
                if (page.Status == 200)
                    foreach (var message in page.Items)
                        if (Seen.GetOrAdd((channel, message.Long("number")), message.Text("text")) != message.Text("text")) surprises.Enqueue($"another text: {message}");
            }
            catch (Exception error) when (error is HttpRequestException or OperationCanceledException or ObjectDisposedException) { }

            await Task.Delay(20);
        }
    }
}
