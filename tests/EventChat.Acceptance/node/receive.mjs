// node receive.mjs URL TOKEN TRANSPORT PROTOCOL: says "ready" when it is routed, then prints the first message that is pushed to it.
import { HttpTransportType, HubConnectionBuilder, LogLevel } from "@microsoft/signalr";
import { MessagePackHubProtocol } from "@microsoft/signalr-protocol-msgpack";

const [url, token, transport, protocol] = process.argv.slice(2);
const builder = new HubConnectionBuilder()
  .withUrl(url, { accessTokenFactory: () => token, transport: HttpTransportType[transport] })
  .configureLogging(LogLevel.Error);
const connection = (protocol === "messagepack" ? builder.withHubProtocol(new MessagePackHubProtocol()) : builder).build();

const message = new Promise((resolve, reject) => {
  connection.on("Event", (event) => {
    if (event.type === "message.sent") resolve(event);
  });
  connection.onclose((error) => reject(error ?? new Error("closed")));
});

await connection.start();
await connection.invoke("Heartbeat");
console.log("ready");
console.log(JSON.stringify(await message));
await connection.stop();
