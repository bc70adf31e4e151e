// node follow.mjs NAME TOKEN TRANSPORT PROTOCOL NODE,NODE CHANNEL,CHANNEL: prints all that a client is told, a line of JSON each, and talks in the channels until its input says "stop".
// Every twentieth push is lost on purpose, so that gaps have to be found; every tenth message is sent twice at once, as after an answer that did not come.
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { Chat } from "./chat.mjs";

const [name, token, transport, protocol, nodes, channels] = process.argv.slice(2);
const places = channels.split(",");
const print = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
let pushed = 0;
let lost = 0;
let isTalking = true;

let begin;
const begun = new Promise((resolve) => { begin = resolve; });
const chat = new Chat({
  nodes: nodes.split(","), token, transport, protocol,
  tell: (line) => {
    print(line);
    if (line.live) begin();
  },
  loses: () => isTalking && ++pushed % 20 === 0 && ++lost > 0,
});
const running = chat.run();

async function talk() {
  await begun;
  for (let n = 0; isTalking; n++) {
    const [channel, text] = [places[n % places.length], `${name}: ${n}`];
    const sent = await Promise.all(Array.from({ length: n % 10 === 0 ? 2 : 1 }, () => chat.send(channel, text, text)));
    print({ sent: text, channel, numbers: sent.map((message) => message.number) });
    await wait(20);
  }
}

const talking = talk();
for await (const word of createInterface({ input: process.stdin })) {
  if (word === "stop") {
    isTalking = false;
    await talking;
    print({ stopped: lost });
  }
}
await chat.close();
await running;
