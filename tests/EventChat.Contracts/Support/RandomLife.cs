using EventChat.Commands.Audit;
using EventChat.Commands.Channels;
using EventChat.Commands.Emoji;
using EventChat.Commands.Groups;
using EventChat.Commands.Handling;
using EventChat.Commands.Inbox;
using EventChat.Commands.Invites;
using EventChat.Commands.Messages;
using EventChat.Commands.Notifications;
using EventChat.Commands.Users;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Notifications;
using EventChat.Events.Store;
using EventChat.Events.Workspaces;

namespace EventChat.Contracts.Support;

/// <summary>People who do anything that may be done, in an order that the seed decides; what is refused is part of it.</summary>
internal sealed class RandomLife(ServerNode server, int seed)
{
    private static readonly string[] Emoji = ["👋", "👍", ":tada:"], Texts = ["Hello", "Tea?", "漢字", "", "\"quoted\" \\ ? :x"];
    private readonly Random random = new(seed);
    private readonly WorkspaceId home = WorkspaceId.New();
    private readonly List<GroupId> groups = [.. Enumerable.Range(0, 4).Select(static _ => GroupId.New())];

    public List<UserId> People { get; } = [.. Enumerable.Range(0, 5).Select(static _ => UserId.New())];
    public List<ChannelId> Channels { get; } = [.. Enumerable.Range(0, 3).Select(static _ => ChannelId.New())];

    public async Task Begin()
    {
        foreach (var (i, person) in People.Index()) await Do(new RegisterUser(person, $"user{i}-{seed}", $"User {i}", $"{i}@example.org"), person);
        await Do(new CreateWorkspace(home, "Home", $"home{seed}"), People[0]);
        foreach (var person in People.Skip(1).SkipLast(1)) await Do(new AddWorkspaceMember(home, person, WorkspaceRole.Member, Exists: true), People[0]);
        foreach (var (i, channel) in Channels.Index())
            await Do(new CreateChannel(channel, home, $"channel {i}", i == 0 ? ChannelKind.Private : ChannelKind.Public, "", ""), People[i]);
        foreach (var (i, group) in groups.Index()) await Do(new CreateGroup(home, group, $"group{i}", "Crew"), People[0]);
        await Invite();
    }

    public async Task Go(int steps)
    {
        for (var i = 0; i < steps; i++) await Step();
    }

    /// <summary>Several at once, so that pages hold what happened together.</summary>
    public Task GoTogether(int steps) => Task.WhenAll(Enumerable.Range(0, steps).Select(_ => Step()));

    private async Task Invite()
    {
        foreach (var (i, invite) in Enumerable.Range(0, 3).Select(static _ => InviteId.New()).Index())
        {
            await Do(new CreateInvite(home, invite, $"{i}", WorkspaceRole.Guest, [Channels[0]], MaxUses: 2), People[0]);
            for (var n = 0; n < i; n++) await Do(new AcceptInvite(home, $"{i}", "nobody@example.org"), UserId.New());
            if (i == 1) await Do(new RevokeInvite(home, invite), People[0]);
        }

        await Do(new RecordRefusedAccess(home, "PATCH workspaces/{workspaceId}"), People[1]);
    }

