"""AndroidManifest.xml as Gradle's plugin would merge it, for a build without Gradle."""

from xml.etree import ElementTree

from mobilec.android.app import App

_ANDROID = "http://schemas.android.com/apk/res/android"
_EXTRACT = f"{{{_ANDROID}}}extractNativeLibs"


def merged_manifest(app: App) -> str:
    """The source manifest with its package, its placeholders filled, and libraries left in the APK.

    Native libraries that are stored and aligned are mapped where they lie, so nothing is extracted.
    """
    ElementTree.register_namespace("android", _ANDROID)
    text = (app.main / "AndroidManifest.xml").read_text(encoding="utf-8")
    root = ElementTree.fromstring(text.replace("${applicationId}", app.application_id))
    root.set("package", app.namespace)
    application = root.find("application")
    if application is not None and _EXTRACT not in application.attrib:
        application.set(_EXTRACT, "false")
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, "unicode")
