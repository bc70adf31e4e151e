using EventChat.Bench.Report;

namespace EventChat.Bench.Measurements;

/// <summary>What the figures should reach, on two cores with this client on the same machine.</summary>
internal static class Bars
{
    public static readonly Bar SendsPerSecond = Bar.AtLeast(15_000);
    public static readonly Bar SendsShareOfEcho = Bar.AtLeast(30);
    public static readonly Bar HotPerSecond = Bar.AtLeast(12_000);
    public static readonly Bar LatencyP50 = Bar.AtMost(4);
    public static readonly Bar LatencyP99 = Bar.AtMost(20);
    /// <summary>So many times the median of a bare broadcast to as many connections, in the same run.</summary>
    public const double CrowdOverBare = 1.25;

    public static readonly Bar EverybodyPerSecond = Bar.AtLeast(1_000);
    public static readonly Bar Resume = Bar.AtMost(3);

    /// <summary>A hundredth of those who come back: the reads are of the channel, not theirs.</summary>
    public static readonly Bar ReadsToResume = Bar.AtMost(20);

    public static readonly Bar Chaos = Bar.AtLeast(50_000);
    public static readonly Bar IdleConnection = Bar.AtMost(25);
    /// <summary>
    /// In MB. For a connection, SignalR keeps 64 KB and the web server as much, in pieces that may be twice as large as what is in them, which is 256 KB for each
    /// of 500; what waits beyond that is kept once for all.
    /// </summary>
    public static readonly Bar StuckMemory = Bar.AtMost(125);

    /// <summary>So many times the median without those who do not read, in the same run.</summary>
    public const double BesideStuck = 1.25;

    public static readonly Bar FanOutPerSecond = Bar.AtLeast(6_000);
    public static readonly Bar Lag = Bar.AtMost(1);
    public static readonly Bar CatchUp = Bar.AtMost(2);
    public static readonly Bar RebuildPerSecond = Bar.AtLeast(15_000);
    public static readonly Bar StateLoad = Bar.AtMost(100);
    public static readonly Bar PagesPerSecond = Bar.AtLeast(3_000);
    public static readonly Bar PagesP99 = Bar.AtMost(20);

    public static readonly Bar SearchP50 = Bar.AtMost(15);
    public static readonly Bar SearchP99 = Bar.AtMost(60);

    public static readonly Bar Boot = Bar.AtMost(50);
    public static readonly Bar Unreads = Bar.AtMost(20);

    public static readonly Bar WebhooksP50 = Bar.AtMost(50);
    public static readonly Bar WebhooksP99 = Bar.AtMost(500);
    public static readonly Bar ReplayPerSecond = Bar.AtLeast(2_000);

    /// <summary>Milliseconds for a channel of as many messages.</summary>
    public const double Replay = 300, ReplayedMessages = 100_000;

    /// <summary>So many times the 99th percentile without dead addresses, in the same run.</summary>
    public const double BesideDead = 1.2;

    /// <summary>So many times the median without subscriptions, in the same run.</summary>
    public const double SendBesideWebhooks = 1.1;

    public static readonly Bar AccessTime = Bar.AtMost(0.2);
    public static readonly Bar AccessLatency = Bar.AtMost(0.3);
    public static readonly Bar SendsBesideSignIns = Bar.AtLeast(90);
    public static readonly Bar SignInP50 = Bar.Within(50, 250);

    /// <summary>Flat within 20 %: what is left of a rate, what has become of a duration.</summary>
    public static readonly Bar FlatRate = Bar.AtLeast(80);
    public static readonly Bar FlatDuration = Bar.AtMost(120);

    /// <summary>At this rate the 99th percentile has a bar too; below it there are too few messages for one.</summary>
    public const int BusyRate = 300;
}
