using System.Globalization;
using System.Runtime.CompilerServices;
using EventChat.Adapters.Redis;
using EventChat.Events;
using EventChat.Realtime.Presence;
using StackExchange.Redis;

namespace EventChat.Adapters.Presence;

/// <summary>
/// Who is there, by the word of all nodes: for each person a hash with a field for each node, what it says and until when by the clock of the Redis server, and one for
/// the person's choice. Redis forgets a person some time after the last word. What is written and read together travels together, and a change is published by the
/// script that makes it.
/// </summary>
public sealed class RedisPresence(IConnectionMultiplexer redis) : IPresence, IAsyncDisposable
{
    public const string Prefix = "eventchat:presence:", Channel = "eventchat:presence";

    /// <summary>The field of the person's choice; nodes have longer names.</summary>
    private const string Choice = "!";

    /// <summary>What one round trip carries at most.</summary>
    private const int Together = 500;

    private const string Script = """
        local time = redis.call('TIME')
        local now = time[1] * 1000 + math.floor(time[2] / 1000)
        local function state(now)
          local fields, highest, first, last, alone = redis.call('HGETALL', KEYS[1]), 0, math.huge, now, false
          for i = 1, #fields, 2 do
            if fields[i] == '!' then alone = true
            else
              local said, till = string.match(fields[i + 1], '(%d):(%d+)')
              till = tonumber(till)
              if till > now then
                highest, first, last = math.max(highest, tonumber(said)), math.min(first, till), math.max(last, till)
              else
                redis.call('HDEL', KEYS[1], fields[i])
              end
            end
          end
          return (highest > 0 and alone) and 3 or highest, first, last
        end
        -- What has run out was the last that anybody heard.
        local before = state(0)
        local _, held = state(now)
        if ARGV[2] == '0' then
          redis.call('HDEL', KEYS[1], ARGV[1])
        else
          redis.call('HSET', KEYS[1], ARGV[1], ARGV[2] .. ':' .. string.format('%.0f', now + ARGV[3]))
        end
        if ARGV[4] == '1' then redis.call('HSET', KEYS[1], '!', '1') elseif ARGV[4] == '0' then redis.call('HDEL', KEYS[1], '!') end
        local after, holds, last = state(now)
        redis.call('PEXPIREAT', KEYS[1], string.format('%.0f', last + ARGV[5]))
        if after ~= before or holds < held - ARGV[8] then redis.call('PUBLISH', ARGV[7], ARGV[6]) end
        """;

    /// <inheritdoc cref="RedisSettings.Connect"/>
    public static RedisPresence Connect(string connectionString) => new(RedisSettings.Connect(connectionString));

    /// <exception cref="RedisException">Redis cannot be asked.</exception>
    /// <exception cref="TimeoutException">It does not answer in time.</exception>
    public async Task Post(string node, IReadOnlyCollection<Sighting> sightings, CancellationToken ct)
    {
        var database = redis.GetDatabase();
        foreach (var some in sightings.Chunk(Together))
            await Task.WhenAll(some.Select(sighting => database.ScriptEvaluateAsync(Script, [Prefix + sighting.User], [
                node, (int)sighting.State, Math.Max(0, (long)sighting.For.TotalMilliseconds), sighting.DoNotDisturb switch { true => "1", false => "0", null => "" },
                (long)Seen.ChoiceOutlives.TotalMilliseconds, sighting.User.ToString(), Channel, (long)Seen.Sooner.TotalMilliseconds])));
    }

    /// <exception cref="RedisException">Redis cannot be asked.</exception>
    /// <exception cref="TimeoutException">It does not answer in time.</exception>
    public async Task<IReadOnlyList<Seen>> Read(IReadOnlyCollection<UserId> people, CancellationToken ct)
    {
        List<Seen> seen = new(people.Count);
        var database = redis.GetDatabase();
        foreach (var some in people.Chunk(Together))
        {
            var time = database.ExecuteAsync("TIME");
            var hashes = await Task.WhenAll(some.Select(user => database.HashGetAllAsync(Prefix + user)));
            var now = Milliseconds((RedisResult[])(await time)!);
            seen.AddRange(hashes.Zip(some, (hash, user) => Of(user, hash, now)));
        }

        return seen;
    }

    public async IAsyncEnumerable<UserId> Changes([EnumeratorCancellation] CancellationToken ct)
    {
        var messages = await redis.GetSubscriber().SubscribeAsync(RedisChannel.Literal(Channel));
        try
        {
            await foreach (var message in messages.WithCancellation(ct))
                if (Id.TryParse<UserId>(message.Message, out var user)) yield return user;
        }
        finally
        {
            await messages.UnsubscribeAsync(CommandFlags.FireAndForget);
        }
    }

    public ValueTask DisposeAsync() => redis.DisposeAsync();

    private static Seen Of(UserId user, HashEntry[] hash, long now) => Seen.Of(
        user, hash.Where(static field => field.Name != Choice).Select(field => Word(field.Value.ToString(), now)), hash.Any(static field => field.Name == Choice));

    private static (PresenceState State, TimeSpan For) Word(string text, long now) => text.Split(':') is [var state, var until]
        ? ((PresenceState)int.Parse(state, CultureInfo.InvariantCulture), TimeSpan.FromMilliseconds(long.Parse(until, CultureInfo.InvariantCulture) - now))
        : default;

    private static long Milliseconds(RedisResult[] time) => ((long)time[0] * 1_000) + ((long)time[1] / 1_000);
}
