/** Who has the backend: first come, first served, and kept until its transaction is over. */

export class Turns {
  #waiting = new Set()
  #owner = null
  #timer = null
  #scheduled = false
  #patience

  /** An owner that lets `patience` milliseconds pass inside a transaction is told with `end`. */
  constructor(patience) {
    this.#patience = patience
  }

  /** Queues somebody who has `work()`, which says whether the backend is free again. */
  ask(somebody) {
    if (somebody === this.#owner) this.#wait()
    else this.#waiting.add(somebody)
    this.#schedule()
  }

  /** Nobody gets another turn: the backend is closing. */
  stop() {
    this.#scheduled = true
    clearTimeout(this.#timer)
  }

  #schedule() {
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(() => this.#step())
  }

  #step() {
    this.#scheduled = false
    this.#owner ??= this.#shift()
    if (this.#owner?.waits) this.#work()
    else if (!this.#owner?.busy) this.#owner = null
    if (!this.#owner && this.#waiting.size > 0) this.#schedule()
  }

  #shift() {
    const [first] = this.#waiting
    this.#waiting.delete(first)
    return first ?? null
  }

  #work() {
    const worker = this.#owner
    if (!worker.work()) return this.#wait()
    clearTimeout(this.#timer)
    this.#owner = null
    return worker.waits && this.#waiting.add(worker)
  }

  /** Gives the owner its patience anew; only its own signs of life do that, not those who wait. */
  #wait() {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#lost(), this.#patience)
  }

  #lost() {
    this.#owner?.end('25P03', 'terminating connection due to idle-in-transaction timeout')
  }
}
