namespace EventChat.Acceptance.Support;

/// <summary>One server over a database of its own, for the tests of one class.</summary>
public sealed class App : IAsyncLifetime
{
    private readonly List<EventChatServer> others = [];
    private Task<Person[]>? people;
    private TestDatabase? database;
    private EventChatServer? server;

    public EventChatServer Server => server ?? throw new InvalidOperationException("The server is not up yet.");

    public string ConnectionString => database!.ConnectionString;

    public async Task InitializeAsync()
    {
        database = await TestDatabase.Create();
        server = await EventChatServer.Start(database.ConnectionString);
    }

    public async Task DisposeAsync()
    {
        foreach (var other in others) await other.DisposeAsync();
        if (server is not null) await server.DisposeAsync();
        if (database is not null) await database.DisposeAsync();
    }

    /// <summary>One more instance over the same database.</summary>
    public async Task<EventChatServer> Another(params string[] settings)
    {
        var other = await EventChatServer.Start(database!.ConnectionString, settings);
        others.Add(other);
        return other;
    }

    /// <param name="away">How long no server runs.</param>
    public async Task Restart(TimeSpan away = default)
    {
        await Server.DisposeAsync();
        await Task.Delay(away);
        server = await EventChatServer.Start(database!.ConnectionString);
    }

    /// <summary>Transactions of the database so far, once those who made them have counted them.</summary>
    public Task<long> Transactions() => database!.Transactions();

    /// <summary>All that the database holds, as text.</summary>
    public Task<string> Dump() => database!.Dump();

    /// <summary>The log, byte for byte.</summary>
    public Task<string[]> EventsAsStored() => database!.EventsAsStored();

    public Task<Person> Person(string name) => Support.Person.Register(Server, name);

    /// <summary>A new workspace of the same three people, because passwords are slow to hash on purpose.</summary>
    public async Task<Team> Team()
    {
        people ??= Task.WhenAll(Person("Ada"), Person("Bob"), Person("Mallory"));
        var (ada, bob, mallory) = await people is [var a, var b, var c] ? (a.At(Server), b.At(Server), c.At(Server)) : default;
        return await Support.Team.Gather(ada, bob, mallory);
    }

    /// <summary>Three people who are in no other workspace.</summary>
    public Task<Team> NewTeam()
    {
        people = null;
        return Team();
    }
}
