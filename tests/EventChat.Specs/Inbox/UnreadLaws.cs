using EventChat.Commands.Channels;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Inbox;
using EventChat.Events.Serialization;
using EventChat.Events.Store;
using EventChat.Projections.Inbox;
using EventChat.Projections.Mentions;
using EventChat.Specs.Support;

namespace EventChat.Specs.Inbox;

/// <summary>Marks less tallies are what one comes to who counts message by message, whatever happens.</summary>
public class UnreadLaws
{
    private const int Operations = 1_000_000, Checks = 40, MostThreads = 60;

    [Fact]
    public void A_million_operations_make_no_difference_between_the_tallies_and_a_recount()
    {
        var (life, folds, recount) = (new Life(new Random(20300101)), new Folded(), new Recount());
        for (var operation = 1; operation <= Operations; operation++)
        {
            foreach (var e in life.Next())
            {
                folds.Take(e);
                recount.Take(e);
            }

            if (operation % (Operations / Checks) == 0 || operation < 200) AssertSame(life, folds, recount);
        }

        Assert.True(life.Sent > Operations / 3);
    }

    [Fact]
    public void A_block_counts_what_stands_after_a_number_within_it()
    {
        var block = Enumerable.Range(0, TallyView.Size).Where(static n => n % 3 == 0)
            .Aggregate((TallyView?)null, static (view, n) => TallyView.With(view, "x", 5 * TallyView.Size + n + 1, stands: true))!;

        Assert.Equal(342, block.Count);
        for (var read = 0; read < TallyView.Size; read++)
            Assert.Equal(Enumerable.Range(read, TallyView.Size - read).Count(static n => n % 3 == 0), TallyView.After(block.Bits, read));
        Assert.Same(block, TallyView.With(block, "x", 1, stands: true));
        Assert.Null(TallyView.With(null, "x", 1, stands: false));
    }

    private static void AssertSame(Life life, Folded folds, Recount recount)
    {
        foreach (var person in Life.People)
        {
            var counted = recount.Of(person, Life.GroupsOf(person));
            Assert.Equal(counted, folds.Of(person, life.Channels));
            // So does the state that says what a mark leaves.
            Assert.All(counted, c => Assert.Equal((c.Unread, string.Join(' ', c.Mentions.Where(static m => m.Root is null).Select(static m => m.Number))), Told(folds.States[c.ChannelId].Count(person, c.LastRead, 0, Life.GroupsOf(person)))));
        }

        static (int, string) Told(ChannelCount count) => (count.Unread, string.Join(' ', count.MentionedIn!));
    }

    /// <summary>The projections as they are, over dictionaries, and the arithmetic of the query.</summary>
    private sealed class Folded
    {
        private readonly Dictionary<string, MarkView> marks = [];
        private readonly Dictionary<string, HeadView> heads = [];
        private readonly Dictionary<string, TallyView> tallies = [];
        private readonly Dictionary<string, FollowView> follows = [];
        private readonly Dictionary<string, ThreadView> threads = [];
        private readonly Dictionary<string, IReadOnlyList<MentionView>> mentions = [];

        public Dictionary<ChannelId, Channel> States { get; } = [];

        public void Take(RecordedEvent e)
        {
            if (e.Stream.StartsWith(StreamName.Channels))
            {
                if (!States.TryGetValue(e.Stream.Id<ChannelId>(), out var state)) States.Add(e.Stream.Id<ChannelId>(), state = new());
                state.Apply(e.Event, e.Actor, e.Version, e.RecordedAt);
            }

            Folds.Take<MarkProjection, MarkView>(marks, e);
            Folds.Take<HeadProjection, HeadView>(heads, e);
            Folds.Take<TallyProjection, TallyView>(tallies, e);
            Folds.Take<FollowProjection, FollowView>(follows, e);
            Folds.Take<ThreadProjection, ThreadView>(threads, e);
            if (e.Stream.StartsWith(StreamName.Channels) && MentionFold.Concerns(e) is { } message) mentions[message] = MentionFold.Evolve(mentions.GetValueOrDefault(message) ?? [], e);
        }

        public List<Counted> Of(UserId user, IEnumerable<ChannelId> channels) =>
            [.. channels.Where(c => marks.ContainsKey(MarkView.IdOf(user, c))).OrderBy(static c => c.ToString(), StringComparer.Ordinal).Select(c => Of(user, c))];

