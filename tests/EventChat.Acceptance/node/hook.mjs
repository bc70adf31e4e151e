// node hook.mjs: an app's address on a port of its own, with the libraries that bot authors use. It prints its address, takes the secret as a line of its standard input,
// and prints each delivery as the libraries understand it.
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { HTTP } from "cloudevents";
import { Webhook } from "standardwebhooks";

let webhook;
createInterface({ input: process.stdin }).on("line", (secret) => {
  webhook = new Webhook(secret);
  console.log(JSON.stringify({ ready: true }));
});

const server = createServer((request, response) => {
  const parts = [];
  request.on("data", (part) => parts.push(part));
  request.on("end", () => {
    const body = Buffer.concat(parts).toString();
    const { type, challenge } = JSON.parse(body);
    if (type === "subscription.challenge") return response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ challenge }));
    try {
      webhook.verify(body, request.headers);
      const event = HTTP.toEvent({ headers: request.headers, body });
      event.validate();
      console.log(JSON.stringify({ id: event.id, type: event.type, source: event.source, time: event.time, channel: event.channelid, position: event.position, version: event.version, actor: event.actor, data: event.data }));
      response.writeHead(204).end();
    } catch (error) {
      console.log(JSON.stringify({ error: String(error) }));
      response.writeHead(400).end(String(error));
    }
  });
});

server.listen(0, "127.0.0.1", () => console.log(JSON.stringify({ url: `http://127.0.0.1:${server.address().port}/` })));
