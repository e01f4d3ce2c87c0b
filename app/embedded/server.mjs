/**
 * A PostgreSQL server on the loopback with one backend, shared in turns.
 *
 *   node server.mjs DIRECTORY [--port N] [--idle-seconds N] [--relaxed]
 *
 * The first line of its standard input is the password. When it accepts connections it prints
 * {"port": …, "pid": …}. It closes the data and exits on SIGTERM, on SIGINT, and when its standard
 * input ends, which is when its parent is gone.
 */
import { once } from 'node:events'
import fs from 'node:fs'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { Backend, Refused } from './backend.mjs'
import { Connection } from './connection.mjs'
import { verifier } from './scram.mjs'
import { Sessions } from './sessions.mjs'
import { Turns } from './turns.mjs'

const CONNECTIONS = 100
const CHECKPOINT_MILLISECONDS = 10_000
const LAST_WORDS_CHARACTERS = 16_384
const LIMITS = {
  messageBytes: 256 * 1024 * 1024,
  answerBytes: 256 * 1024 * 1024,
  loginMilliseconds: 60_000,
}

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    port: { type: 'string', default: '0' },
    'idle-seconds': { type: 'string', default: '30' },
    relaxed: { type: 'boolean', default: false },
  },
})

async function serve(password) {
  const backend = await Backend.open(positionals[0], {
    durable: !flags.relaxed,
    maxAnswerBytes: LIMITS.answerBytes,
  })
  const connections = new Set()
  const server = {
    backend,
    connections,
    limits: LIMITS,
    reported: { ...backend.reported, is_superuser: 'on', session_authorization: 'postgres' },
    verifier: verifier(password),
    sessions: new Sessions(backend),
    turns: new Turns(Number(flags['idle-seconds']) * 1000),
    crowded: () => connections.size > CONNECTIONS,
    forget: (connection) => connections.delete(connection),
  }
  const listener = createServer((socket) => connections.add(new Connection(socket, server)))
  listener.maxConnections = 2 * CONNECTIONS
  await once(listener.listen({ host: '127.0.0.1', port: Number(flags.port) }), 'listening')
  return { server, listener }
}

/** Takes its turn like a connection, so that it never runs inside anybody's transaction. */
function keepLogShort({ backend, sessions, turns }) {
  const checkpointer = { waits: true, busy: false, work: () => checkpoint(backend, sessions, checkpointer) }
  setInterval(() => turns.ask(Object.assign(checkpointer, { waits: true })), CHECKPOINT_MILLISECONDS)
}

function checkpoint(backend, sessions, checkpointer) {
  checkpointer.waits = false
  try {
    sessions.leave() // A connection's role may not be allowed to.
    backend.checkpoint()
  } catch (error) {
    if (!(error instanceof Refused)) throw error // A disk without room is no reason to end.
    console.error(error.message)
  }
  return true
}

function stop({ server, listener }) {
  listener.close()
  server.turns.stop()
  for (const connection of server.connections) {
    connection.end('57P01', 'terminating connection because the server is stopping')
  }
  server.backend.close()
  setTimeout(() => process.exit(0), 50)
}

/**
 * Says what happened, briefly and at once: Node would print the package's text before it, one line of half
 * a megabyte that fills the pipe, and what does not fit is lost.
 */
function end(error) {
  const words = error?.stack ?? JSON.stringify(error) ?? String(error)
  fs.writeSync(2, `${words.slice(0, LAST_WORDS_CHARACTERS)}\n`)
  process.exit(1)
}

process.umask(0o077)
process.on('uncaughtException', end)
const lines = createInterface({ input: process.stdin })
const [password] = await once(lines, 'line')
const running = await serve(password)
for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => stop(running))
lines.once('close', () => stop(running))
keepLogShort(running.server)
process.stdout.write(`${JSON.stringify({ port: running.listener.address().port, pid: process.pid })}\n`)
