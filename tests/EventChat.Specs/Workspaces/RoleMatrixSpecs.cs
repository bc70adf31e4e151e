using System.Text;
using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Messages;
using EventChat.Events.Channels;
using EventChat.Events.Workspaces;
using EventChat.Specs.Support;
using static EventChat.Specs.Support.Cast;
using static EventChat.Specs.Support.Spec;
using Snapshot = Snapshooter.Xunit.Snapshot;

namespace EventChat.Specs.Workspaces;

/// <summary>
/// Who may do what in a channel, as one table: here at the decision, and in the acceptance tests over HTTP against the same file. A change of the table is a
/// change of the contract.
/// </summary>
public class RoleMatrixSpecs
{
    private const string Legend = """
        yes        it is done, or was so already
        hidden     404: there is no such channel for them
        join       403 channel.not-a-member
        admins     403 role.admin-required
        guests     403 role.guest
        author     403 message.not-the-author
        archived   409 channel.archived
        fixed      422 channel.is-direct

        To hear is to be told of its events by the hub as they happen, without asking.
        The role is the one in the workspace; * is in the channel too.


        """;

    private static readonly (string Name, Func<Channel, Caller, Decision> Ask)[] Actions =
    [
        ("list", Reads), ("read-page", Reads), ("read-one", Reads), ("read-events", Reads), ("hear", TakesPart),
        ("send", Does(new SendMessage(General, "Hello"))),
        ("edit-own", Does(new EditMessage(General, 2, "Hello!"))), ("edit-other's", Does(new EditMessage(General, 1, "Hello!"))),
        ("delete-own", Does(new DeleteMessage(General, 2))), ("delete-other's", Does(new DeleteMessage(General, 1))),
        ("react", Does(new AddReaction(General, 1, "👍"))), ("unreact", Does(new RemoveReaction(General, 1, "👋"))),
        ("pin", Does(new PinMessage(General, 1))), ("unpin", Does(new UnpinMessage(General, 1))),
        ("rename", Does(new RenameChannel(General, "lobby"))), ("topic", Does(new DescribeChannel(General, "Tea", null))),
        ("archive", Does(new ArchiveChannel(General))), ("unarchive", Does(new UnarchiveChannel(General))),
        ("join", Does(new JoinChannel(General))), ("leave", Does(new LeaveChannel(General))),
        ("add-member", Does(new AddMember(General, Mallory, IsInWorkspace: true))), ("remove-member", Does(new RemoveMember(General, Ada))),
        ("mark-read", TakesPart),
    ];

    private static readonly (ChannelKind Kind, bool Archived)[] Kinds =
        [(ChannelKind.Public, false), (ChannelKind.Private, false), (ChannelKind.Public, true), (ChannelKind.Private, true), (ChannelKind.Direct, false)];

    [Fact]
    public void Who_may_do_what_in_a_channel()
    {
        var table = new StringBuilder(Legend);
        foreach (var (kind, archived) in Kinds)
        {
            var columns = Columns().ToList();
            table.Append(Row($"{(archived ? "archived-" : "")}{(kind == ChannelKind.Direct ? "dm" : kind.ToString().ToLowerInvariant())}", columns.Select(static c => c.Name)));
            foreach (var (name, ask) in Actions)
                table.Append(Row(name, columns.Select(c => Word(ask(Scene(kind, archived, c.IsIn), As(Bob, c.Role)).Refusal))));
            table.Append('\n');
        }

        Snapshot.Match(table.ToString());
    }

    private static IEnumerable<(string Name, WorkspaceRole? Role, bool IsIn)> Columns()
    {
        yield return ("none", null, false);
        foreach (var role in Enum.GetValues<WorkspaceRole>())
        {
            yield return (role.ToString().ToLowerInvariant(), role, false);
            yield return ($"{role.ToString().ToLowerInvariant()}*", role, true);
        }
    }

    /// <summary>Ada wrote 1 and Bob wrote 2, and Bob may have left since: a direct message, by leaving the workspace and coming back.</summary>
    private static Channel Scene(ChannelKind kind, bool archived, bool isIn)
    {
        List<Past> story =
        [
            new ChannelCreated(Home, "general", kind, "", ""), new MemberJoined(Ada), new MemberJoined(Bob),
            new MessageSent(1, "Hello"), By(Bob, new MessageSent(2, "Hullo")), By(Bob, new ReactionAdded(1, "👋")),
        ];
        if (!isIn) story.Add(new MemberLeft(Bob));
        if (archived) story.Add(new ChannelArchived());
        return Given<Channel>(story).State;
    }

    private static Decision Reads(Channel channel, Caller caller) => channel.IsVisibleTo(caller) ? Decision.Nothing : new ChannelNotFound(General);

    private static Decision TakesPart(Channel channel, Caller caller) =>
        Reads(channel, caller) is { Refusal: not null } hidden ? hidden : channel.IsMember(caller.User) ? Decision.Nothing : new NotAMember(General);

    private static Func<Channel, Caller, Decision> Does(ICommand<Channel> command) => (channel, caller) => command.Decide(channel, new(caller, Noon));

    private static string Word(Refusal? refusal) => refusal switch
    {
        null => "yes",
        ChannelNotFound => "hidden",
        NotAMember => "join",
        AdminsOnly => "admins",
        GuestsMayNot => "guests",
        NotTheAuthor => "author",
        ChannelIsArchived => "archived",
        DirectStaysAsItIs => "fixed",
        _ => refusal.Code,
    };

    private static string Row(string name, IEnumerable<string> cells) => $"{name,-18}{string.Concat(cells.Select(static c => $"{c,-10}"))}".TrimEnd() + "\n";
}
