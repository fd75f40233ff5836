package dev.mobilec.app.device

import android.content.Context
import android.content.Intent
import android.content.IntentFilter
import android.os.BatteryManager
import android.os.Build
import android.os.PowerManager
import dev.mobilec.core.benchmark.Condition
import dev.mobilec.core.benchmark.Thermal

/** Asks the system for its power and its temperature. An app may not read the load average. */
fun conditionOf(context: Context, power: PowerManager?): Condition {
    val battery = context.registerReceiver(null, IntentFilter(Intent.ACTION_BATTERY_CHANGED))
    return Condition(
        batteryPercent = battery?.percent(),
        plugged = battery?.number(BatteryManager.EXTRA_PLUGGED)?.let { it != 0 },
        powerSave = power?.isPowerSaveMode,
        thermal = power?.let(::thermalOf),
        batteryCelsius = battery?.celsius(),
        headroom = power?.let(::headroom),
    )
}

/** The thermal status, which Android knows from 10 on; the numbers are in the order of the names. */
fun thermalOf(power: PowerManager): Thermal? =
    if (Build.VERSION.SDK_INT < Build.VERSION_CODES.Q) null else Thermal.values().getOrNull(power.currentThermalStatus)

/** How near severe throttling is in 10 s, 1 being there; from Android 11 on, where the phone knows. */
private fun headroom(power: PowerManager): Double? =
    if (Build.VERSION.SDK_INT < Build.VERSION_CODES.R) {
        null
    } else {
        power.getThermalHeadroom(FORECAST_SECONDS).toDouble().takeIf { it.isFinite() && it >= 0 }
    }

private fun Intent.percent(): Double? {
    val level = number(BatteryManager.EXTRA_LEVEL) ?: return null
    val scale = number(BatteryManager.EXTRA_SCALE) ?: return null
    // A phone without a battery, or that does not know, says -1 or a scale of 0.
    return if (scale > 0 && level in 0..scale) PERCENT * level / scale else null
}

private fun Intent.celsius(): Double? =
    number(BatteryManager.EXTRA_TEMPERATURE)?.let { it / TENTHS }?.takeIf { it > COLDEST }

private fun Intent.number(extra: String): Int? = if (hasExtra(extra)) getIntExtra(extra, 0) else null

private const val FORECAST_SECONDS = 10
private const val TENTHS = 10.0

/** Below, in degrees, there is no sensor, and the least number stands for it. */
private const val COLDEST = -100.0
private const val PERCENT = 100.0
