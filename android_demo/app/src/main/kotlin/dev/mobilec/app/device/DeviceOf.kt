package dev.mobilec.app.device

import android.app.ActivityManager
import android.content.Context
import android.os.Build
import android.provider.Settings
import dev.mobilec.app.engines.processor
import dev.mobilec.core.benchmark.Cores
import dev.mobilec.core.benchmark.Device

/** Asks the system what this device is; memory is what it answers now. */
fun deviceOf(context: Context): Device {
    val memory = context.getSystemService(ActivityManager::class.java)
        ?.let { manager -> ActivityManager.MemoryInfo().also(manager::getMemoryInfo) }
    return Device(
        kind = if (Build.HARDWARE in EMULATED) "emulator" else "phone",
        manufacturer = Build.MANUFACTURER,
        model = Build.MODEL,
        name = Settings.Global.getString(context.contentResolver, Settings.Global.DEVICE_NAME),
        soc = soc(),
        cores = Runtime.getRuntime().availableProcessors(),
        features = processor()?.features.orEmpty().intersect(TOLD).sorted(),
        memoryBytes = memory?.totalMem?.takeIf { it > 0 },
        availableBytes = memory?.availMem?.takeIf { it > 0 },
        os = "Android",
        osVersion = "${Build.VERSION.RELEASE} (API ${Build.VERSION.SDK_INT})",
        abi = Build.SUPPORTED_ABIS.first(),
        coreKinds = Cores().kinds(),
    )
}

/** The system on a chip: its maker and model where Android 12 says them, before that the board. */
private fun soc(): String? {
    val words = if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.S) {
        listOf(Build.SOC_MANUFACTURER, Build.SOC_MODEL)
    } else {
        listOf(Build.HARDWARE, Build.BOARD)
    }
    return words.filter { it.isNotBlank() && it != Build.UNKNOWN }.distinct().joinToString(" ").ifEmpty { null }
}

/** The boards of emulators, and that of a JVM that stands in for a phone. */
private val EMULATED = setOf("goldfish", "ranchu", "robolectric")

/** What a processor offers for int8 and float16, and the atomics that one engine needs; by Linux's names. */
private val TOLD = setOf(
    "asimddp", "i8mm", "sve", "sve2", "bf16", "fphp", "asimdhp", "atomics",
    "avx2", "avx512f", "avx512_vnni", "avx_vnni", "f16c", "fma",
)
