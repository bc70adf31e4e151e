using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Invites;
using EventChat.Events.Workspaces;

namespace EventChat.Commands.Invites;

/// <summary>The invites of one workspace, as part of its state: whoever comes in is decided where it is decided who is in.</summary>
public sealed class Invites
{
    /// <summary>Invites of one workspace that may stand at a time.</summary>
    public const int MaxOpen = 1_000;

    /// <summary>What is over is remembered a while longer, so that a repeat gets the first answer.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(2);

    private readonly Dictionary<InviteId, Invite> byId = [];
    private readonly Dictionary<string, Invite> byHash = [];
    private int uses;

    public long Bytes => byId.Count * 512L + uses * 48L;

    public Invite? Find(InviteId id) => byId.GetValueOrDefault(id);

    public Invite? Find(string codeHash) => byHash.GetValueOrDefault(codeHash);

    public int CountOpen(DateTimeOffset now) => byId.Values.Count(i => i.IsOpen(now));

    public void Apply(DomainEvent @event, UserId actor, long version, DateTimeOffset at)
    {
        switch (@event)
        {
            case InviteCreated e:
                Forget(at);
                byHash[e.CodeHash] = byId[e.InviteId] = new(e, actor, version);
                break;
            case InviteRevoked e when byId.TryGetValue(e.InviteId, out var revoked): revoked.RevokedAt = at; break;
            case InviteAccepted e when byId.TryGetValue(e.InviteId, out var used):
                used.Use(actor);
                uses++;
                break;
        }
    }

    private void Forget(DateTimeOffset at)
    {
        foreach (var invite in byId.Values.Where(i => (i.RevokedAt ?? i.Terms.ExpiresAt) + Remembered < at).ToList())
        {
            byId.Remove(invite.Terms.InviteId);
            byHash.Remove(invite.Terms.CodeHash);
            uses -= invite.Uses;
        }
    }
}

/// <param name="by">Who made it.</param>
/// <param name="version">Of the workspace's event that made it.</param>
public sealed class Invite(InviteCreated terms, UserId by, long version)
{
    private readonly HashSet<UserId> users = [];

    public InviteCreated Terms => terms;
    public long Version => version;
    public int Uses { get; private set; }
    public DateTimeOffset? RevokedAt { get; internal set; }

    public bool IsOpen(DateTimeOffset now) => RevokedAt is null && now < terms.ExpiresAt && !(Uses >= terms.MaxUses);

    /// <summary>
    /// Whether somebody may come in by it now. Its maker has to be one who could make it still: an admin who was removed does not come back by what they
    /// left behind.
    /// </summary>
    public bool Counts(Workspace workspace, DateTimeOffset now) =>
        IsOpen(now) && workspace.RoleOf(by) is { } role && role >= WorkspaceRole.Admin && role >= terms.Role;

    public bool IsFor(string email) => terms.Email is null || terms.Email == Address(email);

    public bool WasUsedBy(UserId user) => users.Contains(user);

    /// <summary>As addresses are compared, here and where an account takes one.</summary>
    public static string Address(string email) => email.ToLowerInvariant();

    internal void Use(UserId user)
    {
        users.Add(user);
        Uses++;
    }
}
