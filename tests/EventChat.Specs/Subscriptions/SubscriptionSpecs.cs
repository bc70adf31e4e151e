using EventChat.Commands.Apps;
using EventChat.Commands.Channels;
using EventChat.Commands.Subscriptions;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Apps;
using EventChat.Events.Channels;
using EventChat.Events.Subscriptions;
using EventChat.Events.Workspaces;
using EventChat.Specs.Support;
using static EventChat.Specs.Support.Cast;
using static EventChat.Specs.Support.Histories;
using static EventChat.Specs.Support.Spec;

namespace EventChat.Specs.Subscriptions;

public class SubscriptionSpecs
{
    private const string Url = "https://robot.example.org/events";
    private static readonly AppCreated Made = new(Robot, RobotsBot, "Robot", ["messages:read"]);
    private static readonly WorkspaceMemberJoined Joined = new(RobotsBot, WorkspaceRole.Member);
    private static readonly SubscriptionCreated Subscribed = new(RobotsSubscription, Robot, Url, ["message.sent"], []);

    [Fact]
    public void Admins_subscribe_an_app_and_so_does_the_app_itself()
    {
        Home(WorkspaceRole.Member, Made, Joined).When(Create("message.sent"), by: Ada).Then(Subscribed);
        Home(WorkspaceRole.Member, Made, Joined).When(Create("message.sent"), by: RobotsBot).Then(Subscribed);
        Home(WorkspaceRole.Member, Made, Joined).When(Create("message.sent"), by: Bob).ThenRefused(new AdminsOnly("manage apps"));
        Home(WorkspaceRole.Member, Made, Joined).When(Create("message.sent"), by: Mallory).ThenRefused(new AppNotFound(Robot));
        Home(WorkspaceRole.Member).When(Create("message.sent"), by: Ada).ThenRefused(new AppNotFound(Robot));
    }

    [Fact]
    public void An_app_does_not_subscribe_another()
    {
        var other = Made with { AppId = Id.Derive<AppId>('A', "other"), BotUserId = Mallory };
        Home(WorkspaceRole.Member, Made, Joined, other, new WorkspaceMemberJoined(Mallory, WorkspaceRole.Member))
            .When(Create("message.sent"), by: Mallory).ThenRefused(new AdminsOnly("manage apps"));
    }

    [Fact]
    public void The_same_again_gives_the_first_answer() =>
        Home(WorkspaceRole.Member, Made, Joined, Subscribed).When(Create("message.sent"), by: Ada).ThenRepeats(8);

    [Fact]
    public void An_app_is_told_only_what_there_is_and_what_its_scopes_open()
    {
        Home(WorkspaceRole.Member, Made, Joined).When(Create("message.said"), by: Ada).ThenRefused(new EventTypeUnknown("message.said"));
        Home(WorkspaceRole.Member, Made, Joined).When(Create("invite.created"), by: Ada).ThenRefused(new EventTypeUnknown("invite.created"));
        Home(WorkspaceRole.Member, Made, Joined).When(Create("app.*"), by: Ada).ThenRefused(new EventTypeUnknown("app.*"));
        Home(WorkspaceRole.Member, Made, Joined).When(Create("channel.*"), by: Ada).ThenRefused(new EventTypeBeyondScopes("channel.*", "channels:read"));
        Home(WorkspaceRole.Member, Made with { Scopes = ["messages:write"] }, Joined).When(Create(), by: Ada).ThenRefused(new NothingToTell());
        Home(WorkspaceRole.Member, Made, Joined).When(Create(), by: Ada).Then(Subscribed with { EventTypes = [] });
        Home(WorkspaceRole.Member, Made, Joined).When(Create("message.*", "message.*"), by: Ada).Then(Subscribed with { EventTypes = ["message.*"] });
    }

    [Fact]
    public void It_begins_at_a_position_that_there_is()
    {
        Home(WorkspaceRole.Member, Made, Joined).When(Create("message.sent") with { From = 100 }, by: Ada).Then(Subscribed with { From = 100 });
        Home(WorkspaceRole.Member, Made, Joined).When(Create("message.sent") with { From = 101 }, by: Ada).ThenRefused(new PositionAhead(100, "from"));
        Home(WorkspaceRole.Member, Made, Joined, Subscribed).When(new RewindSubscription(Cast.Home, RobotsSubscription, 0, 100), by: Ada).Then(new SubscriptionRewound(RobotsSubscription, 0));
        Home(WorkspaceRole.Member, Made, Joined, Subscribed).When(new RewindSubscription(Cast.Home, RobotsSubscription, 101, 100), by: Ada).ThenRefused(new PositionAhead(100));
    }

    [Fact]
    public void A_hundred_of_an_app_and_a_hundred_channels_of_one()
    {
        DomainEvent[] many = [.. Enumerable.Range(0, Commands.Subscriptions.Subscriptions.MaxOfApp).Select(static n => Subscribed with { SubscriptionId = Id.Derive<SubscriptionId>('K', $"{n}") })];
        Home(WorkspaceRole.Member, [Made, Joined, .. many]).When(Create("message.sent"), by: Ada).ThenRefused(new TooManySubscriptions());
        Home(WorkspaceRole.Member, Made, Joined).When(Create([.. Enumerable.Repeat("message.sent", CreateSubscription.MaxTypes + 1)]), by: Ada).ThenRefused(new TooManyEventTypes());
        ChannelId[] channels = [.. Enumerable.Range(0, CreateSubscription.MaxChannels + 1).Select(static n => Id.Derive<ChannelId>('C', $"{n}"))];
        Home(WorkspaceRole.Member, Made, Joined).When(Create("message.sent") with { ChannelIds = channels }, by: Ada).ThenRefused(new TooManySubscribedChannels());
    }

