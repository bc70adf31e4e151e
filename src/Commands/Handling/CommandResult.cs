using EventChat.Events.Store;

namespace EventChat.Commands.Handling;

/// <param name="Events">What was recorded now, or by the first command under the same idempotency key.</param>
/// <param name="Version">The stream's version that the decision was made at or led to.</param>
public readonly record struct CommandResult(Refusal? Refusal, IReadOnlyList<RecordedEvent> Events, long Version)
{
    public static CommandResult Of(Refusal refusal) => new(refusal, [], 0);

    /// <summary>The last event that was recorded; null where nothing had to be.</summary>
    public RecordedEvent? Last => Events is [.., var last] ? last : null;
}
