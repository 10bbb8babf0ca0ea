package org.parcours.standalone.demo;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Properties;

/**
 * The demo's state, saved between starts: a restarted demo does not send its history again and reuses no identifier. A
 * demo that was stopped within the history sends it again from the beginning, with the same bytes, which Parcours
 * recognises as duplicates.
 *
 * @param firstStartedAt the time at which the history ends
 * @param starts the number of starts, including this one
 * @param acknowledgedUntil all messages of the history reported until then are acknowledged
 */
record PersistedDemoState(long seed, int patients, Instant firstStartedAt, int starts, Instant acknowledgedUntil) {

    private static final String FILE = "demo.properties";

    /** The saved state, or a new one where seed or number of patients differ. */
    static PersistedDemoState loadOrCreate(DemoSettings settings, Instant now) {
        Path file = settings.stateDirectory().resolve(FILE);
        if (Files.exists(file)) {
            PersistedDemoState saved = load(file);
            if (saved.seed == settings.seed() && saved.patients == settings.patients()) {
                return new PersistedDemoState(
                        saved.seed, saved.patients, saved.firstStartedAt, saved.starts + 1, saved.acknowledgedUntil);
            }
        }
        return new PersistedDemoState(
                settings.seed(), settings.patients(), now.truncatedTo(ChronoUnit.SECONDS), 1, Instant.EPOCH);
    }

    PersistedDemoState withAcknowledgedUntil(Instant time) {
        return new PersistedDemoState(seed, patients, firstStartedAt, starts, time);
    }

    void save(Path directory) {
        Properties properties = new Properties();
        properties.setProperty("seed", Long.toString(seed));
        properties.setProperty("patients", Integer.toString(patients));
        properties.setProperty("began", firstStartedAt.toString());
        properties.setProperty("starts", Integer.toString(starts));
        properties.setProperty("told-until", acknowledgedUntil.toString());
        Path file = directory.resolve(FILE);
        Path temporary = directory.resolve(FILE + ".new");
        try {
            Files.createDirectories(directory);
            try (Writer writer = Files.newBufferedWriter(temporary)) {
                properties.store(writer, "State of the demo hospital. Remove the whole folder to start empty.");
            }
            Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    private static PersistedDemoState load(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
        return new PersistedDemoState(
                Long.parseLong(properties.getProperty("seed")),
                Integer.parseInt(properties.getProperty("patients")),
                Instant.parse(properties.getProperty("began")),
                Integer.parseInt(properties.getProperty("starts")),
                Instant.parse(properties.getProperty("told-until")));
    }
}
