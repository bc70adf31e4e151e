using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace EventChat.Realtime.Pushes;

/// <summary>How a connection wants to be spoken to, as its handshake says.</summary>
internal sealed class WireFormat
{
    public static readonly WireFormat Json = new("json"), MessagePack = new("messagepack");
    private readonly string protocol;

    private WireFormat(string protocol) => this.protocol = protocol;

    public static WireFormat Of(IHubProtocol protocol) => protocol.Name == MessagePack.protocol ? MessagePack : Json;

    public SerializedHubMessage Message(byte[] bytes) => new([new SerializedMessage(protocol, bytes)]);
}
