// node call.mjs URL TOKEN CHANNEL: sends a message in MessagePack, prints the answer, then the refusal of an empty one.
import { HubConnectionBuilder, LogLevel } from "@microsoft/signalr";
import { MessagePackHubProtocol } from "@microsoft/signalr-protocol-msgpack";

const [url, token, channel] = process.argv.slice(2);
const connection = new HubConnectionBuilder()
  .withUrl(url, { accessTokenFactory: () => token })
  .withHubProtocol(new MessagePackHubProtocol())
  .configureLogging(LogLevel.None)
  .build();

await connection.start();
console.log(JSON.stringify(await connection.invoke("SendMessage", channel, { text: "Hello 👋", clientMessageId: "from node" })));
try {
  await connection.invoke("SendMessage", channel, { text: "" });
} catch (error) {
  console.log(error.message);
}
await connection.stop();
