// The build for Android Studio and for phones. pom.xml compiles and tests the same sources without an Android SDK.
pluginManagement {
    repositories {
        google()
        mavenCentral()
        gradlePluginPortal()
    }
}

dependencyResolutionManagement {
    repositoriesMode = RepositoriesMode.FAIL_ON_PROJECT_REPOS
    repositories {
        google()
        mavenCentral()
    }
}

rootProject.name = "android-demo"
include(":core")
include(":engine-onnx")
include(":engine-executorch")
include(":app")
