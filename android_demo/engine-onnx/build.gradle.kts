import org.jetbrains.kotlin.gradle.dsl.JvmTarget

plugins {
    alias(libs.plugins.android.library)
    alias(libs.plugins.kotlin.android)
    `maven-publish`
}

android {
    namespace = "dev.mobilec.engine.onnx"
    compileSdk = libs.versions.target.sdk.get().toInt()
    defaultConfig {
        minSdk = libs.versions.min.sdk.get().toInt()
        consumerProguardFiles("consumer-rules.pro")
    }
    publishing {
        singleVariant("release") {
            withSourcesJar()
        }
    }
    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_1_8
        targetCompatibility = JavaVersion.VERSION_1_8
    }
}

kotlin {
    explicitApi()
    compilerOptions {
        jvmTarget = JvmTarget.JVM_1_8
    }
}

dependencies {
    api(project(":core"))
    implementation(libs.onnxruntime.android)
    // Tests run on this machine, with the same interface and the library of a desktop.
    testImplementation(libs.onnxruntime.jvm)
    testImplementation(libs.junit.jupiter)
    testRuntimeOnly(libs.junit.platform.launcher)
}

tasks.withType<Test> {
    useJUnitPlatform()
    systemProperty("mobilec.bundles", rootDir.resolve("../build/phone"))
    systemProperty("mobilec.fixtures", rootDir.resolve("../build/fixtures"))
    systemProperty("mobilec.recorded", rootDir.resolve("../tests/fixtures"))
}

// The component of a variant is there when the Android plugin has read all of this.
afterEvaluate {
    publishing.publications.create<MavenPublication>("release") {
        from(components["release"])
    }
}