    /// <summary>What is bound to come to rest is brought back by the server, so that something happens to the end.</summary>
    private async Task Step()
    {
        var (channel, person, number) = (Any(Channels), Any(People), random.Next(1, 25));
        if (random.Next(10) == 0)
        {
            await Choose(channel, person, number);
            return;
        }

        switch (random.Next(45))
        {
            case 0: await Do(new RenameChannel(channel, Any(Texts)), person); break;
            case 1: await Do(new DescribeChannel(channel, Any(Texts), Any(Texts)), person); break;
            case 2: await Do(new ArchiveChannel(channel), person); break;
            case 3 or 4: await server.Commands.Handle(new UnarchiveChannel(channel), Caller.System); break;
            case 5 or 6: await Do(new JoinChannel(channel), person); break;
            case 7: await Do(new LeaveChannel(channel), person); break;
            case 8: await server.Commands.Handle(new AddMember(channel, Any(People), IsInWorkspace: true), Caller.System); break;
            case 9: await Do(new RemoveMember(channel, Any(People)), person); break;
            case 10 or 11: await Do(new EditMessage(channel, number, Any(Texts), Mentioned()), person); break;
            case 12 or 13: await Do(new DeleteMessage(channel, number), person); break;
            case 14 or 15 or 16: await Do(new AddReaction(channel, number, Any(Emoji)), person); break;
            case 17 or 18: await Do(new RemoveReaction(channel, number, Any(Emoji)), person); break;
            case 19 or 20: await Read(channel, person, number); break;
            case 21: await Do(new RegisterUser(UserId.New(), $"late{number}", "Late", "late@example.org"), person); break;
            case 22 or 23 or 24: await Do(new SendMessage(channel, Any(Texts), ThreadRoot: random.Next(1, 6), Broadcast: number < 5, Entities: Mentioned()), person); break;
            case 25: await Do(new ChangeWorkspace(home, Any(Texts), Any(Texts), number < 5 ? "" : "https://example.org/i.png"), People[0]); break;
            case 26: await Do(new ChangeRole(home, person, (WorkspaceRole)random.Next(4)), People[0]); break;
            case 27: await (number < 12 ? Do(new RemoveWorkspaceMember(home, person), People[0]) : Do(new AddWorkspaceMember(home, person, WorkspaceRole.Member, Exists: true), People[0])); break;
            case 28: await (number < 12 ? Do(new GrantComplianceOfficer(home, person, "Audit"), People[0]) : Do(new RevokeComplianceOfficer(home, person), People[0])); break;
            case 29: await (number < 5 ? Do(new ScheduleDeletion(home, TimeSpan.FromDays(1)), People[0]) : Do(new RestoreWorkspace(home), People[0])); break;
            case 33: await (number < 12 ? Do(new AddEmoji(home, $"e{number % 4}", "https://example.org/e.png"), person) : Do(new RemoveEmoji(home, $"e{number % 4}"), person)); break;
            case 34: await Group(Any(groups), Any(People), number); break;
            case 43 or 44: await Do(new AddGroupMember(home, Any(groups), Any(People)), People[0]); break;
            case 35 or 36: await Do(new PinMessage(channel, number), person); break;
            case 37: await Do(new UnpinMessage(channel, number), person); break;
            case 38: await Do(new SaveMessage(channel, number, person, new(number, person, 0, false, 0, false)), person); break;
            case 39: await Do(new UnsaveMessage(channel, number, person), person); break;
            case 40: await Do(new ScheduleMessage(person, Waiting(person, number), channel, Any(Texts), TimeProvider.System.GetUtcNow().AddSeconds(number - 1)), person); break;
            case 41: await Do(new ChangeScheduled(person, Waiting(person, number), Any(Texts), TimeProvider.System.GetUtcNow().AddHours(number)), person); break;
            case 42: await Settle(person, Waiting(person, number), number); break;
            default: await Do(new SendMessage(channel, Any(Texts), ClientMessageId: number < 5 ? $"k{number}" : null, Entities: Mentioned()), person); break;
        }
    }

    private async Task Read(ChannelId channel, UserId person, int number)
    {
        ChannelCount counted;
        try { counted = await server.Commands.Ask<Channel, ChannelCount>(StreamName.For(channel), (c, version) => c.Count(person, number, version, groups)); }
        catch (LogUnavailableException) { return; }

        if (number < 6)
            await Do<Inbox>(number switch
            {
                1 => new FollowThread(channel, person, number, counted),
                2 => new UnfollowThread(channel, person, number, 0, counted),
                _ => new MarkThreadRead(channel, person, number, counted.LastNumber / number, counted),
            }, person);
        else if (number % 5 > 0) await Do(new MarkRead(channel, person, number, counted), person);
        else await Do(new MarkAllRead(home, person, [new(channel, counted.LastNumber, counted.Version)], []), person);
    }

    private Task<CommandResult> Group(GroupId group, UserId person, int number) => (number % 5) switch
    {
        0 => Do(new DeleteGroup(home, group), People[0]),
        1 or 2 => Do(new RemoveGroupMember(home, group, person), People[0]),
        _ => Do(new ChangeGroup(home, group, $"crew{number}"), People[0]),
    };

