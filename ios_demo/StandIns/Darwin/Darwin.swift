// swift-format-ignore-file
// Not Apple's SDK. The names and signatures of the system that this package uses, so that its sources are
// type-checked where there is no Mac. Nothing here does anything. C's variables are variables here too:
// this module is compiled as Swift 5, which lets them.

import Foundation

public typealias kern_return_t = Int32
public typealias natural_t = UInt32
public typealias integer_t = Int32
public typealias mach_port_t = UInt32
public typealias task_flavor_t = UInt32
public typealias mach_msg_type_number_t = UInt32
public typealias task_info_t = UnsafeMutablePointer<integer_t>

public let KERN_SUCCESS: kern_return_t = 0
public let TASK_VM_INFO: Int32 = 22
public var mach_task_self_: mach_port_t = 0

public struct task_vm_info_data_t {
    public init() {}

    public var phys_footprint: UInt64 = 0
    public var ledger_phys_footprint_peak: Int64 = 0
    public var limit_bytes_remaining: UInt64 = 0
}

public func task_info(
    _ target_task: mach_port_t, _ flavor: task_flavor_t, _ task_info_out: task_info_t!,
    _ task_info_outCnt: UnsafeMutablePointer<mach_msg_type_number_t>!
) -> kern_return_t { fatalError("a stand-in of Darwin was called") }

public func sysctlbyname(
    _ name: UnsafePointer<CChar>!, _ oldp: UnsafeMutableRawPointer!, _ oldlenp: UnsafeMutablePointer<Int>!,
    _ newp: UnsafeMutableRawPointer!, _ newlen: Int
) -> Int32 { fatalError("a stand-in of Darwin was called") }

public let CTL_KERN: Int32 = 1
public let KERN_PROC: Int32 = 14
public let KERN_PROC_PID: Int32 = 1

public struct extern_proc {
    public struct __Unnamed_union_p_un {
        public var __p_starttime = timeval()
    }

    public var p_un = __Unnamed_union_p_un()
}

public struct kinfo_proc {
    public init() {}

    public var kp_proc = extern_proc()
}

public func sysctl(
    _ name: UnsafeMutablePointer<Int32>!, _ namelen: UInt32, _ oldp: UnsafeMutableRawPointer!,
    _ oldlenp: UnsafeMutablePointer<Int>!, _ newp: UnsafeMutableRawPointer!, _ newlen: Int
) -> Int32 { fatalError("a stand-in of Darwin was called") }

// Foundation's own on Apple's systems.
extension ProcessInfo {
    public enum ThermalState: Int, Sendable {
        case nominal, fair, serious, critical
    }

    public var thermalState: ThermalState { .nominal }
    public var isLowPowerModeEnabled: Bool { false }
}
