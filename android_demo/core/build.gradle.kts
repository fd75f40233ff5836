import org.jetbrains.kotlin.gradle.dsl.JvmTarget

plugins {
    alias(libs.plugins.kotlin.jvm)
    `maven-publish`
}

java {
    withSourcesJar()
    sourceCompatibility = JavaVersion.VERSION_1_8
    targetCompatibility = JavaVersion.VERSION_1_8
}

kotlin {
    explicitApi()
    compilerOptions {
        jvmTarget = JvmTarget.JVM_1_8
        // Phones have the buffers of Java 8: without this a call binds to methods that came later.
        freeCompilerArgs.add("-Xjdk-release=8")
        allWarningsAsErrors = true
    }
}

dependencies {
    api(libs.serialization.json)
    testImplementation(libs.junit.jupiter)
    testRuntimeOnly(libs.junit.platform.launcher)
}

tasks.test {
    useJUnitPlatform()
    systemProperty("mobilec.bundles", rootDir.resolve("../build/phone"))
    systemProperty("mobilec.fixtures", rootDir.resolve("../build/fixtures"))
    systemProperty("mobilec.recorded", rootDir.resolve("../tests/fixtures"))
}

publishing.publications.create<MavenPublication>("release") {
    from(components["java"])
}
