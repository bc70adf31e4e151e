using EventChat.Adapters.Accounts;
using EventChat.Adapters.Turns;
using EventChat.Api.Users;
using EventChat.Commands.Handling;
using EventChat.Commands.Names;
using EventChat.Commands.Users;
using EventChat.Events;
using EventChat.Events.Store;

namespace EventChat.Api.Auth;

/// <summary>Accounts as the front door needs them: names reserved, password beside the log, and the fact in it.</summary>
internal sealed class Accounts(
    CommandHandler commands, NameRegistry names, AccountTables tables, PasswordHashing passwords, ServerSecrets secrets, Turns turns)
{
    public const string Usernames = NameKinds.Usernames, Emails = "email";

    private const string Purpose = "registrations";

    /// <summary>
    /// A repeat under an idempotency key finds the account that the first one made. Nothing of the password is kept for that: it is checked against the hash that
    /// signing in is checked against.
    /// </summary>
    public async Task<CommandResult> Register(string email, string username, string displayName, string password, string? key, CancellationToken ct)
    {
        var command = new RegisterUser(key is null ? UserId.New() : await Derive(email, key, ct), username, displayName, email);
        var caller = new Caller(command.UserId);
        if (key is not null && await IsThere(command, ct)) return await Repeat(command, password, caller, ct);

        var hash = await passwords.Hash(password, ct);
        if (key is null) return await Make(command, hash, caller, ct);
        await using (await turns.Take($"register {command.UserId}", ct))
            if (!await IsThere(command, ct)) return await Make(command, hash, caller, ct);
        return await Repeat(command, password, caller, ct);
    }

    private Task<bool> IsThere(RegisterUser command, CancellationToken ct) => commands.Ask<User, bool>(command.Stream, static (user, _) => user.Exists, ct);

    private async Task<CommandResult> Repeat(RegisterUser command, string password, Caller caller, CancellationToken ct)
    {
        var result = await commands.Handle(command, caller, ct);
        return result.Refusal is null && !await Knows(command.UserId, password, ct) ? CommandResult.Of(new IdempotencyKeyReused()) : result;
    }

    private async Task<CommandResult> Make(RegisterUser command, string hash, Caller caller, CancellationToken ct)
    {
        var (user, username, email) = (command.UserId, command.Username, command.Email);
        if (await names.Take(Usernames, LookAlike.Of(username), user.ToString(), StreamName.For(user), new UsernameTaken(username), caller, ct) is { } taken)
            return CommandResult.Of(taken);
        if (await names.Take(Emails, email, user.ToString(), StreamName.For(user), new EmailTaken(), caller, ct) is { } known)
        {
            await names.Release(Usernames, LookAlike.Of(username), user.ToString(), caller, ct);
            return CommandResult.Of(known);
        }

        await tables.SavePasswordHash(user, hash, ct);
        return await commands.Handle(command, caller, ct);
    }

    /// <summary>The address stands for the caller, who is nobody yet. Whoever guesses address and key learns nothing from the id without the servers' key.</summary>
    private async Task<UserId> Derive(string email, string key, CancellationToken ct) =>
        Id.Derive<UserId>('U', Convert.ToHexStringLower(await secrets.Sign(Purpose, $"{email.ToLowerInvariant()}\n{key}", ct)));

    public async Task<Login> Find(string login, CancellationToken ct)
    {
        var isAddress = login.Contains('@', StringComparison.Ordinal);
        var name = NameReservation.StreamOf(isAddress ? Emails : Usernames, isAddress ? login : LookAlike.Of(login));
        var owner = await commands.Ask<NameReservation, string?>(name, static (taken, _) => taken.Owner, ct);
        return new(login, isAddress, name, Id.TryParse<UserId>(owner, out var user) ? user : null);
    }

    /// <summary>As long for an account that does not exist as for one that does.</summary>
    public async Task<UserResource?> SignIn(Login login, string password, CancellationToken ct)
    {
        var hash = await tables.FindPasswordHash(login.User ?? default, ct);
        if (!await passwords.Verify(password, hash, ct) || login.User is not { } user) return null;

        return await commands.Ask<User, UserResource?>(
            StreamName.For(user),
            (state, _) => state.Exists && !state.IsDeactivated && (login.IsAddress || state.Username.Equals(login.Text, StringComparison.OrdinalIgnoreCase))
                ? UserResource.Of(user, state, withEmail: true, state.RegisteredAt) : null, ct);
    }

    public async Task<bool> Knows(UserId user, string password, CancellationToken ct) =>
        await passwords.Verify(password, await tables.FindPasswordHash(user, ct), ct);

    /// <summary>Sessions end before the password changes: where the second is cut short, the caller tries again with the old one.</summary>
    public async Task<CommandResult> ChangePassword(string password, Caller caller, CancellationToken ct)
    {
        var hash = await passwords.Hash(password, ct);
        var result = await commands.Handle(new ChangePassword(caller.User), caller, ct);
        if (result.Refusal is null) await tables.SavePasswordHash(caller.User, hash, ct);
        return result;
    }
}

/// <summary>What somebody who signs in calls the account.</summary>
/// <param name="Name">Where the name would be reserved, alike for all ways to write it.</param>
/// <param name="User">Null where nobody is called so.</param>
internal sealed record Login(string Text, bool IsAddress, StreamName Name, UserId? User);
