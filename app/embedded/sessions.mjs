/** Keeps apart what connections leave behind in the backend they share: settings, roles, prepared statements. */
import { message, strings, text } from './wire.mjs'

// Statements that change the session begin with one of these words, or call set_config. A miss is
// harmless for data: the setting then leaks to others until the next reset.
const CHANGES_SESSION = /(?:^|;)(?:\s|--.*\n|\/\*[^*]*\*\/)*(?:set|reset|discard)\b|\bset_config\b/i
const LOOKED_AT_CHARACTERS = 65536

// Psycopg sends DEALLOCATE ALL after each rollback, pools send DISCARD ALL: the backend would forget what
// others have prepared.
const FORGETS = /^\s*(?:(discard)\s+all|deallocate\s+(?:prepare\s+)?(?:(all)|"?([\w$]+)"?))\s*;?\s*$/i
// Does nothing, and is refused in a broken transaction as DEALLOCATE is.
const NOTHING = 'UNLISTEN "-"'

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

/** Whether one finds the backend just as the other has left it. */
function alike(one, other) {
  return !other?.touched && sameSettings(one.settings, other?.settings ?? [])
}

function sameSettings(some, others) {
  return some.length === others.length && some.every((pair, i) => pair.join('=') === others[i].join('='))
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
    if (alike(session, this.#current)) {
      this.#current = session
      return
    }
    this.leave()
    this.#current = session
    if (session.settings.length > 0) this.#apply(session.settings)
  }

  /** Puts the settings away that are in place, and the server's own where they were. */
  leave() {
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
    const some = session.statements.size > 0
    this.#close(session)
    if (some) this.#backend.rollback()
  }

  #close(session) {
    for (const name of session.statements) {
      this.#backend.run(message('C', Buffer.from('S'), text(session.nameOf(name))))
    }
    session.statements.clear()
  }

  /** Notes what a simple query does to the session. */
  query(session, bytes) {
    this.#unnamedOf = null
    this.#look(session, bytes.subarray(5))
    const own = this.#narrowed(session, bytes.subarray(5))
    return own === null ? bytes : message('Q', text(own))
  }

  /** The statement that forgets this connection's prepared statements alone, where one forgets some. */
  #narrowed(session, statement) {
    const [found, discard, all, name] = FORGETS.exec(strings(statement.subarray(0, LOOKED_AT_CHARACTERS), 1)[0]) ?? []
    if (!found) return null
    if (discard || all) this.#close(session)
    if (!name) return discard ? 'RESET ALL' : NOTHING
    return session.statements.delete(name) ? `DEALLOCATE "${session.nameOf(name)}"` : null
  }

  parse(session, bytes) {
    const [name] = strings(bytes.subarray(5), 1)
    const statement = bytes.subarray(6 + Buffer.byteLength(name))
    this.#look(session, statement)
    const own = this.#narrowed(session, statement)
    if (own !== null) bytes = message('P', text(name), text(own), Buffer.alloc(2))
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
