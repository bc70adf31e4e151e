// A bot that answers when it is mentioned: EVENTCHAT=http://localhost:5080 APP=A… TOKEN=ecb_… URL=https://bot.example.org/ PORT=8080 node bot.mjs
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { Webhook } from "standardwebhooks";

const { EVENTCHAT, APP, TOKEN, URL, PORT = 8080 } = process.env;

async function call(path, body, key) {
  const headers = { authorization: `Bearer ${TOKEN}`, "content-type": "application/json", ...(key && { "idempotency-key": key }) };
  const answer = await fetch(`${EVENTCHAT}/api/v1/${path}`, { method: body ? "POST" : "GET", headers, body: body && JSON.stringify(body) });
  if (!answer.ok) throw Object.assign(new Error(`${path}: ${answer.status} ${await answer.text()}`), { status: answer.status });
  return answer.json();
}

let me, webhook;
createServer(async (request, response) => {
  try {
    const body = await text(request);
    const { type, challenge, channelid, actor, data } = JSON.parse(body);
    if (type === "subscription.challenge") return response.end(JSON.stringify({ challenge }));
    webhook.verify(body, request.headers);
    if (actor !== me.id && data.entities?.some((entity) => entity.userId === me.id))
      // A delivery may come twice. Under the same name the answer is given once.
      await call(`channels/${channelid}/messages`, { text: `You said: ${data.text}`, threadRoot: data.threadRoot ?? data.number, clientMessageId: request.headers["webhook-id"] });
    response.writeHead(204).end();
  } catch (error) {
    console.error(error.message);
    // What may go better later is posted again; what was refused for good, as in a channel that the bot is not in, is done with.
    response.writeHead(error.status === 429 || error.status >= 500 || error.cause ? 503 : error.status ? 204 : 400).end();
  }
}).listen(PORT, async () => {
  me = await call("users/me");
  // Under the same key this is the same subscription, which goes on where it stood.
  const { id, secret } = await call(`apps/${APP}/subscriptions`, { url: URL, eventTypes: ["message.sent"] }, "bot");
  webhook = new Webhook(secret);
  await call(`subscriptions/${id}/resume`, {});
  console.log(`${me.username} listens`);
});
