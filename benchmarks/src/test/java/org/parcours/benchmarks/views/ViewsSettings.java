package org.parcours.benchmarks.views;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.parcours.benchmarks.hospital.HospitalDataSize;
import org.parcours.benchmarks.standalone.StandaloneProcess;

/** What the benchmarks of the views have in common. */
final class ViewsSettings {

    static final int EVENTS = Integer.getInteger("size", 1_000_000);
    static final HospitalDataSize SIZE = HospitalDataSize.ofEvents(EVENTS);

    private ViewsSettings() {}

    static Duration seconds(String property, int defaultValue) {
        return Duration.ofSeconds(Integer.getInteger(property, defaultValue));
    }

    static String format(String pattern, Object... numbers) {
        return String.format(Locale.ROOT, pattern, numbers);
    }

    /** The JVM options of the measured server; with {@code -Djfr=FOLDER} it is recorded by Java Flight Recorder. */
    static List<String> serverOptions(String benchmark) {
        return serverOptions(benchmark, StandaloneProcess.SMALL_HEAP);
    }

    static List<String> serverOptions(String benchmark, List<String> heap) {
        List<String> options = new ArrayList<>(heap);
        String folder = System.getProperty("jfr", "");
        if (!folder.isEmpty()) {
            options.add("-XX:StartFlightRecording=settings=profile,filename=" + folder + "/" + benchmark + ".jfr");
        }
        return options;
    }

    /** How many threads wanted to run in the last minute: other work of this machine disturbs a measurement. */
    static String machine() {
        try {
            return "This machine has %d processors; its load before the run was %s."
                    .formatted(
                            Runtime.getRuntime().availableProcessors(),
                            Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
        } catch (IOException e) {
            return "This machine has %d processors."
                    .formatted(Runtime.getRuntime().availableProcessors());
        }
    }

    /** Formatted, with the goal and whether it is reached. */
    static String against(double value, double goal, String pattern) {
        return format(pattern, value) + (value <= goal ? "" : " (missed: " + format(pattern, goal) + ")");
    }

    static <T> List<T> printed(List<T> row) {
        System.err.println(row);
        return new ArrayList<>(row);
    }
}
