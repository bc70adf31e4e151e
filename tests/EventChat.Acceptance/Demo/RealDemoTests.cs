using EventChat.Api.Demo;
using EventChat.Events.Store;
using EventChat.Projections.Running;
using Microsoft.Extensions.DependencyInjection;

namespace EventChat.Acceptance.Demo;

public sealed class RealDemoTests : IAsyncLifetime
{
    private readonly DemoApp app = new();

    public Task InitializeAsync() => Environment.GetEnvironmentVariable(DemoApp.Variable) is null ? Task.CompletedTask : app.InitializeAsync();

    public Task DisposeAsync() => Environment.GetEnvironmentVariable(DemoApp.Variable) is null ? Task.CompletedTask : app.DisposeAsync();

    [DemoFact(real: true)]
    public async Task All_that_was_said_in_ubuntu_is_read_in_order_and_in_its_threads()
    {
        await using var console = new StringWriter();
        var report = await app.Load(DemoFactAttribute.RealFolder, TextWriter.Synchronized(console));
        await app.SignIn();

        Assert.Equal((39, 48_830, 1_342, 11_907), (report.Counts.Logs, report.Counts.Messages, report.Counts.Threads, report.Counts.Replies));
        Assert.Equal((4_339, 694, 1_345), (report.Counts.Joins, report.Counts.Leaves, report.Counts.Renames));
        Assert.Equal(6, report.Unread.Count(static line => line.Reason == "unreadable: no text"));
        Assert.Contains("48,830 of 48,830 messages", console.ToString(), StringComparison.Ordinal);
        foreach (var plan in DemoFolder.Read(DemoFactAttribute.RealFolder)) await IsShown(plan);

        var verified = await Verification.Verify(app.Log, null, default);
        Assert.Null(verified.Broken);
        Assert.Empty(app.App.Services.GetRequiredService<ProjectionProgress>().Failures);
        Assert.True((await app.Load(DemoFactAttribute.RealFolder, TextWriter.Null)).ChangedNothing);
    }

    private async Task IsShown(IrcPlan plan)
    {
        var messages = await app.Messages(plan.ChannelId.ToString());
        var numbers = plan.Log.Messages.Index().ToDictionary(static m => m.Item.Index, static m => m.Index + 1);

        Assert.Equal(plan.Log.Messages.Select(static m => m.Text), messages.Select(static m => m.GetProperty("text").GetString()));
        Assert.Equal(plan.Log.Messages.Select(static m => m.At), messages.Select(static m => m.GetProperty("sentAt").GetDateTimeOffset()));
        Assert.Equal(
            plan.Log.Messages.Select(static m => IrcPerson.Fold(m.Nick)),
            messages.Select(static m => IrcPerson.Fold(m.GetProperty("author").GetProperty("name").GetString()!)));
        Assert.Equal(
            plan.Log.Threads.Roots.Select(link => (numbers[link.Key], numbers[link.Value])).Order(),
            messages.Select(static m => (m.GetProperty("number").GetInt32(), DemoApp.Root(m))).Where(static m => m.Item2 > 0).Order());
    }
}