        private Counted Of(UserId user, ChannelId channel)
        {
            var (mark, head) = (marks[MarkView.IdOf(user, channel)], heads[$"{channel}"]);
            var followed = Followed(user, channel, mark).ToList();
            return new(
                channel, mark.LastRead, Unread(user, TallyView.Line(channel), mark.LastRead, head.LastNumber), mark.HiddenAt >= head.LastNumber,
                [.. followed.Where(static t => t.Unread > 0)], [.. Mentions(user, channel, mark, followed)]);
        }

        private IEnumerable<Mention> Mentions(UserId user, ChannelId channel, MarkView mark, List<UnreadThread> followed)
        {
            string[] targets = [MentionTarget.Of(user), MentionTarget.Everyone, MentionTarget.Here, .. Life.GroupsOf(user).Select(MentionTarget.Of)];
            return from row in mentions.Values.SelectMany(static rows => rows)
                   where row.ChannelId == channel && row.Author != user && targets.Any(t => row.ByChannel.StartsWith($"{t}:", StringComparison.Ordinal))
                   let shown = row.ThreadRoot is null || row.Broadcast == true
                   where shown ? row.Number > mark.LastRead : followed.Any(t => t.Root == row.ThreadRoot && row.Number > t.LastRead)
                   group row by row.Number into message
                   orderby message.Key
                   let first = message.First()
                   select new Mention(message.Key, first.ThreadRoot is null || first.Broadcast == true ? null : first.ThreadRoot);
        }

        private IEnumerable<UnreadThread> Followed(UserId user, ChannelId channel, MarkView mark) =>
            from follow in follows.Values
            where follow.IsFollowed && follow.ChannelId == channel && follow.Id == FollowView.IdOf(user, channel, follow.Root)
            where threads.ContainsKey(ThreadView.IdOf(channel, follow.Root))
            let read = follow.Marked < mark.Joined ? Math.Max(follow.LastRead, mark.After) : follow.LastRead
            let unread = Unread(user, TallyView.Line(channel, follow.Root), read, threads[ThreadView.IdOf(channel, follow.Root)].LastReply)
            orderby follow.Root
            select new UnreadThread(follow.Root, unread, read);

        private int Unread(UserId user, string line, int read, int last) =>
            read >= last ? 0 : After(n => TallyView.IdOf(line, n), read, last) - After(n => TallyView.IdOf(user, line, n), read, last);

        private int After(Func<int, string> idOf, int read, int last)
        {
            var count = tallies.TryGetValue(idOf(read + 1), out var first) ? TallyView.After(first.Bits, read % TallyView.Size) : 0;
            for (var number = (read / TallyView.Size + 1) * TallyView.Size + 1; number <= last; number += TallyView.Size)
                count += tallies.GetValueOrDefault(idOf(number))?.Count ?? 0;
            return count;
        }
    }

    /// <summary>Anything that may happen to three channels and five people, as the facts of it.</summary>
    private sealed class Life(Random random)
    {
        public static readonly UserId[] People = [.. Enumerable.Range(0, 5).Select(static _ => UserId.New())];
        private static readonly GroupId[] Groups = [GroupId.New(), GroupId.New()];
        private readonly Dictionary<ChannelId, (long Version, List<MessageDeleted?> Messages, HashSet<UserId> Members, List<int> Roots)> places = [];
        private readonly Dictionary<(ChannelId, int), UserId> starters = [];
        private long position;

        public ChannelId[] Channels { get; } = [ChannelId.New(), ChannelId.New(), Id.Derive<ChannelId>('D', ["five people"])];
        public int Sent { get; private set; }

        public static IReadOnlyCollection<GroupId> GroupsOf(UserId person) => [.. Groups.Where((_, group) => Array.IndexOf(People, person) % 2 == group)];

