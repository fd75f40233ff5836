"""From bundles to an app: its assets, a signed APK without the Android SDK, and its weight."""
