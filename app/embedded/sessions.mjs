/** Keeps apart what connections leave behind in the backend they share: settings, roles, prepared statements. */
import { message, strings, text } from './wire.mjs'

// Statements that change the session begin with one of these words, or call set_config. A miss is
// harmless for data: the setting then leaks to others until the next reset.
const CHANGES_SESSION = /(?:^|;)(?:\s|--.*\n|\/\*[^*]*\*\/)*(?:set|reset|discard)\b|\bset_config\b/i
const LOOKED_AT_CHARACTERS = 65536

const PUT_AWAY = `
  SELECT 'session_authorization', current_setting('session_authorization')
  UNION ALL SELECT 'role', current_setting('role');
  SET SESSION AUTHORIZATION postgres; RESET ROLE;
  SELECT name, setting FROM pg_settings WHERE source = 'session'`

const NOT_SET = ['', 'none', 'postgres']

// E'' means the same whatever standard_conforming_strings says at the moment.
const literal = (value) => `E'${value.replace(/['\\]/g, '$&$&')}'`

/** The part of a backend's session that belongs to one connection. */
export class Session {
  /** `settings` are pairs of name and value, as the connection asked for them at its start. */
  constructor(prefix, settings) {
    this.prefix = prefix
    this.settings = settings
    this.touched = false
    this.statements = new Set()
    this.unnamed = null
  }

  /** The name under which the backend knows this connection's prepared statement. */
  nameOf(statement) {
    return statement && `${this.prefix}${statement}`
  }
}

export class Sessions {
  #backend
  #current = null
  #unnamedOf = null

  constructor(backend) {
    this.#backend = backend
  }

  /** Puts a session's settings in place, after putting away those of the one before. */
  enter(session) {
    if (session === this.#current) return
    this.#leave()
    this.#current = session
    if (session.settings.length > 0) this.#apply(session.settings)
  }

  #leave() {
    const left = this.#current
    this.#current = null
    if (left?.touched) this.#putAway(left)
    if (left?.touched || left?.settings.length > 0) this.#backend.reset()
    if (left) left.touched = false
  }

  #putAway(session) {
    const [authorization, role, ...settings] = this.#backend.rows(PUT_AWAY)
    const who = [authorization, role].filter(([, value]) => !NOT_SET.includes(value))
    session.settings = [...settings, ...who]
  }

  #apply(settings) {
    const calls = settings.map(([name, value]) => `set_config(${literal(name)}, ${literal(value)}, false)`)
    this.#backend.rows(`SELECT ${calls.join(', ')}`)
  }

  /** Drops everything a closed connection has left. */
  forget(session) {
    if (session === this.#current) {
      this.#backend.reset()
      this.#current = null
    }
    for (const name of session.statements) {
      this.#backend.run(message('C', Buffer.from('S'), text(session.nameOf(name))))
    }
    if (session.statements.size > 0) this.#backend.rollback()
    session.statements.clear()
  }

  /** Notes what a simple query does to the session. */
  query(session, bytes) {
    this.#unnamedOf = null
    this.#look(session, bytes.subarray(5))
    return bytes
  }

  parse(session, bytes) {
    const [name] = strings(bytes.subarray(5), 1)
    this.#look(session, bytes.subarray(6 + Buffer.byteLength(name)))
    if (name) session.statements.add(name)
    else {
      session.unnamed = bytes
      this.#unnamedOf = session
    }
    return this.#renamed(session, bytes, 5, name)
  }

  bind(session, bytes) {
    const portalEnd = bytes.indexOf(0, 5) + 1
    const [name] = strings(bytes.subarray(portalEnd), 1)
    return this.#renamed(session, bytes, portalEnd, name)
  }

  /** For Describe and Close, which name a statement or a portal. */
  target(session, bytes) {
    if (String.fromCharCode(bytes[5]) !== 'S') return bytes
    const [name] = strings(bytes.subarray(6), 1)
    if (bytes[0] === 0x43) session.statements.delete(name)
    return this.#renamed(session, bytes, 6, name)
  }

  /** The Parse that must run again because another connection has used the unnamed statement since. */
  lost(session, bytes) {
    const kind = String.fromCharCode(bytes[0])
    const name = kind === 'B' ? bytes.indexOf(0, 5) + 1 : 6
    const unnamed = bytes[name] === 0 && (kind === 'B' || bytes[5] === 0x53)
    if (!unnamed || this.#unnamedOf === session) return null
    this.#unnamedOf = session
    return session.unnamed
  }

  #look(session, statement) {
    const words = statement.toString('latin1', 0, LOOKED_AT_CHARACTERS)
    if (CHANGES_SESSION.test(words)) session.touched = true
  }

  #renamed(session, bytes, at, name) {
    if (!name) return bytes
    const rest = bytes.subarray(at + Buffer.byteLength(name) + 1)
    return message(
      String.fromCharCode(bytes[0]),
      bytes.subarray(5, at),
      text(session.nameOf(name)),
      rest,
    )
  }
}
