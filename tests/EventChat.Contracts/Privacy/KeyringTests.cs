using EventChat.Adapters;
using EventChat.Adapters.Privacy;
using EventChat.Contracts.Support;
using EventChat.Events.Privacy;
using static EventChat.Contracts.Support.Logs;

namespace EventChat.Contracts.Privacy;

public sealed class InMemoryKeyringTests : KeyringContract
{
    internal override Task<IKeyring> Open() => Task.FromResult<IKeyring>(new InMemoryKeyring());
}

public sealed class PostgresKeyringTests(PostgresDatabase database) : KeyringContract, IClassFixture<PostgresDatabase>
{
    internal override async Task<IKeyring> Open() => await Keys(database.Source);
}

public sealed class MasterKeyTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>, IDisposable
{
    private static readonly string Other = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData("another"u8));
    private readonly string folder = Directory.CreateTempSubdirectory("eventchat-keys-").FullName;

    [Fact]
    public async Task No_key_is_in_the_database_in_the_clear()
    {
        var key = (await (await Keys(database.Source)).ForWriting(Ada, NewStream(), 203001, default)).Key;
        var rows = string.Join('\n', await database.Rows("select name, encode(wrapped, 'hex'), master from keyring"));
        Assert.DoesNotContain(Convert.ToHexStringLower(key.Value), rows, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToHexStringLower(Convert.FromBase64String(MasterKey)), rows, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_master_key_is_refused_and_the_right_one_named()
    {
        await Keys(database.Source);
        var wrapped = Assert.Single(await database.Rows("select distinct master from keyring where master is not null"));
        var error = await Assert.ThrowsAsync<StartupException>(() => Keys(database.Source, new() { MasterKey = Other }));
        Assert.Contains(wrapped, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Other, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_master_key_is_replaced_and_what_was_written_stays_readable()
    {
        var young = new PostgresDatabase();
        await young.InitializeAsync();
        try
        {
            var (stream, bob) = (NewStream(), Events.UserId.New());
            var before = (await (await Keys(young.Source)).ForWriting(Ada, stream, 203001, default)).Key;
            await (await Keys(young.Source)).ForWriting(bob, stream, 203001, default);
            await (await Keys(young.Source)).DestroyAuthor(bob, [stream], default);

            await Keys(young.Source, new() { MasterKey = Other, PreviousMasterKey = MasterKey });
            var after = await Keys(young.Source, new() { MasterKey = Other });
            Assert.Equal(before.Value.ToArray(), (await after.ForReading(new(Ada, stream, 203001, 1), default))!.Value.ToArray());
            Assert.Null(await after.ForReading(new(bob, stream, 203001, 1), default));
            await Assert.ThrowsAsync<StartupException>(() => Keys(young.Source));
        }
        finally { await young.DisposeAsync(); }
    }

    [Fact]
    public async Task A_new_log_gets_a_key_of_its_own_and_without_it_nothing_starts()
    {
        var young = new PostgresDatabase();
        await young.InitializeAsync();
        try
        {
            var file = Path.Combine(folder, "keys", "master.key");
            await Open(young);
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(file)!));
            }

            await Open(young);

            File.Move(file, file + ".away");
            var error = await Assert.ThrowsAsync<StartupException>(() => Open(young));
            Assert.Contains(file, error.Message, StringComparison.Ordinal);
            Assert.False(File.Exists(file));

            await File.WriteAllTextAsync(file, "not a key\n");
            Assert.Contains(file, (await Assert.ThrowsAsync<StartupException>(() => Open(young))).Message, StringComparison.Ordinal);
        }
        finally { await young.DisposeAsync(); }
    }

    [Fact]
    public async Task A_key_that_was_moved_to_another_name_is_refused()
    {
        var (mine, hers) = (NewStream(), NewStream());
        var keys = await Keys(database.Source);
        foreach (var stream in new[] { mine, hers }) await keys.ForWriting(Ada, stream, 0, default);
        await database.Run($"update keyring set wrapped = (select wrapped from keyring where name like '%{hers}') where name like '%{mine}'");
        await Assert.ThrowsAsync<Events.Serialization.EventContractException>(async () => await (await Keys(database.Source)).ForReading(new(Ada, mine, 0, 1), default));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task Open(PostgresDatabase of)
    {
        var keyring = new PostgresKeyring(of.Source, Microsoft.Extensions.Options.Options.Create(new PrivacyOptions()), Microsoft.Extensions.Logging.Abstractions.NullLogger<PostgresKeyring>.Instance);
        await keyring.Open(folder, default);
    }
}
