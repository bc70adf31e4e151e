using System.Xml.Linq;
using EventChat.Specs.Support;

namespace EventChat.Specs.House;

/// <summary>The rooms of the house: who may open which door, and which tools are kept where. A new room fails until its rules are written down.</summary>
public class HouseRules
{
    private static readonly Dictionary<string, string[]> Doors = new()
    {
        ["Events"] = [],
        ["Commands"] = ["Events"],
        ["Projections"] = ["Events"],
        ["Realtime"] = ["Events", "Projections"],
        ["Adapters"] = ["Events", "Commands", "Projections", "Realtime"],
        ["Api"] = ["Events", "Commands", "Projections", "Realtime", "Adapters"],
        ["Client"] = [],
        ["Verify"] = [],
    };

    private static readonly Dictionary<string, string[]> Tools = new()
    {
        ["Events"] = ["ADRaffy.ENSNormalize", "Ulid"],
        ["Commands"] =
        [
            "Markdig", "Microsoft.Extensions.DependencyInjection.Abstractions", "Microsoft.Extensions.Hosting.Abstractions", "Microsoft.Extensions.Logging.Abstractions",
            "Microsoft.Extensions.Options", "System.IO.Hashing",
        ],
        ["Projections"] = ["CloudNative.CloudEvents.SystemTextJson", "DistributedLock.Postgres", "Lucene.Net.Analysis.Common", "Marten", "Microsoft.Extensions.Hosting.Abstractions", "Npgsql"],
        ["Realtime"] = ["Microsoft.AspNetCore.App", "Microsoft.AspNetCore.SignalR.Protocols.MessagePack"],
        ["Adapters"] =
        [
            "AngleSharp", "Lib.Net.Http.WebPush", "MailKit", "MassTransit.RabbitMQ", "Microsoft.Extensions.Hosting.Abstractions", "Microsoft.Extensions.Options.ConfigurationExtensions",
            "Polly.Core", "Microsoft.Extensions.Options.DataAnnotations", "NSec.Cryptography", "Npgsql", "StackExchange.Redis", "StandardWebhooks", "System.IO.Hashing",
        ],
        ["Api"] =
        [
            "Microsoft.IdentityModel.JsonWebTokens", "Microsoft.AspNetCore.OpenApi", "OpenTelemetry.Exporter.Prometheus.AspNetCore",
            "OpenTelemetry.Extensions.Hosting", "Scalar.AspNetCore", "Spectre.Console",
        ],
        ["Client"] = ["Microsoft.AspNetCore.SignalR.Client", "Microsoft.AspNetCore.SignalR.Protocols.MessagePack", "Polly.Core"],
        ["Verify"] = ["NSec.Cryptography", "System.IO.Hashing"],
    };

    /// <summary>A feature has the same name in every room.</summary>
    private static readonly string[] Features =
    [
        "Apps", "Audit", "Channels", "Checkpoints", "Compliance", "Drafts", "Emoji", "Exports", "Groups", "Hooks", "Inbox", "Interactions", "Invites", "Members", "Mentions", "Messages", "Names", "Notifications", "Presence",
        "Previews", "Privacy", "Search", "Subscriptions", "Timeline", "Typing", "Users", "Workspaces",
    ];

    private static readonly Dictionary<string, string[]> Machinery = new()
    {
        ["Events"] = ["Serialization", "Store"],
        ["Commands"] = ["Handling"],
        ["Projections"] = ["Jobs", "Running"],
        ["Realtime"] = ["Calls", "Pushes", "Resume", "Routing"],
        ["Adapters"] = ["Accounts", "EventStore", "Http", "Jobs", "Mail", "Postgres", "Push", "RateLimits", "Redis", "Snapshots", "Turns"],
        ["Api"] = ["Auth", "Demo", "Http", "Operations", "RateLimits"],
        ["Client"] = [],
        ["Verify"] = [],
    };

    public static TheoryData<string> Rooms => [.. Doors.Keys];

    [Fact]
    public void Every_room_has_rules()
    {
        var rooms = Directory.GetDirectories(Repository.PathOf("src")).Select(Path.GetFileName).Order().ToList();

        Assert.Equal(rooms, Doors.Keys.Order());
        Assert.Equal(rooms, Tools.Keys.Order());
        Assert.Equal(rooms, Machinery.Keys.Order());
    }

    [Theory, MemberData(nameof(Rooms))]
    public void A_room_opens_only_its_own_doors(string room) =>
        Assert.Subset(Doors[room].ToHashSet(), References(room, "ProjectReference").Select(Path.GetFileNameWithoutExtension).ToHashSet()!);

    [Theory, MemberData(nameof(Rooms))]
    public void A_room_keeps_only_its_own_tools(string room) =>
        Assert.Subset(Tools[room].ToHashSet(), ToolsIn(room));

    [Theory, MemberData(nameof(Rooms))]
    public void A_room_has_no_tools_listed_that_it_does_not_keep(string room) =>
        Assert.Subset(ToolsIn(room), Tools[room].ToHashSet());

    [Theory, MemberData(nameof(Rooms))]
    public void A_folder_is_a_feature_or_a_machine_that_is_written_down(string room) =>
        Assert.Subset(Features.Concat(Machinery[room]).ToHashSet(), Directory.GetDirectories(Repository.PathOf("src", room)).Select(Path.GetFileName).ToHashSet()!);

    [Theory, MemberData(nameof(Rooms))]
    public void A_namespace_is_its_folder(string room) => Assert.All(Repository.Sources(Path.Combine("src", room)), static file =>
    {
        var expected = $"namespace EventChat.{Path.GetDirectoryName(file)!.Replace('\\', '/')["src/".Length..].Replace('/', '.')};";
        var lines = File.ReadAllLines(Repository.PathOf(file));
        Assert.True(Path.GetFileName(file) == "Program.cs" || lines.Contains(expected), $"{file} does not say '{expected}'.");
    });

    private static HashSet<string> ToolsIn(string room) => [.. References(room, "PackageReference"), .. References(room, "FrameworkReference")];

    private static IEnumerable<string> References(string room, string kind) =>
        XDocument.Load(Repository.PathOf("src", room, $"{room}.csproj")).Descendants(kind).Select(static e => e.Attribute("Include")!.Value);
}
