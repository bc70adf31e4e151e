using EventChat.Adapters;
using EventChat.Commands.Handling;

namespace EventChat.Api.Demo;

/// <summary>Tries again where the server has no room just now, longer and longer, for half a minute without a step ahead.</summary>
internal sealed class Patience
{
    private const int MostTries = 40;
    private int tries;

    public static async Task Try(Func<Task<Refusal?>> attempt, string what, CancellationToken ct)
    {
        var patience = new Patience();
        while (await attempt() is { } refusal)
        {
            if (refusal is not Refusal.Unavailable) throw new StartupException($"{what} is refused: {refusal.Detail}");
            await patience.Wait(refusal, ct);
        }
    }

    public async Task Wait(Refusal refusal, CancellationToken ct)
    {
        if (++tries > MostTries) throw new StartupException(refusal.Detail);
        await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(1000, 10 << Math.Min(tries, 7))), ct);
    }

    public void Renew() => tries = 0;
}
