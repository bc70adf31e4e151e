using System.Text;
using EventChat.Api.Demo;

namespace EventChat.Specs.Demo;

public class IrcPlanSpecs
{
    [Fact]
    public void Who_speaks_without_having_joined_joins_first() =>
        Assert.Equal(["join ada", "send ada", "send Ada"], Steps("[12:00] <ada> one", "[12:01] <Ada> two"));

    [Fact]
    public void Joining_twice_and_leaving_without_having_been_in_change_nothing() => Assert.Equal(
        ["join ada", "leave ADA", "join ada"],
        Steps(
            "=== bob has left #general", "=== ada has joined #general", "=== Ada has joined #general", "=== ADA has quit", "=== ada has quit",
            "=== ada has joined #general"));

    [Fact]
    public void A_rename_takes_the_old_nick_out_and_the_new_one_in() => Assert.Equal(
        ["join ada", "leave ada", "join ada_away", "join mallory"],
        Steps("=== ada has joined #general", "=== ada is now known as ada_away", "=== bob is now known as mallory"));

    [Fact]
    public void A_rename_that_changes_only_the_case_changes_nothing() =>
        Assert.Equal(["join ada"], Steps("=== ada has joined #general", "=== ada is now known as ADA"));

    [Theory]
    [InlineData("Ada", "ada")]
    [InlineData("ada_l-1", "ada_l-1")]
    public void A_nick_that_may_be_a_username_is_one(string nick, string username) => Assert.Equal(username, new IrcPerson(nick).Username);

    [Theory]
    [InlineData("_Ada", "ada-")]
    [InlineData("[PG]Ada", "pg-ada-")]
    [InlineData("a", "a-")]
    [InlineData("demo", "demo-")]
    [InlineData("|||", "irc-")]
    [InlineData("a-nick-of-more-than-thirty-two-characters", "a-nick-of-more-than-thirt-")]
    public void Any_other_nick_keeps_what_it_can_and_is_marked(string nick, string beginning)
    {
        var username = new IrcPerson(nick).Username;

        Assert.Matches("^[a-z0-9][a-z0-9_-]{1,31}$", username);
        Assert.StartsWith(beginning, username, StringComparison.Ordinal);
        Assert.Equal(beginning.Length + 6, username.Length);
    }

    [Fact]
    public void A_nick_is_the_same_person_in_any_case_and_another_than_one_that_looks_alike()
    {
        Assert.Equal(new IrcPerson("Ada").UserId, new IrcPerson("ADA").UserId);
        Assert.NotEqual(new IrcPerson("ada").UserId, new IrcPerson("ada_").UserId);
        Assert.NotEqual(new IrcPerson("ada|").Username, new IrcPerson("ada^").Username);
    }

    [RealIrcFact]
    public void No_two_people_of_the_real_logs_share_a_username()
    {
        string[] names = [.. DemoFolder.Read(RealIrcFactAttribute.Folder).SelectMany(plan => plan.Steps).DistinctBy(step => IrcPerson.Fold(step.Nick))
            .Select(step => new IrcPerson(step.Nick).Username)];

        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.All(names, static name => Assert.Matches("^[a-z0-9][a-z0-9_-]{1,31}$", name));
    }

    private static IEnumerable<string> Steps(params string[] lines) =>
        IrcPlan.Of(IrcLog.Parse("2030-01-01.general", Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))), []))
            .Steps.Select(step => $"{step.GetType().Name.ToLowerInvariant()} {step.Nick}");
}
