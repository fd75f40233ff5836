import dev.mobilec.core.manifest.Bundle
import dev.mobilec.core.run.Translator
import dev.mobilec.engine.onnx.OnnxEngine
import java.io.File

fun main(arguments: Array<String>) {
    val bundle = Bundle.open(File(arguments[0])) // a folder: its files are checked by their sha256
    Translator.open(bundle, OnnxEngine(), threads = 2).use { translator ->
        println(translator.translate(arguments[1]).text)
    }
}
