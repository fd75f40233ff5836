#if canImport(Darwin)
    // `mach_task_self_` is a variable of C, which nobody writes.
    @preconcurrency import Darwin

    /// The physical footprint: what the system counts against an app before it ends it. Compressed pages are
    /// in it, pages of files that were only read are not.
    public struct Footprint: MemorySource {
        public init() {}

        public func look() -> Taken {
            guard let memory = memoryOfTask() else { return Taken(resident: nil, peak: nil, swapped: nil) }
            let peak = Int(clamping: memory.ledger_phys_footprint_peak)
            return Taken(
                resident: Int(clamping: memory.phys_footprint), peak: peak > 0 ? peak : nil, swapped: nil)
        }

        /// What this app may still take before the system ends it; a Mac sets no such bound.
        static func available() -> Int? {
            let bytes = memoryOfTask().map { Int(clamping: $0.limit_bytes_remaining) } ?? 0
            return bytes > 0 ? bytes : nil
        }
    }

    /// What the kernel counts of this process.
    private func memoryOfTask() -> task_vm_info_data_t? {
        var info = task_vm_info_data_t()
        var count = mach_msg_type_number_t(
            MemoryLayout<task_vm_info_data_t>.size / MemoryLayout<natural_t>.size)
        let status = withUnsafeMutablePointer(to: &info) { pointer in
            pointer.withMemoryRebound(to: integer_t.self, capacity: Int(count)) {
                task_info(mach_task_self_, task_flavor_t(TASK_VM_INFO), $0, &count)
            }
        }
        return status == KERN_SUCCESS ? info : nil
    }
#endif
