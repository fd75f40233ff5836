#if canImport(ExecuTorch)
    import Mobilec
    import Foundation

    /// The one pool of threads that ExecuTorch has in a process: as many as the processor has fast cores,
    /// unless it is told another number, which its interface for Apple's systems has no word for. The pool
    /// itself (extension/threadpool) is linked in with XNNPACK, and is called here by the names of its
    /// methods, as the Android interface calls it.
    enum ThreadPool {
        /// Held by a program as long as it is loaded.
        final class Use {
            fileprivate init() {}

            deinit { users.leave() }
        }

        private static let users = Users()

        /// Makes the pool one of `threads`. A loaded program keeps the pool that it was loaded with, so there
        /// is no other number meanwhile.
        static func use(_ threads: Int) throws -> Use {
            guard threads >= 1, let count = UInt32(exactly: threads) else {
                throw Refused("\(threads) threads were asked for; the fewest are 1")
            }
            try users.enter { others in
                guard let pool = threadPool() else {
                    throw Refused("ExecuTorch has no pool of threads; link its backend_xnnpack")
                }
                let present = threadCount(pool)
                if present == threads { return }
                guard others == 0 else {
                    throw Refused(
                        "\(threads) threads were asked for while another program is loaded with \(present); "
                            + "close that one first")
                }
                guard resetThreads(pool, count) else {
                    throw Refused("ExecuTorch made no pool of \(threads) threads; ask for fewer")
                }
            }
            return Use()
        }
    }

    /// How many programs are loaded.
    private final class Users: @unchecked Sendable {
        // Mutex would say so to the compiler, and wants iOS 18.
        private let lock = NSLock()
        private var count = 0

        /// One more, if `prepare`, which is told how many there are, does not refuse.
        func enter(_ prepare: (Int) throws -> Void) throws {
            try lock.withLock {
                try prepare(count)
                count += 1
            }
        }

        func leave() {
            lock.withLock { count -= 1 }
        }
    }

    // executorch::extension::threadpool::get_threadpool()
    @_silgen_name("_ZN10executorch9extension10threadpool14get_threadpoolEv")
    private func threadPool() -> UnsafeMutableRawPointer?

    // ThreadPool::get_thread_count() const
    @_silgen_name("_ZNK10executorch9extension10threadpool10ThreadPool16get_thread_countEv")
    private func threadCount(_ pool: UnsafeMutableRawPointer) -> Int

    // ThreadPool::_unsafe_reset_threadpool(uint32_t)
    @_silgen_name("_ZN10executorch9extension10threadpool10ThreadPool24_unsafe_reset_threadpoolEj")
    private func resetThreads(_ pool: UnsafeMutableRawPointer, _ threads: UInt32) -> Bool
#endif
