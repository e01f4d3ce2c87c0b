/** One client: start-up and password, what it has sent and not yet got answered, what it has not yet read. */
import { randomBytes } from 'node:crypto'
import { Exchange } from './scram.mjs'
import { Session } from './sessions.mjs'
import { Framer, ProtocolError, errorResponse, int32, message, messagesIn, strings, text } from './wire.mjs'

const USER = 'postgres'
const DATABASE = 'postgres'
const SSL_REQUEST = 80877103
const GSS_REQUEST = 80877104
const CANCEL_REQUEST = 80877102
const PROTOCOL = 196608
const STARTUP_BYTES = 10000
const INBOX_BYTES = 1024 * 1024
const LINGER_MILLISECONDS = 5000
const SECRET = randomBytes(4)

const DECLINED = Buffer.from('N')
const READY = message('Z', Buffer.from('I'))

// What a client may ask for at its start that is no setting, or the same for everybody.
const NO_SETTINGS = ['user', 'database', 'options', 'replication', 'application_name', 'client_encoding']

let connections = 0

export class Connection {
  #socket
  #server
  #framer = new Framer()
  #receive = this.#startup
  #exchange
  #parameters = {}
  #inbox = []
  #inboxBytes = 0
  #outbox = []
  #ending = false
  #gone = false
  #left = false
  session = null
  busy = false

  constructor(socket, server) {
    this.#socket = socket.setNoDelay(true)
    this.#server = server
    this.#exchange = new Exchange(server.verifier)
    socket.setTimeout(server.limits.loginMilliseconds, () => socket.destroy())
    socket.on('data', (chunk) => this.#read(chunk))
    socket.on('drain', () => this.#drained())
    socket.on('close', () => this.#leaveSoon())
    socket.on('error', () => socket.destroy())
  }

  /** True when it has something for the backend to do and has read its earlier answers. */
  get waits() {
    if (this.#gone) return !this.#left
    return this.#inbox.length > 0 && this.#outbox.length === 0
  }

  #read(chunk) {
    this.#framer.push(chunk)
    try {
      for (let bytes; !this.#ending && (bytes = this.#next()); ) this.#receive(bytes)
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error
      this.end('08P01', error.message)
    }
  }

  #next() {
    const limit = this.session ? this.#server.limits.messageBytes : STARTUP_BYTES
    return this.#framer.next(this.#receive !== this.#startup, limit)
  }

  // Start-up and password. No backend is needed for it, so that nobody waits to be let in.

  #startup(bytes) {
    const code = bytes.length < 8 ? 0 : bytes.readInt32BE(4)
    if (code === SSL_REQUEST || code === GSS_REQUEST) return this.#send(DECLINED)
    if (code === CANCEL_REQUEST) return this.#socket.destroy()
    if (code >> 16 !== PROTOCOL >> 16) return this.end('0A000', 'only protocol 3 is spoken here')
    if (this.#server.crowded()) return this.end('53300', 'there are too many connections already')
    const pairs = strings(bytes.subarray(8))
    for (let i = 0; i + 1 < pairs.length; i += 2) this.#parameters[pairs[i]] = pairs[i + 1]
    if (code > PROTOCOL) this.#send(message('v', int32(PROTOCOL), int32(0)))
    this.#receive = this.#firstOfPassword
    return this.#send(message('R', int32(10), text('SCRAM-SHA-256'), Buffer.from([0])))
  }

  #firstOfPassword(bytes) {
    const [mechanism] = strings(bytes.subarray(5), 1)
    const first = bytes.toString('utf8', 5 + (mechanism?.length ?? 0) + 1 + 4)
    const challenge = mechanism === 'SCRAM-SHA-256' ? this.#exchange.challenge(first) : null
    if (bytes[0] !== 0x70 || !challenge) throw new ProtocolError('a SCRAM-SHA-256 message was expected')
    this.#receive = this.#lastOfPassword
    this.#send(message('R', int32(11), Buffer.from(challenge)))
  }

  #lastOfPassword(bytes) {
    const conclusion = bytes[0] === 0x70 ? this.#exchange.conclude(bytes.toString('utf8', 5)) : null
    const { user, database = user } = this.#parameters
    if (!conclusion || user !== USER) {
      this.end('28P01', `password authentication failed for user "${user}"`)
    } else if (database !== DATABASE) {
      this.end('3D000', `database "${database}" does not exist: the only one is "${DATABASE}"`)
    } else this.#welcome(conclusion)
  }

  #welcome(conclusion) {
    const wanted = this.#settings().filter(([name, value]) => this.#reported(name) !== value)
    const reported = { ...this.#server.reported, ...this.#renamed(wanted) }
    reported.application_name = this.#parameters.application_name ?? ''
    this.#send(
      message('R', int32(12), Buffer.from(conclusion)),
      message('R', int32(0)),
      ...Object.entries(reported).map(([name, value]) => message('S', text(name), text(value))),
      message('K', int32(process.pid), SECRET),
      READY,
    )
    connections += 1
    this.session = new Session(`${connections}:`, wanted)
    this.#receive = this.#queue
    this.#socket.setTimeout(0)
  }

