/** Brings what PostgreSQL syncs to the disk: this build leaves fdatasync and fsync empty. */
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'

export const flush = () => spawnSync('sync').status === 0

/**
 * An extension of PGlite that syncs. After a crash PostgreSQL syncs each file of the directory when it
 * starts; one flush of the system does the same in a tenth of the time. From then to `opened()`, only
 * files that were written since are synced.
 */
export class Disk {
  name = 'disk'
  #flushed = flush()
  #written = new WeakSet()

  opened() {
    this.#flushed = false
  }

  setup = async (database, options) => ({
    emscriptenOpts: {
      ...options,
      preRun: [...options.preRun, (module) => this.#watch(module.FS.filesystems.NODEFS)],
      instantiateWasm: (imports, done) => {
        const sync = (descriptor) => this.#sync(database.Module.FS.getStream(descriptor))
        imports.env.__syscall_fdatasync = sync
        imports.wasi_snapshot_preview1.fd_sync = sync
        return options.instantiateWasm(imports, done)
      },
    },
  })

  #watch({ stream_ops: streams, node_ops: nodes }) {
    const { write } = streams
    const { setattr } = nodes
    streams.write = (stream, ...rest) => {
      this.#written.add(stream.node)
      return write(stream, ...rest)
    }
    nodes.setattr = (node, ...rest) => {
      this.#written.add(node)
      return setattr(node, ...rest)
    }
  }

  #sync(stream) {
    const needed = !this.#flushed || this.#written.has(stream?.node)
    if (needed && Number.isInteger(stream?.nfd)) fs.fdatasyncSync(stream.nfd)
    return 0
  }
}
