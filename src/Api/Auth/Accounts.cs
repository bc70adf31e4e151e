using EventChat.Adapters.Accounts;
using EventChat.Api.Users;
using EventChat.Commands.Handling;
using EventChat.Commands.Names;
using EventChat.Commands.Users;
using EventChat.Events;
using EventChat.Events.Store;

namespace EventChat.Api.Auth;

/// <summary>Accounts as the front door needs them: names reserved, password beside the log, and the fact in it.</summary>
internal sealed class Accounts(
    CommandHandler commands, NameRegistry names, AccountTables tables, PasswordHashing passwords)
{
    public const string Usernames = "username", Emails = "email";

    public async Task<CommandResult> Register(string email, string username, string displayName, string password, CancellationToken ct)
    {
        var user = UserId.New();
        var caller = new Caller(user);
        var hash = await passwords.Hash(password, ct);
        if (await names.Take(Usernames, LookAlike.Of(username), user.ToString(), StreamName.For(user), new UsernameTaken(username), caller, ct) is { } taken)
            return CommandResult.Of(taken);
        if (await names.Take(Emails, email, user.ToString(), StreamName.For(user), new EmailTaken(), caller, ct) is { } known)
        {
            await names.Release(Usernames, LookAlike.Of(username), user.ToString(), caller, ct);
            return CommandResult.Of(known);
        }

        await tables.SavePasswordHash(user, hash, ct);
        return await commands.Handle(new RegisterUser(user, username, displayName, email), caller, ct);
    }

    /// <summary>As long for an account that does not exist as for one that does.</summary>
    public async Task<UserResource?> SignIn(string login, string password, CancellationToken ct)
    {
        var isAddress = login.Contains('@', StringComparison.Ordinal);
        var owner = await commands.Ask<NameReservation, string?>(
            NameReservation.StreamOf(isAddress ? Emails : Usernames, isAddress ? login : LookAlike.Of(login)), static (name, _) => name.Owner, ct);
        var known = Id.TryParse<UserId>(owner, out var user);
        if (!await passwords.Verify(password, known ? await tables.FindPasswordHash(user, ct) : null, ct)) return null;

        return await commands.Ask<User, UserResource?>(
            StreamName.For(user),
            (state, _) => state.Exists && !state.IsDeactivated && (isAddress || state.Username.Equals(login, StringComparison.OrdinalIgnoreCase))
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
