// node receive.mjs URL TOKEN TRANSPORT: says "ready" when it is routed, then prints the first message that is pushed to it.
import { HttpTransportType, HubConnectionBuilder, LogLevel } from "@microsoft/signalr";

const [url, token, transport] = process.argv.slice(2);
const connection = new HubConnectionBuilder()
  .withUrl(url, { accessTokenFactory: () => token, transport: HttpTransportType[transport] })
  .configureLogging(LogLevel.Error)
  .build();

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
