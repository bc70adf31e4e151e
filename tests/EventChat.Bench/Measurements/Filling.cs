using EventChat.Bench.App;
using EventChat.Bench.Report;

namespace EventChat.Bench.Measurements;

/// <summary>Lets messages gather, through the API like all others.</summary>
internal static class Filling
{
    /// <summary>So few at once that nobody's token grows old.</summary>
    private const long AtOnce = 500_000;

    public static async Task Hot(Installation app, long messages, Step step, CancellationToken ct)
    {
        var first = app.HotMessages;
        while (messages - app.HotMessages is var missing and > 0)
        {
            var (community, before) = (await app.Community(ct), app.HotMessages);
            app.HotMessages += await Posting.Fill(
                community, [community.Hot], Math.Min(missing, AtOnce), done => Show(before + done, first), ct);
        }

        void Show(long now, long from) => step.Reach((double)(now - from) / (messages - from));
    }

    public static async Task Everywhere(Installation app, long messages, Step step, CancellationToken ct)
    {
        var first = app.Messages;
        while (messages - app.Messages is var missing and > 0)
        {
            var community = await app.Community(ct);
            await Posting.Fill(
                community, community.Channels, Math.Min(missing, AtOnce), _ => Show(app.Messages, first), ct);
        }

        void Show(long now, long from) => step.Reach((double)(now - from) / (messages - from));
    }
}
