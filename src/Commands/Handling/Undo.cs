namespace EventChat.Commands.Handling;

/// <summary>How to take back what was applied to a state since a mark, step by step, newest first.</summary>
internal sealed class Undo
{
    private readonly List<Action> steps = [];

    /// <summary>False where nobody will ask: while a stream is folded.</summary>
    public bool IsKept { get; private set; }

    public void Mark()
    {
        steps.Clear();
        IsKept = true;
    }

    public void Add(Action step) => steps.Add(step);

    public void TakeBack()
    {
        IsKept = false;
        for (var i = steps.Count - 1; i >= 0; i--) steps[i]();
        steps.Clear();
    }
}
