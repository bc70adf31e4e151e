using System.Security.Cryptography;
using EventChat.Adapters;
using EventChat.Adapters.Accounts;
using EventChat.Api.Auth;
using EventChat.Api.Http;
using EventChat.Api.Workspaces;
using EventChat.Commands.Handling;
using EventChat.Commands.Names;
using EventChat.Commands.Users;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Events.Workspaces;

namespace EventChat.Api.Demo;

/// <summary>The account that looks at the demo, and the workspace that it owns.</summary>
internal sealed class DemoOwner(
    CommandHandler commands, NameRegistry names, AccountTables tables, PasswordHashing passwords, IConfiguration configuration)
{
    public const string Username = "demo", Email = "demo@ubuntu-irc.invalid", Slug = "ubuntu-irc", WorkspaceName = "Ubuntu IRC";
    public const string PasswordSetting = "Demo:Password";

    public static readonly UserId UserId = Id.Derive<UserId>('U', "demo", "owner");
    public static readonly WorkspaceId WorkspaceId = Id.Derive<WorkspaceId>('W', "demo", Slug);
    public static readonly Caller Caller = new(UserId, Role: WorkspaceRole.Owner);

    public async Task Ensure(TextWriter console, CancellationToken ct)
    {
        var exists = await commands.Ask<User, bool>(StreamName.For(UserId), static (user, _) => user.Exists, ct);
        if (!exists)
        {
            await Take(Accounts.Usernames, LookAlike.Of(Username), UserId.ToString(), StreamName.For(UserId), new UsernameTaken(Username), ct);
            await Take(Accounts.Emails, Email, UserId.ToString(), StreamName.For(UserId), new EmailTaken(), ct);
        }

        await EnsurePassword(exists, console, ct);
        if (!exists) await Handle(new RegisterUser(UserId, Username, "Demo", Email), ct);
        if (await commands.Ask<Workspace, bool>(StreamName.For(WorkspaceId), static (workspace, _) => workspace.Exists, ct)) return;

        await Take(WorkspaceEndpoints.Slugs, Slug, WorkspaceId.ToString(), StreamName.For(WorkspaceId), new SlugTaken(Slug), ct);
        await Handle(new CreateWorkspace(WorkspaceId, WorkspaceName, Slug), ct);
    }

    /// <summary>A password is made for a new account and told this once; a setting gives it another at any start.</summary>
    private async Task EnsurePassword(bool exists, TextWriter console, CancellationToken ct)
    {
        if (configuration[PasswordSetting] is { Length: > 0 } wanted)
        {
            if (Fields.Password(wanted) is { } refusal) throw new StartupException($"{PasswordSetting}: {refusal.Detail}");
            await tables.SavePasswordHash(UserId, await passwords.Hash(wanted, ct), ct);
            return;
        }

        if (exists && await tables.FindPasswordHash(UserId, ct) is not null) return;

        var password = RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789", 20);
        await tables.SavePasswordHash(UserId, await passwords.Hash(password, ct), ct);
        await console.WriteLineAsync($"""
            The demo belongs to the account {Username}. Its password is shown this once, keep it:

              PASSWORD={password}

            """);
    }

    private Task Take(string kind, string name, string owner, StreamName stream, Refusal taken, CancellationToken ct) =>
        Patience.Try(() => names.Take(kind, name, owner, stream, taken, Caller, ct), $"the name '{name}'", ct);

    private Task Handle<TState>(ICommand<TState> command, CancellationToken ct) where TState : class, IState<TState> =>
        Patience.Try(async () => (await commands.Handle(command, Caller, ct)).Refusal, command.GetType().Name, ct);
}
