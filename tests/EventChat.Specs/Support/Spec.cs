using EventChat.Commands.Handling;
using EventChat.Events;
using EventChat.Events.Workspaces;

namespace EventChat.Specs.Support;

/// <summary>Given what has happened, when somebody asks for something, then this is decided.</summary>
internal static class Spec
{
    public static Given<TState> Given<TState>(params IReadOnlyList<Past> history) where TState : IState<TState>
    {
        var state = TState.Initial();
        for (var i = 0; i < history.Count; i++) state.Apply(history[i].Event, history[i].By, i + 1, history[i].At);
        return new(state);
    }
}

internal sealed class Given<TState>(TState state) where TState : IState<TState>
{
    public TState State => state;

    public Outcome When(ICommand<TState> command, UserId by, WorkspaceRole? role = WorkspaceRole.Member, DateTimeOffset? at = null) =>
        new(command.Decide(state, new(Cast.As(by, role), at ?? Cast.Noon)));
}

internal sealed class Outcome(Decision decision)
{
    public void Then(params DomainEvent[] events)
    {
        Assert.Null(decision.Refusal);
        Assert.Equal(events, decision.Events);
    }

    public void ThenNothing()
    {
        Assert.Null(decision.Refusal);
        Assert.Empty(decision.Events);
        Assert.Equal(0, decision.Repeated);
    }

    public void ThenRefused(Refusal refusal)
    {
        Assert.Equal(refusal, decision.Refusal);
        Assert.Empty(decision.Events);
    }

    /// <summary>The answer is that of the command which recorded this version.</summary>
    public void ThenRepeats(long version)
    {
        Assert.Equal(version, decision.Repeated);
        Assert.Empty(decision.Events);
        Assert.Null(decision.Refusal);
    }
}
