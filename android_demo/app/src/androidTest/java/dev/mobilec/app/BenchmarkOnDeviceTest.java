package dev.mobilec.app;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;

import android.app.Activity;
import android.app.Instrumentation;
import android.content.Context;
import android.content.Intent;
import android.os.Bundle;
import android.os.SystemClock;
import androidx.test.platform.app.InstrumentationRegistry;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.json.JSONObject;
import org.junit.Test;

/**
 * What BenchmarkActivity does, for device farms, which run tests and keep what lies in Android/media of the app, on
 * Android 9 and earlier in Android/data:
 *
 * <pre>adb shell am instrument -w -e bundle translation -e engine executorch -e output run.json \
 *     dev.mobilec.demo.test/androidx.test.runner.AndroidJUnitRunner</pre>
 *
 * The arguments are the extras of that activity. In Java, as the release build that is measured
 * keeps of Kotlin's library only what the app itself calls.
 */
public class BenchmarkOnDeviceTest {
    private static final String[] NUMBERS = {"threads", "warmups", "runs", "seconds", "sustained", "order"};
    private static final long PATIENCE_MS = TimeUnit.MINUTES.toMillis(30);
    private static final long POLL_MS = 500;

    @Test
    public void measures() throws Exception {
        Instrumentation instrumentation = InstrumentationRegistry.getInstrumentation();
        Bundle arguments = InstrumentationRegistry.getArguments();
        Context context = instrumentation.getTargetContext();
        String output = arguments.getString("output", "run.json");
        List<File> places = places(context, output);
        for (File file : places) {
            assertTrue(file + " of an earlier run cannot be removed", !file.exists() || file.delete());
        }
        Activity activity = instrumentation.startActivitySync(asked(context, arguments, output));
        long end = SystemClock.elapsedRealtime() + PATIENCE_MS;
        File file = written(places);
        while (file == null && SystemClock.elapsedRealtime() < end) {
            SystemClock.sleep(POLL_MS);
            file = written(places);
        }
        assertNotNull("none of " + places + "; the log's lines of \"mobilec\" say why", file);
        instrumentation.runOnMainSync(activity::finish);
        String text = new String(Files.readAllBytes(file.toPath()), StandardCharsets.UTF_8);
        JSONObject run = new JSONObject(text);
        assertEquals(run.optString("error"), 0, run.getInt("exit_status"));
    }

    /** Where the app may write its result: see SharedFolders.kt. */
    @SuppressWarnings("deprecation")
    private static List<File> places(Context context, String output) {
        List<File> places = new ArrayList<>();
        for (File folder : context.getExternalMediaDirs()) {
            if (folder != null) {
                places.add(new File(folder, "runs/" + output));
            }
        }
        places.add(new File(context.getExternalFilesDir(null), "runs/" + output));
        return places;
    }

    /** The first that is there, which is whole then; null where none is. */
    private static File written(List<File> places) {
        for (File file : places) {
            if (file.isFile()) {
                return file;
            }
        }
        return null;
    }

    private static Intent asked(Context context, Bundle arguments, String output) {
        Intent intent = new Intent(context, BenchmarkActivity.class);
        intent.addFlags(Intent.FLAG_ACTIVITY_NEW_TASK);
        intent.putExtra("bundle", arguments.getString("bundle", "translation"));
        intent.putExtra("engine", arguments.getString("engine", "executorch"));
        intent.putExtra("output", output);
        for (String name : NUMBERS) {
            if (arguments.containsKey(name)) {
                intent.putExtra(name, arguments.getString(name));
            }
        }
        return intent;
    }
}
