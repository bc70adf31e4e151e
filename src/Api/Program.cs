using EventChat.Api;
using EventChat.Api.Demo;
using EventChat.Api.Operations;

return await Run(args);

static async Task<int> Run(string[] args)
{
    using var signals = new Signals();
    var stopping = signals.Stopping;
    try
    {
        var word = Words.Command(args);
        var serves = word == Words.Serve;
        var builder = EventChatApp.CreateBuilder(Words.Settings(args));
        builder.Services.AddSingleton<IHostLifetime>(signals);
        if (serves) Addresses.Check(builder.Configuration);
        var demo = serves ? DemoFolder.Of(builder.Configuration) : null;
        EventChatApp.CheckSettings(builder.Configuration);
        await using var database = await Database.Open(builder.Configuration, mayMake: serves, stopping);
        await using var app = EventChatApp.Build(builder, database.ConnectionString);
        return word switch
        {
            Words.Verify when Words.Person(args) is { } person => await Maintenance.VerifyCounts(app.Services, person, repairs: false, stopping),
            Words.Repair => await Maintenance.VerifyCounts(app.Services, Words.Person(args)!, repairs: true, stopping),
            Words.Verify => await Maintenance.Verify(app.Services, stopping),
            Words.Jobs => await FailedWork.Run(app.Services, Words.OfJobs(args), stopping),
            Words.Rebuild => await Maintenance.Rebuild(app.Services, args.ElementAtOrDefault(1), stopping),
            _ => await Serving.Run(app, demo, stopping),
        };
    }
    catch (Exception) when (stopping.IsCancellationRequested && !Serving.HasStarted)
    {
        return signals.ExitCode;
    }
    catch (Exception error) when (!Serving.HasStarted && Words.For(error) is { } words)
    {
        await Console.Error.WriteLineAsync($"EventChat cannot start: {words}");
        return 1;
    }
}
