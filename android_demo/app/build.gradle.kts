import org.jetbrains.kotlin.gradle.dsl.JvmTarget

plugins {
    alias(libs.plugins.android.application)
    alias(libs.plugins.kotlin.android)
}

val engines = providers.gradleProperty("mobilec.engines").get().split(",")
val abis = providers.gradleProperty("mobilec.abis").get().split(",")

android {
    namespace = "dev.mobilec.app"
    compileSdk = libs.versions.target.sdk.get().toInt()
    defaultConfig {
        applicationId = "dev.mobilec.demo"
        minSdk = libs.versions.min.sdk.get().toInt()
        targetSdk = libs.versions.target.sdk.get().toInt()
        // 10000 * major + 100 * minor + patch of the name, so that each version installs over those before it.
        versionCode = 100
        versionName = "0.1.0"
        testInstrumentationRunner = "androidx.test.runner.AndroidJUnitRunner"
        ndk {
            abiFilters += abis
        }
    }
    buildTypes {
        release {
            isMinifyEnabled = true
            isShrinkResources = true
            proguardFiles(getDefaultProguardFile("proguard-android-optimize.txt"), "keep.pro", "keep-for-tests.pro")
            // A demo is installed by who builds it; a store wants a key of its own.
            signingConfig = signingConfigs.getByName("debug")
        }
    }
    testBuildType = "release"
    androidResources {
        // Programs are mapped where they lie, so they are stored.
        noCompress += listOf("pte", "onnx", "bin", "json")
    }
    packaging {
        jniLibs.useLegacyPackaging = false
    }
    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_1_8
        targetCompatibility = JavaVersion.VERSION_1_8
    }
    testOptions {
        unitTests.isIncludeAndroidResources = true
        unitTests.all { test ->
            // Robolectric opens files the way Android does.
            test.jvmArgs("-Xmx2g", "--add-opens=java.base/java.io=ALL-UNNAMED")
            test.systemProperty("mobilec.bundles", rootDir.resolve("../build/phone"))
            test.systemProperty("mobilec.screenshots", layout.buildDirectory.dir("screenshots").get().asFile)
        }
    }
}

kotlin {
    compilerOptions {
        jvmTarget = JvmTarget.JVM_1_8
    }
}

dependencies {
    implementation(project(":core"))
    // Found by its name at run time, so that an app without it works.
    engines.forEach { runtimeOnly(project(":engine-$it")) }
    testImplementation(libs.robolectric)
    // Tests run on this machine, with the library of a desktop.
    testImplementation(libs.onnxruntime.jvm)
    testImplementation(libs.junit4)
    androidTestImplementation(libs.androidx.test.runner)
    androidTestImplementation(libs.junit4)
}
