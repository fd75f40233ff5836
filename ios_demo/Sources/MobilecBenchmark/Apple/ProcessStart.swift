#if canImport(Darwin)
    import Darwin
    import Foundation

    /// Since the kernel started this process, by the wall clock, which is what it keeps of it.
    func millisecondsOfProcess() -> Double? {
        var info = kinfo_proc()
        var size = MemoryLayout<kinfo_proc>.stride
        var name = [CTL_KERN, KERN_PROC, KERN_PROC_PID, getpid()]
        guard sysctl(&name, UInt32(name.count), &info, &size, nil, 0) == 0, size > 0 else { return nil }
        let started = info.kp_proc.p_un.__p_starttime
        let seconds = Double(started.tv_sec) + Double(started.tv_usec) / 1e6
        let ms = (Date().timeIntervalSince1970 - seconds) * 1000
        // Nobody has set the clock meanwhile where it went forward by less than an hour.
        return (0..<3_600_000).contains(ms) ? ms : nil
    }
#endif
