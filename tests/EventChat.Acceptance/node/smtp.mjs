// node smtp.mjs [USER PASSWORD]: an SMTP server on a port of its own. It prints the port, then each mail that it takes as a line of JSON.
// Mail to busy@… is put off the first time, and mail to nobody@… is refused.
import { SMTPServer } from "smtp-server";
import { simpleParser } from "mailparser";

const [user, password] = process.argv.slice(2);
let putOff = false;

const server = new SMTPServer({
  authOptional: !user,
  allowInsecureAuth: true,
  disabledCommands: user ? ["STARTTLS"] : ["STARTTLS", "AUTH"],
  onAuth(auth, _, done) {
    if (auth.username === user && auth.password === password) done(null, { user });
    else done(new Error("wrong password"));
  },
  onRcptTo(address, _, done) {
    if (address.address.startsWith("nobody@")) return done(Object.assign(new Error("no such person"), { responseCode: 550 }));
    if (address.address.startsWith("busy") && !putOff) {
      putOff = true;
      return done(Object.assign(new Error("later"), { responseCode: 450 }));
    }
    done();
  },
  async onData(stream, session, done) {
    const mail = await simpleParser(stream).catch(done);
    if (!mail) return;
    console.log(JSON.stringify({
      to: session.envelope.rcptTo.map((r) => r.address),
      from: mail.from.text,
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      headers: Object.fromEntries(mail.headerLines.map((h) => [h.key, h.line.slice(h.key.length + 1).trim()])),
    }));
    done();
  },
});

// Somebody who hangs up in the middle is no reason to end.
server.on("error", (error) => console.error(error.message));

server.listen(0, "127.0.0.1", () => console.log(server.server.address().port));
