"""Everything that building an APK fetches, in one table, each with the sha256 that is accepted.

Versions of what goes into the app are those of android_demo/gradle/libs.versions.toml.
"""

from mobilec.fetching.maven import Artifact
from mobilec.fetching.npm import Package

COMPILER = (
    Artifact(
        "org.jetbrains.kotlin",
        "kotlin-compiler-embeddable",
        "2.4.21",
        "ef19419c765e7ac8404465fa026ca8fc4dbb8a822de0fc79aa53c8dce29f1d02",
    ),
    Artifact(
        "org.jetbrains.kotlin",
        "kotlin-daemon-embeddable",
        "2.4.21",
        "7b3ef24674e5bcffcadfc4e43202ea314194939ecbcdd90a4770b2f1b04e0d07",
    ),
    Artifact(
        "org.jetbrains.kotlin",
        "kotlin-build-tools-api",
        "2.4.21",
        "c5cd6a49bd072b529ae10809111c16a7aa0f92147e95d288354017fd65799461",
    ),
    Artifact(
        "org.jetbrains.kotlin",
        "kotlin-script-runtime",
        "2.4.21",
        "a658cf5902a1525a06c264a5e42b437e97a6679ddeef8ca641246f270cf6a013",
    ),
    Artifact(
        "org.jetbrains.kotlin",
        "kotlin-reflect",
        "1.6.10",
        "3277ac102ae17aad10a55abec75ff5696c8d109790396434b496e75087854203",
    ),
    Artifact(
        "org.jetbrains.kotlinx",
        "kotlinx-coroutines-core-jvm",
        "1.8.0",
        "9860906a1937490bf5f3b06d2f0e10ef451e65b95b269f22daf68a3d1f5065c5",
    ),
)
"""Kotlin's compiler with what it needs to run, beside ``STANDARD``."""

STANDARD = (
    Artifact(
        "org.jetbrains.kotlin",
        "kotlin-stdlib",
        "2.4.21",
        "bd8250210584cb659847dce9cda660f8e9906e5def7fbebcea93dc6dcb6a88a3",
    ),
    Artifact(
        "org.jetbrains",
        "annotations",
        "13.0",
        "ace2a10dc8e2d5fd34925ecac03e4988b2c0f851650c94b8cef49ba1bd111478",
    ),
)
"""Kotlin's standard library, which the compiler needs as well as the app."""

LIBRARIES = (
    *STANDARD,
    Artifact(
        "org.jetbrains.kotlinx",
        "kotlinx-serialization-core-jvm",
        "1.9.0",
        "1f0afa172110e45a7231ef1b44ae8fd84c1ebaff96f3fc3ad68ef8c48120b59c",
    ),
    Artifact(
        "org.jetbrains.kotlinx",
        "kotlinx-serialization-json-jvm",
        "1.9.0",
        "d94cc34cae39246a1af74fda63f9c4812ce12216ef641d5fa3bbbb539a6922d8",
    ),
)
"""What goes into every app."""

SHRINKER = Artifact(
    "com.android.tools",
    "r8",
    "9.5.28",
    "38a9ffaaebbd17d1514e3ecbff5a85b989bb13c551b9e224c7409514eea84ff5",
)
FRAMEWORK = Artifact(
    "org.robolectric",
    "android-all",
    "14-robolectric-10818077",
    "6be2218c6a53fe3c57bc22ebdc723edcb7270a8a6f187545708aa5c0ed813977",
)
"""Android 14 to compile and link against: the newest whose resources Debian's aapt2 reads."""

EXECUTORCH = Artifact(
    "org.pytorch",
    "executorch-android",
    "1.5.1",
    "d67d39eb51e00c996162e1d9898519a622918b20e4e18ea479f5fee4fe920e72",
    "aar",
)
"""The official library. Its hash is the one that projects which ship it publish; it could not be
fetched where this table was made."""
EXECUTORCH_SECOND = Package(
    "react-native-executorch",
    "0.9.3",
    "70a20a865b82f47ac46c82711d93c2038cf99eccbb9b287494219063f2217622",
)
"""A third-party build of ExecuTorch of about 1.3 (MIT), where the official one cannot be had."""
JNI = (
    Artifact(
        "com.facebook.fbjni",
        "fbjni",
        "0.7.0",
        "7e319ae110ac5e5ef18904170aea5c3e753e915d196699d7fd39d36c8e1dfe36",
        "aar",
    ),
    Artifact(
        "com.facebook.soloader",
        "nativeloader",
        "0.10.5",
        "971ded86009c0ac56fb2275e128f852e7dcbc41a40cd799688f8a1aebde5195d",
    ),
)
"""What either build of ExecuTorch calls Java through."""
ONNXRUNTIME = Artifact(
    "com.microsoft.onnxruntime",
    "onnxruntime-android",
    "1.29.0",
    "e97540ca78fe36f6fe2013f82843414fb843b6c7681fb04644cba5e1406662dd",
    "aar",
)
"""Its hash was found as that of ``EXECUTORCH``."""

DEBIAN = "bookworm"
"""The release whose aapt2 and apksigner were tried."""
RESOURCES = (
    *("aapt", "android-libaapt", "android-libandroidfw", "android-libbacktrace"),
    *("android-libbase", "android-libcutils", "android-liblog", "android-libutils"),
    *("android-libziparchive", "libbsd0", "libmd0", "libexpat1", "libpng16-16"),
    *("libprotobuf-lite32", "p7zip-full", "zlib1g"),
)
"""aapt2 with its libraries. Those of Debian's base change with security updates, so apt's signature
answers for them; what is Android's own is pinned below."""
SIGNER = ("apksigner", "libapksig-java")

DEBIAN_FILES = {
    "aapt_1%3a10.0.0+r36-10_amd64.deb": (
        "a4790dd07923a45ba17982d257abbce3f8050e8b30b0952545255502a5d1f505"
    ),
    "aapt_1%3a10.0.0+r36-10_arm64.deb": (
        "ec2d2e6ae414ac6eae52626e74715af5d7402f4b24f329c94f706934a15034fb"
    ),
    "android-libandroidfw_1%3a10.0.0+r36-10_amd64.deb": (
        "26add03f0edf12da9d710b9be2bf0ec867f583d490135d99b9789bbbfe1bab4e"
    ),
    "android-libandroidfw_1%3a10.0.0+r36-10_arm64.deb": (
        "3833d44f55b1c63b985455ada8f08dc15a7a0cca7f22ebf11096515a9dd29a4b"
    ),
    "apksigner_31.0.2-1_all.deb": (
        "6ded96d6156f8b0bc1355e87b5fad8e6ebfcf8a694dedd9987768b37a41878d4"
    ),
    "libapksig-java_31.0.2-1_all.deb": (
        "cfb1babb843de0c7490c4554dca31187ceb326ea7f53c9cd77e9ce46342cba59"
    ),
}
"""Fetched file to its hash: the tools that read resources and sign."""
