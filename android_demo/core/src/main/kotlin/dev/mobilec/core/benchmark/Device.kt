package dev.mobilec.core.benchmark

/** What measures, and how it was built: "release" or "debug". */
public data class App(val name: String, val version: String, val commit: String, val buildType: String)

/** Where it runs; [kind] is "phone", "emulator" or "host". */
public data class Device(
    val kind: String,
    val manufacturer: String?,
    val model: String?,
    val name: String?,
    val soc: String?,
    val cores: Int,
    val features: List<String>,
    val memoryBytes: Long?,
    val availableBytes: Long?,
    val os: String,
    val osVersion: String,
    val abi: String,
    val coreKinds: List<CoreKind>? = null,
)

/** Android's thermal statuses in their order. */
public enum class Thermal {
    NONE, LIGHT, MODERATE, SEVERE, CRITICAL, EMERGENCY, SHUTDOWN;

    public val word: String get() = name.lowercase()
}

/** How a device is at a moment. */
public data class Condition(
    val batteryPercent: Double? = null,
    val plugged: Boolean? = null,
    val powerSave: Boolean? = null,
    val thermal: Thermal? = null,
    val batteryCelsius: Double? = null,
    val headroom: Double? = null,
    val loadAverage: Double? = null,
)
