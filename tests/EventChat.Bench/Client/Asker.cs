using System.Net;
using System.Text;

namespace EventChat.Bench.Client;

/// <summary>
/// Asks one thing again and again, as fast as its pace says. An answer counts from when its question was due; a question
/// refused with 503 is asked again when the server said, and goes on counting.
/// </summary>
internal abstract class Asker : KeepAliveConnection
{
    private readonly Recorder _recorder;
    private readonly Pace _pace;
    private readonly Timer _again;
    private byte[] _question = [];
    private long _due;

    protected Asker(IPEndPoint server, Recorder recorder, Pace pace)
        : base(server)
    {
        (_recorder, _pace) = (recorder, pace);
        _again = new(_ => Send(_question));
    }

    public void Ask(long due)
    {
        _due = due;
        _question = Question(due);
        Send(_question);
    }

    protected abstract byte[] Question(long due);

    protected virtual bool IsAnswer(int status) => status is 200 or 201;

    protected override void Dispose(bool disposing)
    {
        _again.Dispose();
        base.Dispose(disposing);
    }

    protected override void Answered(int status, ReadOnlySpan<byte> answer)
    {
        switch (status)
        {
            case var _ when IsAnswer(status):
                _recorder.Current.Answered(Clock.Now - _due);
                _pace.Ready(this);
                break;
            case (int)HttpStatusCode.ServiceUnavailable:
                _recorder.Current.Overloaded();
                _again.Change(HttpAnswer.RetryAfter(answer), Timeout.InfiniteTimeSpan);
                break;
            default:
                Broke($"the server answered {Encoding.UTF8.GetString(answer)}");
                break;
        }
    }

    protected override void Broke(string why) => _recorder.Fail(why);
}