    private TextEntities? Mentioned() => random.Next(7) switch
    {
        0 => [new(EntityKind.User, 0, 5, UserId: Any(People)), new(EntityKind.User, 6, 5, UserId: Any(People))],
        1 => [new(EntityKind.Everyone, 0, 8), new(EntityKind.User, 9, 5, UserId: Any(People)), new(EntityKind.Link, 20, 9)],
        2 => [new(EntityKind.Here, 0, 5), new(EntityKind.Channel, 6, 3, ChannelId: Any(Channels))],
        3 => [new(EntityKind.Group, 0, 5, GroupId: Any(groups)), new(EntityKind.Group, 6, 5, GroupId: Any(groups)), new(EntityKind.User, 12, 5, UserId: Any(People))],
        _ => null,
    };

    private static ScheduledId Waiting(UserId person, int number) => Id.Derive<ScheduledId>('T', $"{person}", $"{number % 8}");

    private async Task Settle(UserId person, ScheduledId id, int number)
    {
        await Do(new TakeDue(person, id), person);
        await (number % 3 == 0 ? Do(new CancelScheduled(person, id), person)
            : Do(new SettleScheduled(person, id, number % 3 == 1 ? number : null, "channel.archived"), person));
    }

    /// <summary>Some choose what to be told of, and some have seen it.</summary>
    private Task<CommandResult> Choose(ChannelId channel, UserId person, int number) => (number % 4) switch
    {
        0 => Do(new ChooseRules(person, home, number < 12 ? channel : null, (NotifyLevel)random.Next(3), number % 8 == 0, ["tea"]), person),
        1 => Do(new ChooseRules(person, home, channel), person),
        2 => Do(new ChooseDelivery(person, new(number % 24, 0), new(0, 30), null, true), person),
        _ => Do(new MarkNotificationsRead(person, number, null, Head: 100), person),
    };

    private Task<CommandResult> Do<TState>(ICommand<TState> command, UserId person) where TState : class, IState<TState> =>
        server.Commands.Handle(command, new(person, Role: random.Next(4) == 0 ? WorkspaceRole.Admin : WorkspaceRole.Member));

    private T Any<T>(IReadOnlyList<T> things) => things[random.Next(things.Count)];
}

/// <summary>The same log in pages that end anywhere, as they do where events arrive one by one or a reader was away.</summary>
internal sealed class RandomPages(IEventStore inner, int seed) : IEventStore
{
    private int subscriptions;

    public int Subscriptions => subscriptions;
    public bool PositionsAreDense => inner.PositionsAreDense;
    public string Epoch => inner.Epoch;

    public async IAsyncEnumerable<EventPage> Subscribe(
        Position after, StreamFilter filter, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var random = new Random(seed + Interlocked.Increment(ref subscriptions));
        await foreach (var page in inner.Subscribe(after, filter, ct))
        {
            var rest = page.Events.ToList();
            while (rest.Count > 0 && random.Next(4) > 0)
            {
                var part = rest[..random.Next(1, rest.Count + 1)];
                rest.RemoveRange(0, part.Count);
                if (rest.Count > 0) yield return new(part, part[^1].Position, IsLive: false);
                else rest = part;
                if (rest == part) break;
            }

            yield return page with { Events = rest };
        }
    }

    public Task<IReadOnlyList<RecordedEvent>> Append(StreamName stream, long expectedVersion, IReadOnlyList<NewEvent> events, CancellationToken ct) =>
        inner.Append(stream, expectedVersion, events, ct);

    public Task<long> ReadVersion(StreamName stream, CancellationToken ct) => inner.ReadVersion(stream, ct);
    public IAsyncEnumerable<RecordedEvent> ReadStream(StreamName stream, long afterVersion, CancellationToken ct) => inner.ReadStream(stream, afterVersion, ct);

    public IAsyncEnumerable<RecordedEvent> ReadStreamBackwards(StreamName stream, long beforeVersion, CancellationToken ct) =>
        inner.ReadStreamBackwards(stream, beforeVersion, ct);

    public IAsyncEnumerable<RecordedEvent> ReadAll(Position after, CancellationToken ct) => inner.ReadAll(after, ct);
    public Task<Position> ReadHead(CancellationToken ct) => inner.ReadHead(ct);
}
