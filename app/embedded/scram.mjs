/** SCRAM-SHA-256 (RFC 5802, RFC 7677), the server's side: the password never crosses the socket. */
import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto'

const ITERATIONS = 4096

const hmac = (key, data) => createHmac('sha256', key).update(data).digest()
const sha256 = (data) => createHash('sha256').update(data).digest()
const attributes = (list) => Object.fromEntries(list.split(',').map((pair) => [pair[0], pair.slice(2)]))

/** What a server keeps instead of a password. */
export function verifier(password) {
  const salt = randomBytes(16)
  const salted = pbkdf2Sync(password, salt, ITERATIONS, 32, 'sha256')
  return { salt, storedKey: sha256(hmac(salted, 'Client Key')), serverKey: hmac(salted, 'Server Key') }
}

export class Exchange {
  #verifier
  #header
  #transcript
  #nonce

  constructor(kept) {
    this.#verifier = kept
  }

  /** Answers the client's first message; null when it is not one that this server speaks. */
  challenge(first) {
    const parts = /^([ny],,)(n=[^,]*,r=([^,]+).*)$/s.exec(first)
    if (!parts) return null
    this.#header = Buffer.from(parts[1]).toString('base64')
    this.#nonce = parts[3] + randomBytes(18).toString('base64')
    const answer = `r=${this.#nonce},s=${this.#verifier.salt.toString('base64')},i=${ITERATIONS}`
    this.#transcript = `${parts[2]},${answer}`
    return answer
  }

  /** Answers the client's proof with the server's own; null when the password was wrong. */
  conclude(final) {
    const { c: header, r: nonce, p: proof = '' } = attributes(final)
    if (!this.#transcript || header !== this.#header || nonce !== this.#nonce) return null
    const transcript = `${this.#transcript},c=${header},r=${nonce}`
    return this.#proves(Buffer.from(proof, 'base64'), transcript)
      ? `v=${hmac(this.#verifier.serverKey, transcript).toString('base64')}`
      : null
  }

  #proves(proof, transcript) {
    const signature = hmac(this.#verifier.storedKey, transcript)
    if (proof.length !== signature.length) return false
    const clientKey = signature.map((byte, index) => byte ^ proof[index])
    return timingSafeEqual(sha256(clientKey), this.#verifier.storedKey)
  }
}
