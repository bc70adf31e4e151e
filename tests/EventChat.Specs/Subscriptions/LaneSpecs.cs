using CsCheck;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Serialization;
using EventChat.Events.Store;
using EventChat.Projections.Subscriptions;
using EventChat.Specs.Support;

namespace EventChat.Specs.Subscriptions;

public class LaneSpecs
{
    /// <summary>Whatever is offered, taken and read again in whatever order: each is told once, in order, and none is left out.</summary>
    [Fact]
    public void A_lane_tells_all_that_it_was_offered_once_and_in_order() => Gen.Int[0, 3].Array[0, 600].Sample(static steps =>
    {
        List<RecordedEvent> log = [];
        List<long> told = [];
        var lane = new Lane(StreamName.For(Cast.General), 0);
        foreach (var step in steps)
        {
            if (step < 2) Offer(log, lane, step == 0);
            else Take(log, lane, told);
            if (step == 3) lane = Lane.Of(lane.Progress);
        }

        while (!lane.IsDone) Take(log, lane, told);
        Assert.Equal(log.Where(Wanted).Select(static e => e.Version), told);
    });

    [Fact]
    public void A_pause_grows_to_the_longest_and_what_is_asked_for_counts_up_to_a_day()
    {
        var pace = new DeliveryPace(TimeSpan.FromSeconds(2), TimeSpan.FromHours(1), TimeSpan.FromDays(3), TimeSpan.FromDays(7));
        for (var attempt = 1; attempt < 40; attempt++)
        {
            var full = Math.Min(3_600, 2 * Math.Pow(2, attempt - 1));
            Assert.InRange(pace.PauseAfter(attempt, null).TotalSeconds, full / 2, full);
        }

        Assert.Equal(TimeSpan.FromHours(5), pace.PauseAfter(1, TimeSpan.FromHours(5)));
        Assert.Equal(TimeSpan.FromDays(1), pace.PauseAfter(1, TimeSpan.FromDays(50)));
        Assert.InRange(pace.PauseAfter(20, TimeSpan.FromSeconds(1)).TotalSeconds, 1_800, 3_600);
    }

    private static bool Wanted(RecordedEvent e) => e.Event is ChannelRenamed;

    private static void Offer(List<RecordedEvent> log, Lane lane, bool wanted)
    {
        DomainEvent fact = wanted ? new ChannelRenamed("x") : new ChannelArchived();
        log.Add(new(EventTypes.All, fact)
        {
            Stream = lane.Stream, Version = log.Count + 1, Position = new(log.Count + 1), Id = Guid.Empty, Type = "", Data = default, Hash = default,
            Context = new(Cast.Ada, null, Guid.Empty, Guid.Empty), RecordedAt = Cast.Noon,
        });
        if (wanted) lane.Offer(log[^1]);
    }

    private static void Take(List<RecordedEvent> log, Lane lane, List<long> told)
    {
        if (lane.Next is { } next)
        {
            told.Add(next.Version);
            lane.Took();
        }
        else if (lane.MustRead)
        {
            var read = log.Where(e => e.Version > lane.Told && e.Version <= lane.Missed).Take(100).ToList();
            lane.Refill(read.Where(Wanted), read.Count > 0 ? read[^1].Version : lane.Missed);
        }
    }
}
