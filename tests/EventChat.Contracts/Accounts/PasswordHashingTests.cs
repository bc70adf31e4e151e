using EventChat.Adapters.Accounts;

namespace EventChat.Contracts.Accounts;

public sealed class PasswordHashingTests
{
    [Fact]
    public async Task A_password_is_known_again_and_no_other()
    {
        using var passwords = new PasswordHashing();
        var stored = await passwords.Hash("correct horse", CancellationToken.None);

        Assert.StartsWith("$argon2id$v=19$m=65536,t=2,p=1$", stored, StringComparison.Ordinal);
        Assert.True(await passwords.Verify("correct horse", stored, CancellationToken.None));
        Assert.False(await passwords.Verify("Correct horse", stored, CancellationToken.None));
        Assert.False(await passwords.Verify("correct horse", stored: null, CancellationToken.None));
    }

    [Fact]
    public async Task A_crowd_is_refused_where_the_line_is_full_and_whoever_is_in_it_is_served()
    {
        using var passwords = new PasswordHashing(threads: 1, waiting: 4);
        var all = Enumerable.Range(0, 50).Select(_ => Task.Run(() => passwords.Hash("correct horse", CancellationToken.None))).ToList();
        await Task.WhenAll(all).ContinueWith(static _ => { }, TaskScheduler.Default);

        Assert.InRange(all.Count(static one => one.IsCompletedSuccessfully), 4, 49);
        Assert.All(all.Where(static one => one.IsFaulted), static one => Assert.IsType<HashingOverloadedException>(one.Exception!.InnerException));
        Assert.NotEmpty(await passwords.Hash("correct horse", CancellationToken.None));
    }

    [Fact]
    public async Task Whoever_has_gone_is_not_served()
    {
        using var passwords = new PasswordHashing(threads: 1, waiting: 4);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => passwords.Hash("correct horse", new CancellationToken(canceled: true)));
    }
}
