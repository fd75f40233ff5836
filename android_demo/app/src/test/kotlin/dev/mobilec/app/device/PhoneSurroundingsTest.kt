package dev.mobilec.app.device

import android.app.ActivityManager
import android.content.Context
import android.content.Intent
import android.os.BatteryManager
import android.os.Build
import android.os.PowerManager
import dev.mobilec.core.benchmark.Thermal
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.shadows.ShadowBuild
import org.robolectric.util.ReflectionHelpers

@RunWith(RobolectricTestRunner::class)
class PhoneSurroundingsTest {
    private val context: Context = RuntimeEnvironment.getApplication()

    @Test fun `the device is what the system answers`() {
        val memory = ActivityManager.MemoryInfo().apply {
            totalMem = 8_000_000_000
            availMem = 3_000_000_000
        }
        shadowOf(context.getSystemService(ActivityManager::class.java)).setMemoryInfo(memory)
        ShadowBuild.setManufacturer("Maker")
        ShadowBuild.setModel("M-1")
        ReflectionHelpers.setStaticField(Build::class.java, "SOC_MANUFACTURER", "Chips")
        ReflectionHelpers.setStaticField(Build::class.java, "SOC_MODEL", "C9")
        val device = PhoneSurroundings(context).device()
        assertEquals(listOf("Maker", "M-1", "Chips C9"), listOf(device.manufacturer, device.model, device.soc))
        assertEquals(listOf<Long?>(8_000_000_000, 3_000_000_000), listOf(device.memoryBytes, device.availableBytes))
        assertEquals("15 (API 35)", device.osVersion)
        assertTrue(device.cores > 0)
    }

    @Test fun `power, battery and temperature are those of now`() {
        val power = shadowOf(context.getSystemService(PowerManager::class.java))
        val battery = Intent(Intent.ACTION_BATTERY_CHANGED).putExtra(BatteryManager.EXTRA_LEVEL, 41)
            .putExtra(BatteryManager.EXTRA_SCALE, 50).putExtra(BatteryManager.EXTRA_PLUGGED, 0)
            .putExtra(BatteryManager.EXTRA_TEMPERATURE, 314)
        @Suppress("DEPRECATION")
        context.sendStickyBroadcast(battery)
        power.setIsPowerSaveMode(true)
        power.setCurrentThermalStatus(PowerManager.THERMAL_STATUS_SEVERE)
        val surroundings = PhoneSurroundings(context)
        val found = surroundings.condition()
        assertEquals(listOf<Any?>(82.0, false, true), listOf(found.batteryPercent, found.plugged, found.powerSave))
        assertEquals(listOf<Any?>(31.4, Thermal.SEVERE), listOf(found.batteryCelsius, found.thermal))
        power.setCurrentThermalStatus(PowerManager.THERMAL_STATUS_NONE)
        assertEquals(Thermal.NONE, surroundings.thermal())
    }

    @Test fun `what a phone does not know of its battery is said to be unknown`() {
        for ((level, scale) in listOf(-1 to 100, 50 to 0, 101 to 100, -1 to -1)) {
            val battery = Intent(Intent.ACTION_BATTERY_CHANGED).putExtra(BatteryManager.EXTRA_LEVEL, level)
                .putExtra(BatteryManager.EXTRA_SCALE, scale)
                .putExtra(BatteryManager.EXTRA_TEMPERATURE, Int.MIN_VALUE)
            @Suppress("DEPRECATION")
            context.sendStickyBroadcast(battery)
            val found = PhoneSurroundings(context).condition()
            assertNull("$level of $scale", found.batteryPercent)
            assertNull(found.batteryCelsius)
        }
    }

    @Config(sdk = [26])
    @Test fun `Android 8 does not know its temperature, and that is said`() {
        val found = PhoneSurroundings(context).condition()
        assertNull(found.thermal)
        assertNull(found.headroom)
    }
}
