using EventChat.Adapters.Jobs;
using EventChat.Contracts.Support;
using EventChat.Projections.Jobs;

namespace EventChat.Contracts.Jobs;

/// <summary>What lies in queues and tables is read by later versions: its form is for ever.</summary>
public sealed class JobMessageTests
{
    [Fact]
    public void A_mail_is_written_as_ever() => Assert.Equal(
        new JobMessage("one", "mail", """{"to":"bob@example.org","subject":"Hello","text":"Tea?","html":"Tea?","unsubscribe":"https://example.org/u","id":"one","round":2}""", 2, 0, null),
        JobMessage.Of(new SendMail("one", "bob@example.org", "Hello", "Tea?", "Tea?", "https://example.org/u") { Round = 2 }));

    [Fact]
    public void A_push_is_written_as_ever() => Assert.Equal(
        new JobMessage("two", "push", """{"userId":"U00000000000000000000000ADA","subscription":"s","payload":"{}","lifeSeconds":60,"id":"two","round":0}""", 0, 0, null),
        JobMessage.Of(new SendPush("two", Logs.Ada, "s", "{}", 60)));

    [Fact]
    public void The_same_work_has_the_same_message_id_and_another_round_has_another()
    {
        var (one, again, round) = (JobMessage.Of(Mail(0)), JobMessage.Of(Mail(0)), JobMessage.Of(Mail(1)));

        Assert.Equal((one.MessageId, one.MessageId), (again.MessageId, (again with { Attempt = 3 }).MessageId));
        Assert.NotEqual(one.MessageId, round.MessageId);
    }

    private static SendMail Mail(int round) => new("one", "bob@example.org", "", "", "") { Round = round };
}
