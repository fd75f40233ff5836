#if canImport(Darwin)
    // `mach_task_self_` is a variable of C, which nobody writes.
    @preconcurrency import Darwin

    /// The physical footprint: what the system counts against an app before it ends it. Compressed pages are
    /// in it, pages of files that were only read are not.
    public struct Footprint: MemorySource {
        public init() {}

        public func look() -> Taken {
            var info = task_vm_info_data_t()
            var count = mach_msg_type_number_t(
                MemoryLayout<task_vm_info_data_t>.size / MemoryLayout<natural_t>.size)
            let status = withUnsafeMutablePointer(to: &info) { pointer in
                pointer.withMemoryRebound(to: integer_t.self, capacity: Int(count)) {
                    task_info(mach_task_self_, task_flavor_t(TASK_VM_INFO), $0, &count)
                }
            }
            guard status == KERN_SUCCESS else { return Taken(resident: nil, peak: nil, swapped: nil) }
            let peak = Int(info.ledger_phys_footprint_peak)
            return Taken(
                resident: Int(info.phys_footprint), peak: peak > 0 ? peak : nil, swapped: nil)
        }
    }
#endif
