/** The PostgreSQL wire protocol, version 3: cutting a byte stream into messages, and making messages. */

export class ProtocolError extends Error {}

/** Collects chunks and gives whole messages back. A message with a type has one byte before its length. */
export class Framer {
  #chunks = []
  #size = 0

  push(chunk) {
    this.#chunks.push(chunk)
    this.#size += chunk.length
  }

  /** The next whole message, or null when it has not arrived yet. Throws when it is longer than `limit`. */
  next(typed, limit) {
    const header = typed ? 5 : 4
    if (this.#size < header) return null
    if (this.#chunks[0].length < header) this.#join()
    const length = this.#chunks[0].readUInt32BE(header - 4) + header - 4
    if (length < header || length > limit) {
      throw new ProtocolError(`a message of ${length} bytes is not allowed here: at most ${limit}`)
    }
    return this.#size < length ? null : this.#take(length)
  }

  #join() {
    this.#chunks = [Buffer.concat(this.#chunks)]
  }

  #take(length) {
    if (this.#chunks[0].length < length) this.#join()
    const [first, ...others] = this.#chunks
    this.#chunks = first.length > length ? [first.subarray(length), ...others] : others
    this.#size -= length
    return first.subarray(0, length)
  }
}

export const int32 = (value) => {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

export const text = (value) => Buffer.from(`${value}\0`)

/** One message: its type letter, its length, its body. */
export function message(type, ...parts) {
  const body = Buffer.concat(parts)
  return Buffer.concat([Buffer.from(type, 'latin1'), int32(body.length + 4), body])
}

/** An ErrorResponse. Severity is ERROR, or FATAL when the connection ends with it. */
export function errorResponse(severity, code, words) {
  const fields = { S: severity, V: severity, C: code, M: words }
  const body = Object.entries(fields).flatMap(([key, value]) => [Buffer.from(key), text(value)])
  return message('E', ...body, Buffer.from([0]))
}

/** The zero-terminated strings at the start of `bytes`, as many as `count` asks for. */
export function strings(bytes, count = Infinity) {
  const found = []
  for (let from = 0, to; found.length < count; from = to + 1) {
    to = bytes.indexOf(0, from)
    if (to < 0 || from >= bytes.length) break
    found.push(bytes.toString('utf8', from, to))
  }
  return found
}

/** Yields [type, message] for every message in a whole answer of the backend. */
export function* messagesIn(answer) {
  for (let at = 0, end; at < answer.length; at = end) {
    end = at + 1 + answer.readInt32BE(at + 1)
    yield [String.fromCharCode(answer[at]), answer.subarray(at, end)]
  }
}

/** The columns of a DataRow message as text; SQL's NULL is null. */
export function columns(row) {
  const values = []
  for (let at = 7, left = row.readInt16BE(5); left > 0; left -= 1) {
    const length = row.readInt32BE(at)
    values.push(length < 0 ? null : row.toString('utf8', at + 4, at + 4 + length))
    at += 4 + Math.max(length, 0)
  }
  return values
}