  /** The settings of the start-up message, those inside `options=-c name=value` first. */
  #settings() {
    const flags = /(?:^|\s)(?:-c\s*|--)([\w.-]+)=((?:\\.|\S)*)/g
    const options = [...(this.#parameters.options ?? '').matchAll(flags)]
    const others = Object.entries(this.#parameters).filter(
      ([name]) => !NO_SETTINGS.includes(name) && !name.startsWith('_pq_.'),
    )
    return [...options.map(([, name, value]) => [name, value.replace(/\\(.)/g, '$1')]), ...others]
  }

  /** What everybody has without asking for it, of the settings that are reported. */
  #reported(name) {
    const found = Object.entries(this.#server.reported).find(([known]) => known.toLowerCase() === name.toLowerCase())
    return found?.[1]
  }

  #renamed(wanted) {
    const names = Object.keys(this.#server.reported)
    const asReported = (name) => names.find((known) => known.toLowerCase() === name.toLowerCase())
    return Object.fromEntries(wanted.flatMap(([name, value]) => (asReported(name) ? [[asReported(name), value]] : [])))
  }

  // Work. Messages wait in the inbox until the backend is this connection's.

  #queue(bytes) {
    this.#inbox.push(bytes)
    this.#inboxBytes += bytes.length
    if (this.#inboxBytes > INBOX_BYTES) this.#socket.pause()
    this.#server.turns.ask(this)
  }

  /** Runs what has arrived, up to the end of a transaction; true when the backend is free again. */
  work() {
    if (this.#gone) return this.leave()
    try {
      this.#server.sessions.enter(this.session)
    } catch (error) {
      return this.end('22023', error.message)
    }
    this.#socket.cork()
    do this.#handle(this.#take())
    while (this.busy && this.waits && !this.#gone)
    this.#socket.uncork()
    return !this.busy
  }

  #take() {
    const bytes = this.#inbox.shift()
    this.#inboxBytes -= bytes.length
    if (this.#inboxBytes <= INBOX_BYTES) this.#socket.resume()
    return bytes
  }

  #handle(bytes) {
    const { sessions } = this.#server
    const type = String.fromCharCode(bytes[0])
    if ('QF'.includes(type)) return this.#run(sessions.query(this.session, bytes))
    if (type === 'P') return this.#run(sessions.parse(this.session, bytes))
    if ('BD'.includes(type)) this.#runAgain(sessions.lost(this.session, bytes))
    if (type === 'B') return this.#run(sessions.bind(this.session, bytes))
    if ('DC'.includes(type)) return this.#run(sessions.target(this.session, bytes))
    if ('EHS'.includes(type)) return this.#run(bytes)
    if (type === 'X') return this.end()
    // What belongs to a COPY that was refused is dropped, as the protocol asks.
    return 'dcf'.includes(type) || this.end('08P01', `message type "${type}" is not known`)
  }

  #run(bytes) {
    const answer = this.#server.backend.run(bytes)
    this.busy = answer.status !== 'I'
    if (!answer.tooLarge) return this.#send(...answer.blocks)
    const most = this.#server.limits.answerBytes
    return this.end('54000', `the answer is larger than ${most} bytes: fetch it in parts with a cursor`)
  }

  /** Runs a Parse that the client takes for done; it hears of it only when it fails now. */
  #runAgain(parse) {
    if (!parse) return
    const answer = Buffer.concat(this.#server.backend.run(parse).blocks)
    this.#send(...[...messagesIn(answer)].flatMap(([type, bytes]) => (type === 'E' ? [bytes] : [])))
  }

  // The way out. A slow reader has its answer kept here, bounded by `answerBytes`, while others work.

  #send(...blocks) {
    this.#outbox.push(...blocks)
    this.#flush()
  }

  #flush() {
    while (this.#outbox.length > 0 && !this.#socket.writableNeedDrain && !this.#socket.destroyed) {
      this.#socket.write(this.#outbox.shift())
    }
    if (this.#ending && this.#outbox.length === 0) this.#socket.end()
  }

  #drained() {
    this.#flush()
    if (this.busy || this.#inbox.length > 0) this.#server.turns.ask(this)
  }

  /** Ends the connection, with a last word if `code` is given. */
  end(code, words) {
    if (this.#ending) return false
    if (code) this.#outbox.push(errorResponse('FATAL', code, words))
    this.#ending = true
    this.#flush()
    setTimeout(() => this.#socket.destroy(), LINGER_MILLISECONDS).unref()
    this.#leaveSoon()
    return false
  }

  #leaveSoon() {
    this.#gone = true
    this.#inbox = []
    if (this.session) this.#server.turns.ask(this)
    else this.#server.forget(this)
  }

  /** Gives the backend back as it was found: no transaction, no settings, no statements of this one. */
  leave() {
    if (this.busy) this.#server.backend.rollback()
    this.busy = false
    this.#left = true
    this.#server.sessions.forget(this.session)
    this.#server.forget(this)
    return true
  }
}
