using EventChat.Adapters;
using EventChat.Api;
using EventChat.Api.Demo;
using EventChat.Api.Operations;

return await Run(args);

static async Task<int> Run(string[] args)
{
    var word = args is [var first, ..] && char.IsAsciiLetter(first[0]) && !first.Contains('=', StringComparison.Ordinal) ? first : "serve";
    using var stopping = new CancellationTokenSource();
    Console.CancelKeyPress += (_, pressed) =>
    {
        pressed.Cancel = true;
        stopping.Cancel();
    };

    try
    {
        var builder = EventChatApp.CreateBuilder(word == "serve" ? args : args[1..]);
        var demo = word == "serve" ? DemoFolder.Of(builder.Configuration) : null;
        await using var database = await Database.Open(builder.Configuration, stopping.Token);
        await using var app = EventChatApp.Build(builder, database.ConnectionString);
        return word switch
        {
            "serve" => await Serving.Run(app, demo, stopping.Token),
            "verify" => await Maintenance.Verify(app.Services, stopping.Token),
            "rebuild" => await Maintenance.Rebuild(app.Services, args.ElementAtOrDefault(1), stopping.Token),
            _ => throw new StartupException($"'{word}' is no command: use none to serve, 'verify', or 'rebuild NAME'."),
        };
    }
    catch (OperationCanceledException) when (stopping.IsCancellationRequested)
    {
        return 130;
    }
    catch (Exception error) when (!Serving.HasStarted && Words.For(error) is { } words)
    {
        await Console.Error.WriteLineAsync($"EventChat cannot start: {words}");
        return 1;
    }
}
