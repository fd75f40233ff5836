buildscript {
    repositories {
        google()
        mavenCentral()
    }
    dependencies {
        classpath(libs.r8)
    }
}

plugins {
    alias(libs.plugins.android.application) apply false
    alias(libs.plugins.android.library) apply false
    alias(libs.plugins.kotlin.android) apply false
    alias(libs.plugins.kotlin.jvm) apply false
}

// What an app of one's own depends on: dev.mobilec:core, :engine-executorch, :engine-onnx.
allprojects {
    group = "dev.mobilec"
    version = "0.1.0"
}
