using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Checkpoints;

internal static class KeptCheckpoint
{
    /// <summary>A server makes its first a moment after it has started.</summary>
    public static async Task<Answer> Newest(Person person)
    {
        Answer? answer = null;
        await Eventually.True(async () => (answer = await person.Get("compliance/checkpoints/latest")).Status == 200, TimeSpan.FromSeconds(60), () => answer!.Text);
        return answer!.Ok();
    }
}
