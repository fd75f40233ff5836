package dev.mobilec.app.benchmark

import dev.mobilec.core.benchmark.Run
import java.io.File

/** A run and the file that it was written to. */
class Result(val run: Run, val file: File)
