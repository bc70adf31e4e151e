using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using EventChat.Client;

namespace EventChat.Bench.App;

/// <summary>Brings a community to life through the API.</summary>
internal static class Settlers
{
    private const string Password = "correct horse battery staple";

    private static readonly ParallelOptions Together = new() { MaxDegreeOfParallelism = 8 };

    public static async Task<Community> Settle(IPEndPoint server, ApiClient api, Action<double> progress, CancellationToken ct)
    {
        var members = await Register(api, progress, ct);
        var owner = members[0].Token;
        var workspace = await api.Post(
            "workspaces", new("Bench", "bench"), SettlerJson.Default.NewWorkspace, SettlerJson.Default.Made, owner, ct);
        foreach (var member in members.Skip(1))
        {
            await api.Put($"workspaces/{workspace.Id}/members/{member.Id}", new("member"), SettlerJson.Default.NewMember, owner, ct);
        }

        var senders = members.Take(Community.Senders).ToList();
        var channels = new List<string>();
        foreach (var index in Enumerable.Range(1, Community.ChannelCount))
        {
            channels.Add(await Open($"bench-{index}", senders));
            progress(0.5 + (0.5 * index / Community.ChannelCount));
        }

        return new(server, members, channels, await Open("hot", senders), await Open("hall", members));

        async Task<string> Open(string name, IReadOnlyList<Account> joining)
        {
            var channel = await api.Post($"workspaces/{workspace.Id}/channels", new(name, "public"),
                SettlerJson.Default.NewChannel, SettlerJson.Default.Made, owner, ct);
            await Parallel.ForEachAsync(joining.Skip(1), ct, async (member, stop) => await api.Put(
                $"channels/{channel.Id}/members/{member.Id}", new(), SettlerJson.Default.Nothing, owner, stop));
            return channel.Id;
        }
    }

    /// <summary>Access tokens do not live as long as a whole run.</summary>
    public static async Task<Community> SignIn(Community community, ApiClient api, CancellationToken ct)
    {
        var members = community.Members.ToArray();
        await Parallel.ForAsync(0, members.Length, Together, async (index, _) =>
        {
            var answer = await api.Post("auth/login", new(Username(index), Password),
                SettlerJson.Default.Credentials, SettlerJson.Default.SignedIn, token: null, ct);
            members[index] = Account(answer);
        });
        return community with { Members = members };
    }

    private static async Task<Account[]> Register(ApiClient api, Action<double> progress, CancellationToken ct)
    {
        var members = new Account[Community.Size];
        var done = 0;
        await Parallel.ForAsync(0, members.Length, Together, async (index, _) =>
        {
            var account = new NewAccount($"{Username(index)}@bench.example", Username(index), $"Member {index}", Password);
            var answer = await api.Post(
                "auth/register", account, SettlerJson.Default.NewAccount, SettlerJson.Default.SignedIn, token: null, ct);
            members[index] = Account(answer);
            progress(0.5 * Interlocked.Increment(ref done) / members.Length);
        });
        return members;
    }

    /// <summary>A channel that one of the members may not read, because they are a guest where it is.</summary>
    public static async Task<(string Channel, Account Guest)> Hide(Community community, ApiClient api, CancellationToken ct)
    {
        var (owner, guest) = (community.Members[0].Token, community.Members[^1]);
        var workspace = await api.Post(
            "workspaces", new("Elsewhere", "elsewhere"), SettlerJson.Default.NewWorkspace, SettlerJson.Default.Made, owner, ct);
        await api.Put($"workspaces/{workspace.Id}/members/{guest.Id}", new("guest"), SettlerJson.Default.NewMember, owner, ct);
        var channel = await api.Post($"workspaces/{workspace.Id}/channels", new("closed", "public"),
            SettlerJson.Default.NewChannel, SettlerJson.Default.Made, owner, ct);
        return (channel.Id, guest);
    }

    public static byte[] LogIn(int index) =>
        JsonSerializer.SerializeToUtf8Bytes(new(Username(index), Password), SettlerJson.Default.Credentials);

    private static string Username(int index) => $"member{index}";

    private static Account Account(SignedIn answer) =>
        new(answer.User.Id, answer.AccessToken, TimeSpan.FromSeconds(answer.ExpiresIn));
}

internal sealed record NewAccount(string Email, string Username, string DisplayName, string Password);

internal sealed record Credentials(string Login, string Password);

internal sealed record SignedIn(Made User, string AccessToken, int ExpiresIn);

internal sealed record NewWorkspace(string Name, string Slug);

internal sealed record NewMember(string Role);
internal sealed record NewGrant(string Reason);

internal sealed record NewChannel(string Name, string Kind);

internal sealed record NewMessage(string Text);

internal sealed record Made(string Id);

internal sealed record EventsPage(IReadOnlyList<ChatEvent> Items, string? Next);

internal sealed record NewApp(string Name, IReadOnlyList<string> Scopes);

internal sealed record NewSubscription(string Url, IReadOnlyList<string> EventTypes, IReadOnlyList<string>? ChannelIds, string From);

internal sealed record WorkspacesPage(IReadOnlyList<Made> Items);

internal sealed record HookChallenge(string Challenge);

/// <summary>How many events addresses took since they were asked last, and how long those were on their way, in milliseconds.</summary>
internal sealed record HooksTaken(int Count, double P50, double P99);

internal sealed record Nothing;

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(NewAccount))]
[JsonSerializable(typeof(Credentials))]
[JsonSerializable(typeof(SignedIn))]
[JsonSerializable(typeof(NewWorkspace))]
[JsonSerializable(typeof(NewMember))]
[JsonSerializable(typeof(NewGrant))]
[JsonSerializable(typeof(NewChannel))]
[JsonSerializable(typeof(NewMessage))]
[JsonSerializable(typeof(Made))]
[JsonSerializable(typeof(EventsPage))]
[JsonSerializable(typeof(NewApp))]
[JsonSerializable(typeof(NewSubscription))]
[JsonSerializable(typeof(WorkspacesPage))]
[JsonSerializable(typeof(HookChallenge))]
[JsonSerializable(typeof(HooksTaken))]
[JsonSerializable(typeof(Nothing))]
internal sealed partial class SettlerJson : JsonSerializerContext;
