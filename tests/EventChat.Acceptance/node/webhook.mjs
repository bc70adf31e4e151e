// node webhook.mjs URL: what npm's @slack/webhook sends with text, with blocks and into a thread; prints each answer, then the refusal of nothing.
import { IncomingWebhook } from "@slack/webhook";

const hook = new IncomingWebhook(process.argv[2], { username: "Deployer", icon_emoji: ":rocket:" });
console.log((await hook.send("Deployed *1.4.2*")).text);
console.log((await hook.send({
  text: "Build 7",
  blocks: [
    { type: "header", text: { type: "plain_text", text: "Build 7" } },
    { type: "section", text: { type: "mrkdwn", text: "*All* well: <https://example.org/builds/7|log>" } },
  ],
})).text);
console.log((await hook.send({ text: "And tested", thread_ts: "1" })).text);
try {
  await hook.send({ text: "" });
} catch (error) {
  console.log(error.original?.response?.status ?? error.message);
}