    [Fact]
    public void Pausing_resuming_and_removing_twice_change_nothing()
    {
        var (pause, resume, remove) = (
            new PauseSubscription(Cast.Home, RobotsSubscription, PauseReason.Asked), new ResumeSubscription(Cast.Home, RobotsSubscription), new RemoveSubscription(Cast.Home, RobotsSubscription));
        var paused = new SubscriptionPaused(RobotsSubscription, PauseReason.Asked);
        Home(WorkspaceRole.Member, Made, Joined, Subscribed).When(pause, by: RobotsBot).Then(paused);
        Home(WorkspaceRole.Member, Made, Joined, Subscribed, paused).When(pause, by: Ada).ThenNothing();
        Home(WorkspaceRole.Member, Made, Joined, Subscribed, paused).When(resume, by: Ada).Then(new SubscriptionResumed(RobotsSubscription));
        Home(WorkspaceRole.Member, Made, Joined, Subscribed).When(resume, by: Ada).ThenNothing();
        Home(WorkspaceRole.Member, Made, Joined, Subscribed).When(remove, by: Ada).Then(new SubscriptionRemoved(RobotsSubscription));
        Home(WorkspaceRole.Member, Made, Joined, Subscribed, new SubscriptionRemoved(RobotsSubscription)).When(remove, by: Ada).ThenNothing();
        Home(WorkspaceRole.Member, Made, Joined).When(remove, by: Ada).ThenRefused(new SubscriptionNotFound(RobotsSubscription));
        Home(WorkspaceRole.Member, Made, Joined, Subscribed).When(remove, by: Bob).ThenRefused(new AdminsOnly("manage apps"));
        Home(WorkspaceRole.Member, Made, Joined, Subscribed).When(remove, by: Mallory).ThenRefused(new SubscriptionNotFound(RobotsSubscription));
    }

    [Fact]
    public void A_secret_rotates_with_an_overlap()
    {
        var rotate = new RotateSubscriptionSecret(Cast.Home, RobotsSubscription, TimeSpan.FromHours(1));
        Home(WorkspaceRole.Member, Made, Joined, Subscribed).When(rotate, by: Ada).Then(new SubscriptionSecretRotated(RobotsSubscription, Noon.AddHours(1)));
        var found = Home(WorkspaceRole.Member, Made, Joined, Subscribed, new SubscriptionSecretRotated(RobotsSubscription, Noon)).State.Subscriptions.Find(RobotsSubscription)!;
        Assert.Equal((2, Noon), (found.Generation, found.OldSecretEndsAt));
    }

    [Fact]
    public void They_end_with_the_app() =>
        Home(WorkspaceRole.Member, Made, Joined, Subscribed).When(new RemoveApp(Cast.Home, Robot), by: Ada)
            .Then(new AppRemoved(Robot), new WorkspaceMemberRemoved(RobotsBot), new SubscriptionRemoved(RobotsSubscription));

    [Fact]
    public void What_does_not_work_is_told_to_who_subscribed_or_made_the_app_that_did()
    {
        var pause = new PauseSubscription(Cast.Home, RobotsSubscription, PauseReason.Gone);
        Past made = By(Bob, Made), subscribed = By(RobotsBot, Subscribed);
        Home(WorkspaceRole.Admin, Made, Joined, Subscribed).When(pause, by: RobotsBot).Then(new SubscriptionPaused(RobotsSubscription, PauseReason.Gone, Ada));
        Given<Workspace>([.. HomeWithBob(WorkspaceRole.Admin), made, Joined, subscribed]).When(pause, by: RobotsBot).Then(new SubscriptionPaused(RobotsSubscription, PauseReason.Gone, Bob));
    }

    [Fact]
    public void A_channel_knows_who_was_in_it_when()
    {
        var channel = Channel.Initial();
        DomainEvent[] history = [new ChannelCreated(Cast.Home, "general", ChannelKind.Private, "", ""), new MemberJoined(Ada), new MemberJoined(Bob), new ChannelRenamed("x"), new MemberLeft(Bob), new ChannelRenamed("y"), new MemberJoined(Bob), new ChannelRenamed("z")];
        for (var i = 0; i < history.Length; i++) channel.Apply(history[i], Ada, i + 1, Noon);

        foreach (var known in (Channel[])[channel, Reloaded(channel)])
        {
            Assert.Equal([false, false, true, true, true, false, true, true], Enumerable.Range(1, 8).Select(version => known.WasMember(Bob, version)));
            Assert.False(known.WasMember(Mallory, 8));
        }

        channel.Mark();
        channel.Apply(new MemberLeft(Bob), Ada, 9, Noon);
        channel.TakeBack();
        Assert.True(channel.IsMember(Bob) && channel.WasMember(Bob, 9));
    }

    private static Channel Reloaded(Channel channel)
    {
        var snapshot = new System.Buffers.ArrayBufferWriter<byte>();
        channel.Save(snapshot);
        return Channel.Load(snapshot.WrittenSpan);
    }

    private static Given<Workspace> Home(WorkspaceRole role, params DomainEvent[] then) => Given<Workspace>(HomeWithBob(role, then));

    private static CreateSubscription Create(params string[] types) => new(Cast.Home, Robot, RobotsSubscription, Url, types, [], null, Head: 100);
}
