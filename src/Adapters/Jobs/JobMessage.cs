using System.Security.Cryptography;
using System.Text;
using EventChat.Projections.Jobs;
using MassTransit;

namespace EventChat.Adapters.Jobs;

/// <summary>A job on its way through RabbitMQ.</summary>
/// <param name="Body">JSON.</param>
/// <param name="Attempt">So many have failed.</param>
/// <param name="FirstAt">When it was tried first; from then on it counts how long it does not succeed.</param>
[MessageUrn("eventchat:job")]
public sealed record JobMessage(string Id, string Kind, string Body, int Round, int Attempt, DateTimeOffset? FirstAt)
{
    /// <summary>The same work has the same.</summary>
    public Guid MessageId => new(SHA256.HashData(Encoding.UTF8.GetBytes($"{Round} {Id}")).AsSpan(0, 16));

    /// <summary>Of one attempt.</summary>
    internal (string, int, int) Key => (Id, Round, Attempt);

    public static JobMessage Of(Job job) => new(job.Id, JobWire.KindOf(job), Encoding.UTF8.GetString(JobWire.Write(job)), job.Round, 0, null);

    /// <returns>Null where this version cannot read it.</returns>
    internal Job? Read() => JobWire.Read(Kind, Encoding.UTF8.GetBytes(Body));
}
