package dev.mobilec.app.device

import android.content.Context
import android.os.PowerManager
import android.os.Process
import android.os.SystemClock
import dev.mobilec.app.MobilecApp
import dev.mobilec.core.benchmark.Condition
import dev.mobilec.core.benchmark.Core
import dev.mobilec.core.benchmark.Cores
import dev.mobilec.core.benchmark.Device
import dev.mobilec.core.benchmark.Surroundings
import dev.mobilec.core.benchmark.Thermal

/** What the benchmark asks of a phone. */
class PhoneSurroundings(private val context: Context) : Surroundings {
    override val app = appBuild(context)

    private val cores = Cores()

    private val power: PowerManager? = context.getSystemService(PowerManager::class.java)

    override fun device(): Device = deviceOf(context)

    override fun condition(): Condition = conditionOf(context, power)

    override fun thermal(): Thermal? = power?.let(::thermalOf)

    override fun core(): Core? = cores.look()

    override fun interruptions(): Int? = (context.applicationContext as? MobilecApp)?.foreground?.interruptions

    override fun aliveMs(): Double = (SystemClock.elapsedRealtime() - Process.getStartElapsedRealtime()).toDouble()
}
