"""Android phones, through adb."""
