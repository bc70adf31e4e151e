using EventChat.Api.Auth;
using EventChat.Commands.Handling;
using EventChat.Commands.Names;
using EventChat.Commands.Users;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Events.Workspaces;

namespace EventChat.Api.Demo;

/// <summary>Accounts for nicks, as members of the demo's workspace. They have no password, so nobody can sign in as one of them.</summary>
internal sealed class DemoPeople(CommandHandler commands, NameRegistry names)
{
    private const int AtOnce = 64;

    /// <summary>Everybody who does something in these logs, by folded nick.</summary>
    public static Dictionary<string, IrcPerson> In(IEnumerable<IrcPlan> plans)
    {
        Dictionary<string, IrcPerson> people = [];
        foreach (var step in plans.SelectMany(static plan => plan.Steps)) people.TryAdd(IrcPerson.Fold(step.Nick), new(step.Nick));
        return people;
    }

    /// <returns>How many were new.</returns>
    public async Task<int> Ensure(IReadOnlyCollection<IrcPerson> people, Action<int> progress, CancellationToken ct)
    {
        var known = await commands.Ask<Workspace, HashSet<UserId>>(
            StreamName.For(DemoOwner.WorkspaceId), static (workspace, _) => [.. workspace.Members.Keys], ct);
        IrcPerson[] missing = [.. people.Where(person => !known.Contains(person.UserId))];
        progress(people.Count - missing.Length);

        await Parallel.ForEachAsync(missing, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (person, stop) =>
        {
            await Patience.Try(() => Add(person, stop), $"the account of {person.Nick}", stop);
            progress(1);
        });
        return missing.Length;
    }

    private async Task<Refusal?> Add(IrcPerson person, CancellationToken ct)
    {
        var username = person.Username;
        var refusal = await Take(Accounts.Usernames, LookAlike.Of(username), person, new UsernameTaken(username), ct);
        if (refusal is UsernameTaken)
        {
            username = person.MarkedUsername;
            refusal = await Take(Accounts.Usernames, LookAlike.Of(username), person, new UsernameTaken(username), ct);
        }

        var email = $"{username}@ubuntu-irc.invalid";
        refusal ??= await Take(Accounts.Emails, email, person, new EmailTaken(), ct);
        refusal ??= await Register(new(person.UserId, username, person.DisplayName, email), ct);
        return refusal ?? (await commands.Handle(
            new AddWorkspaceMember(DemoOwner.WorkspaceId, person.UserId, WorkspaceRole.Member, Exists: true), DemoOwner.Caller, ct)).Refusal;
    }

    /// <summary>A broken load may have registered the person already, from other logs under another spelling of the nick.</summary>
    private async Task<Refusal?> Register(RegisterUser command, CancellationToken ct) =>
        (await commands.Handle(command, new Caller(command.UserId), ct)).Refusal is { } refusal and not IdempotencyKeyReused ? refusal : null;

    private Task<Refusal?> Take(string kind, string name, IrcPerson person, Refusal taken, CancellationToken ct) =>
        names.Take(kind, name, person.UserId.ToString(), StreamName.For(person.UserId), taken, new Caller(person.UserId), ct);
}
