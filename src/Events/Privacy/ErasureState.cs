using System.Text.Json.Serialization;
using EventChat.Events.Serialization;

namespace EventChat.Events.Privacy;

[JsonConverter(typeof(WordJson<ErasureState>))]
public enum ErasureState
{
    /// <summary>A second officer has to approve it.</summary>
    [JsonStringEnumMemberName("waiting")] Waiting,
    [JsonStringEnumMemberName("running")] Running,
    [JsonStringEnumMemberName("done")] Done,
    [JsonStringEnumMemberName("withdrawn")] Withdrawn,
}
