using System.Text;
using System.Text.Json.Nodes;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Invites;
using EventChat.Events.Serialization;
using EventChat.Events.Store;
using EventChat.Events.Workspaces;
using EventChat.Projections.Audit;
using static EventChat.Specs.Support.Cast;

namespace EventChat.Specs.Audit;

/// <summary>Also of facts that are not there yet: the audit log goes by names and JSON.</summary>
public class AuditFoldSpecs
{
    private static readonly SessionId Session = Id.Parse<SessionId>("S0000000000000000000000TABS");
    private readonly Dictionary<string, JsonObject?> known = [];
    private long position;

    [Fact]
    public void A_change_is_told_with_what_was_there_before()
    {
        Tell(StreamName.For(General), new ChannelCreated(Home, "general", ChannelKind.Public, "", ""));
        Tell(StreamName.For(General), new ChannelRenamed("lobby"));
        var row = Tell(StreamName.For(General), new ChannelRenamed("hall"))!;

        Assert.Equal((Home, Ada, "channel.renamed", General.ToString(), General), (row.WorkspaceId, row.Actor, row.Action, row.Target, row.ChannelId));
        Assert.Equal(("""{"name":"lobby"}""", """{"name":"hall"}"""), (row.Before!.ToJsonString(), row.After!.ToJsonString()));
    }

    [Fact]
    public void A_role_is_the_members_own_and_ends_with_the_membership()
    {
        Tell(StreamName.For(Home), new WorkspaceMemberJoined(Ada, WorkspaceRole.Owner));
        Tell(StreamName.For(Home), new WorkspaceMemberJoined(Bob, WorkspaceRole.Member));
        var changed = Heard(StreamName.For(Home), "workspace.role-altered", $$"""{"userId":"{{Bob}}","role":"admin"}""")!;
        var removed = Heard(StreamName.For(Home), "workspace.member-thing-removed", $$"""{"userId":"{{Bob}}"}""")!;
        var back = Tell(StreamName.For(Home), new WorkspaceMemberJoined(Bob, WorkspaceRole.Guest))!;

        Assert.Equal((Bob.ToString(), """{"role":"member"}""", """{"role":"admin"}"""), (changed.Target, changed.Before!.ToJsonString(), changed.After!.ToJsonString()));
        Assert.Equal(("""{"role":"admin"}""", null), (removed.Before!.ToJsonString(), removed.After));
        Assert.Null(back.Before);
    }

    [Fact]
    public void A_value_that_is_taken_away_was_there_before()
    {
        Heard(StreamName.For(Home), "workspace.mood-changed", """{"mood":"bright"}""");
        var row = Heard(StreamName.For(Home), "workspace.mood-changed", "{}")!;

        Assert.Equal(("""{"mood":"bright"}""", null), (row.Before!.ToJsonString(), row.After));
        Assert.Null(Heard(StreamName.For(Home), "workspace.mood-changed", "{}")!.Before);
    }

    [Fact]
    public void The_address_is_that_of_the_session()
    {
        Assert.Null(Tell(StreamName.For(Home), new WorkspaceCreated("Home", "home"), Session)!.Address);
        Assert.Null(Heard(StreamName.For(Ada), "user.session-opened", $$"""{"sessionId":"{{Session}}","address":"203.0.113.7","device":"Firefox"}"""));

        var row = Tell(StreamName.For(Home), new WorkspaceMemberJoined(Bob, WorkspaceRole.Member), Session)!;

        Assert.Equal((Session, "203.0.113.7", "Firefox"), (row.Session, row.Address, row.Device));
    }

    [Fact]
    public void Direct_messages_are_in_no_log_and_private_channels_say_so()
    {
        var direct = Id.Parse<ChannelId>("D0000000000000000000GENERA1");

        Assert.Null(Tell(StreamName.For(direct), new ChannelCreated(Home, "", ChannelKind.Direct, "", "")));
        Assert.Null(Tell(StreamName.For(direct), new MemberJoined(Bob)));
        Assert.True(Tell(StreamName.For(Cellar), new ChannelCreated(Home, "cellar", ChannelKind.Private, "", ""))!.IsPrivate);
        Assert.True(Tell(StreamName.For(Cellar), new MemberJoined(Bob))!.IsPrivate);
        Assert.Null(Tell(StreamName.For(General), new MemberJoined(Bob)));
    }

    [Fact]
    public void An_invite_keeps_its_hash_and_its_channels_to_itself()
    {
        var row = Tell(StreamName.For(Home), new InviteCreated(Welcome, "hash", WorkspaceRole.Guest, Noon, [Cellar]))!;

        Assert.Equal(Welcome.ToString(), row.Target);
        Assert.Equal(["role", "expiresAt"], row.After!.Select(static value => value.Key));
    }

    [Fact]
    public void Messages_are_not_administration() => Assert.False(AuditFact.Concerns(Recorded(StreamName.For(General), "message.sent", "{}", null)));

    private AuditView? Tell(StreamName stream, DomainEvent fact, SessionId? session = null)
    {
        var (name, json) = EventTypes.All.Write(fact);
        return Fold(new(Recorded(stream, name, Encoding.UTF8.GetString(json), session)));
    }

    private AuditView? Heard(StreamName stream, string name, string json) => Fold(new(Recorded(stream, name, json, null)));

    private AuditView? Fold(AuditFact fact)
    {
        var row = AuditFold.Tell(fact, known.GetValueOrDefault);
        known[fact.Subject] = AuditFold.Learn(fact, known.GetValueOrDefault(fact.Subject));
        return row;
    }

    private RecordedEvent Recorded(StreamName stream, string name, string json, SessionId? session) => new(EventTypes.All)
    {
        Position = new(++position), Stream = stream, Version = position, Id = Guid.Empty, Type = name, Data = Encoding.UTF8.GetBytes(json),
        Context = new(Ada, session, Guid.Empty, Guid.Empty), RecordedAt = Noon, Hash = HashChain.Genesis,
    };
}
