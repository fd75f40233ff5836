"""A smallest app in the form of android_demo: one screen, one engine, one string."""

from pathlib import Path

FILES = {
    "gradle/libs.versions.toml": """[versions]
executorch = "1.4.0"
onnxruntime = "1.29.0"
min-sdk = "26"
target-sdk = "35"

[libraries]
executorch = { module = "org.pytorch:executorch-android", version.ref = "executorch" }

[libraries.onnxruntime-android]
module = "com.microsoft.onnxruntime:onnxruntime-android"
version.ref = "onnxruntime"
""",
    "app/build.gradle.kts": """
android {
    namespace = "org.example.app"
    defaultConfig {
        applicationId = "org.example.tiny"
        versionCode = 7
        versionName = "0.7"
    }
}
""",
    "app/keep.pro": """
-keep class * extends android.app.Activity { <init>(); }
-keep class org.example.engine.** { <init>(); }
-keep class org.pytorch.executorch.** { *; }
-dontobfuscate
-dontwarn **
""",
    "app/src/main/AndroidManifest.xml": """<?xml version="1.0" encoding="utf-8"?>
<manifest xmlns:android="http://schemas.android.com/apk/res/android">
    <application android:label="@string/app_name">
        <activity android:name="org.example.app.Main" android:exported="true" />
        <provider android:name="org.example.app.Lender"
            android:authorities="${applicationId}.files" android:exported="false" />
    </application>
</manifest>
""",
    "app/src/main/res/values/strings.xml": """<?xml version="1.0" encoding="utf-8"?>
<resources><string name="app_name">Tiny</string></resources>
""",
    "app/src/main/kotlin/org/example/app/Main.kt": """package org.example.app

import android.app.Activity
import android.os.Bundle
import org.example.core.Engine

class Main : Activity() {
    override fun onCreate(state: Bundle?) {
        super.onCreate(state)
        val engine = Class.forName("org.example.engine.Runs").newInstance() as Engine
        title = getString(R.string.app_name) + engine.name
    }
}
""",
    "core/src/main/kotlin/org/example/core/Engine.kt": """package org.example.core

interface Engine { val name: String }

class NobodyCallsThis { fun wasted(): String = listOf(1, 2, 3).joinToString() }
""",
    "engine-executorch/src/main/kotlin/org/example/engine/Runs.kt": """package org.example.engine

import org.example.core.Engine
import org.pytorch.executorch.Module

class Runs : Engine {
    override val name: String get() = Module::class.java.name
}
""",
    "engine-onnx/src/main/kotlin/org/example/engine/RunsOnnx.kt": """package org.example.engine

import ai.onnxruntime.OrtEnvironment
import org.example.core.Engine

class RunsOnnx : Engine {
    override val name: String get() = OrtEnvironment::class.java.name
}
""",
}


def write_app(folder: Path) -> Path:
    """The project in ``folder``, which is returned."""
    for name, text in FILES.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return folder
