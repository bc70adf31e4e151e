// What EventChat.Client does, on npm's @microsoft/signalr: follows all channels of a person, each event once and in order, on whichever node answers, and sends so that a repeat is no double.
import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { HttpTransportType, HubConnectionBuilder, LogLevel } from "@microsoft/signalr";
import { MessagePackHubProtocol } from "@microsoft/signalr-protocol-msgpack";
import { Sequence } from "./sequence.mjs";

export class Chat {
  #nodes; #token; #transport; #isPacked; #tell; #loses;
  #connection = null;
  #node;
  #channels = new Map();
  #early = [];
  #epoch = null;
  #turn = Promise.resolve();
  #reconnectAfter = 0;
  #isClosed = false;

  /**
   * @param nodes Addresses of servers over one log, the first of them to begin with.
   * @param tell Called with {opened}, {reset} or {gone} and a channel, {event}, or {live} and a node.
   * @param loses Whether a pushed event is to be treated as if it had never come.
   */
  constructor({ nodes, token, transport, protocol, tell, loses = () => false }) {
    [this.#nodes, this.#token, this.#transport, this.#isPacked, this.#tell, this.#loses] = [nodes, token, transport, protocol === "messagepack", tell, loses];
    this.#node = nodes[0];
  }

  /** Until it is closed: connected to one node, and when it is lost to the next. With long polling all requests of a connection have to reach one node, so the client chooses. */
  async run() {
    for (let at = 0; !this.#isClosed; at++) {
      try {
        await this.#live(this.#nodes[at % this.#nodes.length]);
      } catch (error) {
        if (this.#isClosed) return;
        this.#reconnectAfter = Math.max(this.#reconnectAfter, 250);
        process.stderr.write(`${error.message}\n`);
      }
      await wait(this.#reconnectAfter * (0.5 + Math.random() / 2));
    }
  }

  async close() {
    this.#isClosed = true;
    await this.#connection?.stop();
  }

  /** The same key and the same body each time, over the hub and over REST in turns, until the server has answered. */
  async send(channel, text, key = randomUUID()) {
    const message = { text, clientMessageId: key };
    for (let attempt = 0; ; attempt++) {
      try {
        if (attempt % 2 === 0) return (await this.#invoke("SendMessage", channel, message)).result;
        return await this.#rest("POST", `channels/${channel}/messages`, { body: message });
      } catch (error) {
        if (error.isRefusal || this.#isClosed) throw error;
        await wait(Math.min(100 * 2 ** attempt, 2_000) * (0.5 + Math.random() / 2));
      }
    }
  }

  /** From connecting to the end of the connection. */
  async #live(node) {
    const builder = new HubConnectionBuilder()
      .withUrl(`${node}/hubs/chat`, {
        accessTokenFactory: () => this.#token, transport: HttpTransportType[this.#transport], skipNegotiation: this.#transport === "WebSockets",
      })
      .configureLogging(LogLevel.None);
    const connection = (this.#isPacked ? builder.withHubProtocol(new MessagePackHubProtocol()) : builder).build();
    const over = new Promise((resolve) => connection.onclose(resolve));
    connection.on("Event", (event) => this.#inTurn(connection, () => this.#pushed(event)));
    connection.on("Reset", (channel) => this.#inTurn(connection, () => this.#epoch && channel && this.#resume(this.#channels.has(channel) ? [channel] : [])));
    const heart = setInterval(() => connection.invoke("Heartbeat").then((beat) => { this.#reconnectAfter = beat.reconnectAfter; }, () => {}), 30_000);
    [this.#connection, this.#node] = [connection, node];
    try {
      await connection.start();
      await this.#inTurn(connection, async () => {
        const beat = await connection.invoke("Heartbeat");
        this.#reconnectAfter = beat.reconnectAfter;
        if (this.#epoch) await this.#resume([...this.#channels.keys()]);
        else await this.#boot(beat.position, []);
        this.#tell({ live: node });
      });
      await over;
    } finally {
      clearInterval(heart);
      await connection.stop();
    }
  }

  /** One thing at a time. Whatever fails, the next connection makes good: it asks for all that is missing. */
  #inTurn(connection, work) {
    this.#turn = this.#turn.then(() => connection === this.#connection && work()).catch(() => connection.stop());
    return this.#turn;
  }

  async #pushed(event) {
    if (this.#loses(event)) return;
    const channel = this.#channels.get(event.channelId);
    if (channel) {
      this.#take(channel, event);
      if (channel.hasGap) await this.#resume([event.channelId]);
    } else if (!this.#epoch) {
      this.#early.push(event);
    } else if (event.type === "channel.member-joined" || event.type === "channel.created") {
      this.#open("opened", event.channelId, event.version - 1);
      this.#take(this.#channels.get(event.channelId), event);
    } else {
      await this.#resume([]);
    }
  }

  /** What is missing of these, and whatever channel the person is in that is not known yet. */
  async #resume(names) {
    const cursors = Object.fromEntries(names.map((name) => [name, this.#channels.get(name).cursor]));
    const answer = await this.#connection.invoke("Resume", { ...cursors, epoch: this.#epoch });
    let anew = [];
    for (const told of answer.channels) if (!await this.#caught(told)) anew.push(told.channelId);
    if (answer.epoch !== this.#epoch) anew = [...this.#channels.keys()];
    if (anew.length > 0 || answer.others.some((other) => !this.#channels.has(other))) await this.#boot(answer.position, anew);
  }

  /** False where the channel has to be begun anew. */
  async #caught(told) {
    if (told.reset) return false;
    if (told.gone) {
      this.#channels.delete(told.channelId);
      this.#tell({ gone: told.channelId });
      return true;
    }
    const channel = this.#channels.get(told.channelId);
    for (const event of told.events ?? []) this.#take(channel, event);
    for (let next = told.more ? String(channel.version) : null; next;) {
      const page = await this.#rest("GET", `channels/${told.channelId}/events?limit=200&after=${next}&epoch=${this.#epoch}`);
      if (page.reset) return false;
      for (const event of page.items) this.#take(channel, event);
      next = page.next;
    }
    return true;
  }

  /** Channels that are not known begin where the snapshot ends; of the others only those that begin anew do. What was pushed before the snapshot came is on top of it, or in it. */
  async #boot(position, anew) {
    const boot = await this.#rest("GET", "me/boot?hidden=true", { atLeast: position });
    this.#epoch = boot.epoch;
    for (const { id, version } of boot.channels)
      if (anew.includes(id) || !this.#channels.has(id)) this.#open(anew.includes(id) ? "reset" : "opened", id, version);
    const early = this.#early.splice(0);
    for (const event of early) await this.#pushed(event);
  }

  #open(how, channel, version) {
    this.#channels.set(channel, new Sequence(version));
    this.#tell({ [how]: channel, version });
  }

  #take(channel, event) {
    for (const next of channel.take(event)) this.#tell({ event: next });
  }

  async #invoke(method, ...args) {
    try {
      return await this.#connection.invoke(method, ...args);
    } catch (error) {
      throw Object.assign(error, { isRefusal: /HubException: (message|channel|idempotency)\./.test(error.message) });
    }
  }

  /** At the node that the client is connected to, or was last. */
  async #rest(method, path, { body, atLeast } = {}) {
    const headers = { authorization: `Bearer ${this.#token}` };
    if (body) Object.assign(headers, { "content-type": "application/json", "idempotency-key": body.clientMessageId });
    if (atLeast) headers["eventchat-min-position"] = String(atLeast);
    const answer = await fetch(`${this.#node}/api/v1/${path}`, { method, headers, body: body && JSON.stringify(body), signal: AbortSignal.timeout(10_000) });
    if (answer.ok) return await answer.json();
    const isPassing = answer.status >= 500 || answer.status === 408 || answer.status === 429;
    throw Object.assign(new Error(`${answer.status} ${await answer.text()}`), { isRefusal: !isPassing });
  }
}
