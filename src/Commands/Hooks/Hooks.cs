using EventChat.Events;
using EventChat.Events.Hooks;

namespace EventChat.Commands.Hooks;

/// <summary>The hooks of one workspace, as part of its state: whether one counts is decided where it is decided who is in.</summary>
public sealed class Hooks
{
    /// <summary>Hooks of one workspace.</summary>
    public const int MaxHooks = 200;

    private readonly Dictionary<HookId, Hook> byId = [];
    private readonly HashSet<UserId> bots = [];
    private int count;

    public long Bytes => byId.Count * 500L;
    public int Count => count;

    /// <summary>In the order in which they were made.</summary>
    public IEnumerable<Hook> Of(ChannelId channel) => byId.Values.Where(h => !h.IsRemoved && h.ChannelId == channel).OrderBy(static h => h.Version);

    /// <summary>Null where there is none, or none any more.</summary>
    public Hook? Find(HookId id) => byId.TryGetValue(id, out var hook) && !hook.IsRemoved ? hook : null;

    /// <summary>Whether somebody is the bot of a hook, or was.</summary>
    public bool HasBot(UserId user) => bots.Contains(user);

    /// <summary>The hook as it was made, also where it is removed; null where there never was one.</summary>
    public Hook? Made(HookId id) => byId.GetValueOrDefault(id);

    public void Apply(DomainEvent @event, UserId actor, long version, DateTimeOffset at)
    {
        switch (@event)
        {
            case HookCreated e:
                byId[e.HookId] = new(e, actor, version, at);
                bots.Add(e.BotUserId);
                count++;
                break;
            case HookRemoved e when Find(e.HookId) is { } hook:
                hook.IsRemoved = true;
                count--;
                break;
        }
    }
}

/// <param name="version">Of the workspace's event that made it.</param>
public sealed class Hook(HookCreated facts, UserId by, long version, DateTimeOffset at)
{
    public HookId Id => facts.HookId;
    public ChannelId ChannelId => facts.ChannelId;
    public UserId BotUserId => facts.BotUserId;
    public string Name => facts.Name;
    public string TokenHash => facts.TokenHash;

    /// <summary>What is sent may name another public channel.</summary>
    public bool AnyChannel => facts.AnyChannel == true;
    public UserId CreatedBy => by;
    public DateTimeOffset CreatedAt => at;
    public long Version => version;
    public bool IsRemoved { get; internal set; }
}