        public IEnumerable<RecordedEvent> Next()
        {
            var (channel, person) = (Channels[random.Next(3)], People[random.Next(5)]);
            if (!places.TryGetValue(channel, out var place))
            {
                places[channel] = place = (0, [], [], []);
                yield return In(channel, person, new ChannelCreated(Cast.Home, "general", channel.IsDirect ? ChannelKind.Direct : ChannelKind.Public, "", ""));
            }

            var (messages, last) = (place.Messages, place.Messages.Count);
            switch (random.Next(20))
            {
                case 0 when place.Members.Add(person): yield return In(channel, person, new MemberJoined(person, last > 0 ? last : null)); break;
                case 1 when random.Next(20) == 0 && place.Members.Remove(person): yield return In(channel, person, new MemberLeft(person)); break;
                case 2 or 3 when last > 0 && Any(last) is var number && messages[number - 1] is { } deletion:
                    messages[number - 1] = null;
                    yield return In(channel, person, deletion);
                    break;
                case 4 or 5 when place.Members.Contains(person): yield return By(person, new ChannelRead(channel, random.Next(3) == 0 ? last : random.Next(last + 1))); break;
                case 6 when random.Next(10) == 0:
                    yield return By(person, new AllRead(Cast.Home, [.. Channels.Where(places.ContainsKey).Select(c => new ReadUpTo(c, places[c].Messages.Count, places[c].Version))],
                        [.. Channels.Where(places.ContainsKey).SelectMany(c => places[c].Roots.TakeLast(3).Select(r => new ThreadReadUpTo(c, r, places[c].Messages.Count, places[c].Version)))]));
                    break;
                case 7 when channel.IsDirect: yield return By(person, random.Next(2) == 0 ? new DirectHidden(channel, last) : new DirectShown(channel)); break;
                case 8 or 9 or 10 when place.Roots.Count > 0 && Root(place.Roots) is var root:
                    var (shown, starter) = (random.Next(3) == 0, starters[(channel, root)]);
                    messages.Add(new(last + 1, person, root, shown ? true : null));
                    yield return In(channel, person, new MessageSent(last + 1, "", root, shown ? true : null, Entities: Mentions(8), RootAuthor: random.Next(9) == 0 ? null : starter));
                    break;
                case 11 when place.Roots.Count > 0 && Root(place.Roots) is var thread:
                    yield return By(person, random.Next(3) switch
                    {
                        0 => new ThreadFollowed(channel, thread, last, place.Version),
                        1 => new ThreadUnfollowed(channel, thread, last, place.Version),
                        _ => new ThreadRead(channel, thread, random.Next(last + 1), 0, place.Version),
                    });
                    break;
                case 12 when place.Roots.Count > 0 && Root(place.Roots) is var edited && messages[edited - 1] is not null:
                    yield return In(channel, starters[(channel, edited)], new MessageEdited(edited, "", Mentions(2)));
                    break;
                case > 12:
                    messages.Add(new(last + 1, person));
                    if (place.Roots.Count < MostThreads && random.Next(30) == 0)
                    {
                        place.Roots.Add(last + 1);
                        starters[(channel, last + 1)] = person;
                    }

                    yield return In(channel, person, new MessageSent(last + 1, "", Entities: place.Roots.Contains(last + 1) ? Mentions(3) : Calls()));
                    break;
            }
        }

        private int Root(List<int> roots) => roots[random.Next(4) == 0 ? random.Next(roots.Count) : roots.Count - 1 - random.Next(Math.Min(roots.Count, 4))];

        private TextEntities? Mentions(int seldom) => random.Next(seldom) == 0 ? [new TextEntity(EntityKind.User, 0, 4, People[random.Next(5)])] : null;

        /// <summary>In a text that begins no thread, all, the active or a group.</summary>
        private TextEntities? Calls() => random.Next(500) switch
        {
            0 => [new TextEntity(EntityKind.Everyone, 0, 8)],
            1 => [new TextEntity(EntityKind.Here, 0, 5), new TextEntity(EntityKind.Everyone, 6, 8)],
            2 => [new TextEntity(EntityKind.Group, 0, 5, GroupId: Groups[random.Next(2)])],
            _ => null,
        };

        /// <summary>Mostly one of the newest.</summary>
        private int Any(int last) => random.Next(4) == 0 ? random.Next(last) + 1 : last - random.Next(Math.Min(last, 20));

        private RecordedEvent In(ChannelId channel, UserId actor, DomainEvent e)
        {
            var place = places[channel];
            places[channel] = place with { Version = place.Version + 1 };
            if (e is MessageSent) Sent++;
            return Record(StreamName.For(channel), place.Version + 1, actor, e);
        }

        private RecordedEvent By(UserId person, DomainEvent e) => Record(StreamName.ForInbox(person), 1, person, e);

        private RecordedEvent Record(StreamName stream, long version, UserId actor, DomainEvent e) => new(EventTypes.All, e)
        {
            Position = new(++position), Stream = stream, Version = version, Id = Guid.Empty, Type = "", Data = default, RecordedAt = Cast.Noon, Hash = HashChain.Genesis,
            Context = new(actor, null, Guid.Empty, Guid.Empty),
        };
    }
}
